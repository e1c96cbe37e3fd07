-- After a restore to an earlier point: given numbers come back before new ones are given. And adoption of a station.

CREATE FUNCTION kancelaria.reopen() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE kancelaria.institution SET incarnation = gen_random_uuid()::text, recovering = true;
END $$;

-- What nobody gave back becomes a void entry.
CREATE FUNCTION kancelaria.finish_recovery(p_institution text) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_hole record;
    v_count integer := 0;
BEGIN
    PERFORM kancelaria.lock_head(p_institution);
    PERFORM set_config('synchronous_commit', 'on', true);
    FOR v_hole IN
        SELECT y.rpw_year, n.number FROM (
            SELECT rpw_year, max(rpw_number) AS top, max(entered_on) AS day FROM kancelaria.register_entry
            WHERE institution_id = p_institution GROUP BY rpw_year) y,
            LATERAL generate_series(1, y.top) AS n(number)
        WHERE NOT EXISTS (SELECT FROM kancelaria.register_entry e WHERE e.institution_id = p_institution
                          AND e.rpw_year = y.rpw_year AND e.rpw_number = n.number)
        ORDER BY 1, 2
    LOOP
        INSERT INTO kancelaria.register_entry (institution_id, rpw_year, rpw_number, entered_on, voided, unclaimed)
            VALUES (p_institution, v_hole.rpw_year, v_hole.number,
                    (clock_timestamp() AT TIME ZONE 'Europe/Warsaw')::date, true, true);
        PERFORM kancelaria.place_holder(p_institution, v_hole.rpw_year, v_hole.number, true);
        v_count := v_count + 1;
    END LOOP;
    UPDATE kancelaria.institution SET recovering = false WHERE institution_id = p_institution;
    RETURN v_count;
END $$;

-- Events a station had answers to, with the numbers then given. One nobody knows the beginning of waits (GAP).
CREATE FUNCTION api_v1.restore(p_pairs jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_author kancelaria.account;
    v_pair jsonb;
    v_all jsonb := '[]';
BEGIN
    IF v_me.role NOT IN ('registry', 'officer', 'head') OR jsonb_array_length(p_pairs) > 500 THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    PERFORM kancelaria.lock_head(v_me.institution_id);
    FOR v_pair IN SELECT * FROM jsonb_array_elements(p_pairs) LOOP
        SELECT a.* INTO v_author FROM kancelaria.account a
            WHERE a.institution_id = v_me.institution_id AND a.login = v_pair -> 0 ->> 'author';
        IF v_author.login IS NULL OR split_part(v_pair -> 0 ->> 'stream', '/', 1) NOT IN (
            SELECT station_id FROM kancelaria.station WHERE institution_id = v_me.institution_id) THEN
            PERFORM kancelaria.fail('author_refused');
        END IF;
        v_all := v_all || kancelaria.accept_event(v_author, v_pair -> 0, false,
            (v_pair -> 1 -> 'given' ->> 'rpw_number')::integer);
    END LOOP;
    RETURN v_all;
END $$;

-- A station says that it has given back all it knew; the last one ends the waiting.
CREATE FUNCTION api_v1.restored(p_station text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_now text;
BEGIN
    PERFORM kancelaria.lock_head(v_me.institution_id);
    SELECT incarnation INTO v_now FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    UPDATE kancelaria.station SET recovered_incarnation = v_now
        WHERE institution_id = v_me.institution_id AND station_id = p_station;
    IF EXISTS (SELECT FROM kancelaria.institution WHERE institution_id = v_me.institution_id AND recovering)
        AND NOT EXISTS (SELECT FROM kancelaria.station WHERE institution_id = v_me.institution_id
                        AND recovered_incarnation IS DISTINCT FROM v_now) THEN
        PERFORM kancelaria.finish_recovery(v_me.institution_id);
    END IF;
    RETURN (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id);
END $$;

-- Lift a station that was alone into an institution whose register is still empty; called by provisioning alone.
CREATE FUNCTION kancelaria.adopt(p_institution text, p_station text, p_events jsonb) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_author kancelaria.account;
    v_event jsonb;
    v_one jsonb;
    v_all jsonb := '[]';
BEGIN
    FOR v_event IN SELECT * FROM jsonb_array_elements(p_events) LOOP
        v_author := ROW(p_institution, v_event ->> 'author', '', '', 'registry', NULL, true)::kancelaria.account;
        v_one := kancelaria.accept_event(v_author, v_event, false,
            (kancelaria.filled(v_event -> 'patch' -> 'rpw_number') #>> '{}')::integer);
        v_all := v_all || v_one;
    END LOOP;
    RETURN v_all;
END $$;
