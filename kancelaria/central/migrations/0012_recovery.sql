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

-- True where what the event changes hasn't come back yet: another station will bring it.
CREATE FUNCTION kancelaria.waits_for_others(p_institution text, p_event jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_base integer := (p_event ->> 'base_version')::integer;
BEGIN
    IF p_event ->> 'aggregate' IN ('label', 'label_series') THEN
        RETURN false;
    ELSIF v_base > 0 THEN
        RETURN NOT EXISTS (SELECT FROM kancelaria.record WHERE institution_id = p_institution
            AND aggregate = p_event ->> 'aggregate' AND id = p_event ->> 'aggregate_id' AND version >= v_base);
    END IF;
    RETURN p_event ->> 'aggregate' IN ('rendition', 'assignment') AND NOT EXISTS (
        SELECT FROM kancelaria.record WHERE institution_id = p_institution AND aggregate = 'item'
          AND id = p_event -> 'patch' ->> 'item_id');
END $$;

CREATE FUNCTION kancelaria.take_back(p_me kancelaria.account, p_event jsonb, p_outcome jsonb, p_recovering boolean)
RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_author kancelaria.account;
BEGIN
    SELECT a.* INTO v_author FROM kancelaria.account a
        WHERE a.institution_id = p_me.institution_id AND a.login = p_event ->> 'author';
    IF v_author.login IS NULL OR split_part(p_event ->> 'stream', '/', 2) <> v_author.login
        OR NOT p_recovering AND v_author.login <> p_me.login THEN
        PERFORM kancelaria.fail('author_refused');
    ELSIF p_recovering AND kancelaria.waits_for_others(p_me.institution_id, p_event)
        AND p_outcome ->> 'verdict' <> 'rejected' THEN
        RETURN kancelaria.unanswered(p_event ->> 'id', 'gap', (p_event ->> 'sequence')::bigint);
    END IF;
    RETURN kancelaria.accept_event(v_author, p_event,
        CASE WHEN p_outcome ->> 'verdict' = 'rejected' THEN p_outcome ->> 'code' END,
        CASE WHEN p_recovering THEN (p_outcome -> 'given' ->> 'rpw_number')::integer END, p_recovering);
END $$;

-- Events a station had answers to, with the numbers then given; anybody's while the central recovers (the chain names
-- who brought them), else only one's own.
CREATE FUNCTION api_v1.restore(p_pairs jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_recovering boolean;
    v_pair jsonb;
    v_one jsonb;
    v_all jsonb := '[]';
BEGIN
    IF v_me.role NOT IN ('registry', 'officer', 'head') THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    FOR v_pair IN SELECT * FROM jsonb_array_elements(p_pairs) LOOP
        PERFORM kancelaria.check_batch(jsonb_build_array(v_pair -> 0), v_pair -> 0 ->> 'author');
    END LOOP;
    PERFORM kancelaria.lock_head(v_me.institution_id);
    SELECT recovering INTO v_recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    FOR v_pair IN SELECT * FROM jsonb_array_elements(p_pairs) LOOP
        v_one := kancelaria.take_back(v_me, v_pair -> 0, v_pair -> 1, v_recovering);
        v_all := v_all || v_one;
        EXIT WHEN v_one ->> 'verdict' IN ('fork', 'gap');
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
    IF NOT (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id) THEN
        RETURN false;
    END IF;
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
        v_one := kancelaria.accept_event(v_author, v_event, NULL,
            (kancelaria.filled(v_event -> 'patch' -> 'rpw_number') #>> '{}')::integer, true);
        v_all := v_all || v_one;
    END LOOP;
    RETURN v_all;
END $$;
