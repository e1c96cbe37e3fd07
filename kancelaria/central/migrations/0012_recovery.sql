-- After a restore to an earlier point: given numbers come back before new ones are given.

CREATE FUNCTION kancelaria.reopen() RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    UPDATE kancelaria.institution SET incarnation = gen_random_uuid()::text, recovering = true;
END $$;

-- What nobody gave back becomes a void entry, up to the highest number anybody has seen: those came back, those any
-- station says it has seen, and those an administrator knows to be printed (`p_last`, by year).
CREATE FUNCTION kancelaria.finish_recovery(p_institution text, p_last jsonb DEFAULT '{}') RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_hole record;
    v_count integer := 0;
BEGIN
    PERFORM kancelaria.lock_head(p_institution);
    PERFORM set_config('synchronous_commit', 'on', true);
    FOR v_hole IN
        SELECT y.rpw_year, n.number FROM (
            SELECT seen.rpw_year, max(seen.number) AS top FROM (
                SELECT e.rpw_year, e.rpw_number AS number FROM kancelaria.register_entry e
                WHERE e.institution_id = p_institution
                UNION ALL SELECT h.key::integer, h.value::integer FROM kancelaria.standing s
                    JOIN kancelaria.institution i ON i.institution_id = s.institution_id
                        AND i.incarnation = s.incarnation, jsonb_each_text(s.highest) h
                WHERE s.institution_id = p_institution AND h.key ~ '^[0-9]+$'
                UNION ALL SELECT h.key::integer, h.value::integer FROM jsonb_each_text(p_last) h) seen
            GROUP BY seen.rpw_year) y,
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
    v_count := v_count + kancelaria.void_missing_outgoing(p_institution);
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

-- A station that comes after the waiting ended takes its number from the void entry kept for it; the next number it may
-- take too. A number beyond that says that the central has forgotten more than it knows of.
CREATE FUNCTION kancelaria.refusal_of_late_number(p_institution text, p_year integer, p_number integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_top integer;
BEGIN
    IF p_number IS NULL OR EXISTS (SELECT FROM kancelaria.register_entry WHERE institution_id = p_institution
                                   AND rpw_year = p_year AND rpw_number = p_number AND unclaimed) THEN
        RETURN NULL;
    ELSIF EXISTS (SELECT FROM kancelaria.register_year WHERE institution_id = p_institution AND rpw_year = p_year) THEN
        RETURN 'year_closed';
    END IF;
    SELECT rpw_number INTO v_top FROM kancelaria.register_entry
        WHERE institution_id = p_institution AND rpw_year = p_year ORDER BY rpw_number DESC LIMIT 1;
    RETURN CASE WHEN p_number > coalesce(v_top, 0) + 1 THEN 'central_forgot' END;
END $$;

-- Whoever brings it: the seal says that this central accepted it so from its author, and gave it this number.
CREATE FUNCTION kancelaria.take_back(p_me kancelaria.account, p_event jsonb, p_outcome jsonb, p_recovering boolean)
RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_author kancelaria.account;
    v_year integer := coalesce(p_outcome -> 'given' ->> 'rpw_year', p_outcome -> 'given' ->> 'year')::integer;
    v_number integer := coalesce(p_outcome -> 'given' ->> 'rpw_number', p_outcome -> 'given' ->> 'number')::integer;
    v_refused text := CASE WHEN p_outcome ->> 'verdict' = 'rejected' THEN p_outcome ->> 'code' END;
    v_known boolean := EXISTS (SELECT FROM kancelaria.event WHERE institution_id = p_me.institution_id
                               AND id = p_event ->> 'id' AND NOT again);
    v_told kancelaria.event;
    v_sealed boolean;
    v_answer jsonb;
BEGIN
    v_told.institution_id := p_me.institution_id;
    v_told.id := p_event ->> 'id';
    v_told.stream := p_event ->> 'stream';
    v_told.aggregate := p_event ->> 'aggregate';
    v_told.aggregate_id := p_event ->> 'aggregate_id';
    v_told.base_version := (p_event ->> 'base_version')::integer;
    v_told.verdict := p_outcome ->> 'verdict';
    v_told.code := p_outcome ->> 'code';
    v_told.given := p_outcome -> 'given';
    v_sealed := coalesce(kancelaria.event_seal(v_told, p_event -> 'patch') = p_outcome ->> 'seal', false);
    IF NOT v_sealed AND NOT v_known THEN
        PERFORM kancelaria.fail('seal_refused');
    ELSIF p_recovering AND v_refused IS NULL AND kancelaria.waits_for_others(p_me.institution_id, p_event) THEN
        RETURN kancelaria.unanswered(p_event ->> 'id', 'gap', (p_event ->> 'sequence')::bigint);
    ELSIF NOT p_recovering AND v_refused IS NULL AND NOT v_known THEN
        v_refused := CASE WHEN p_event ->> 'aggregate' = 'outgoing'
            THEN kancelaria.refusal_of_late_outgoing(p_me.institution_id, v_year, v_number)
            ELSE kancelaria.refusal_of_late_number(p_me.institution_id, v_year, v_number) END;
        IF v_refused = 'central_forgot' THEN
            PERFORM kancelaria.fail(v_refused);
        END IF;
    END IF;
    -- whether they may was asked then: the account may have been made after the backup, or have had another role
    v_author := ROW(p_me.institution_id, p_event ->> 'author', '', '', 'registry', NULL, true)::kancelaria.account;
    v_answer := kancelaria.accept_event(v_author, p_event, v_refused, v_number, true);
    IF v_number IS NOT NULL THEN
        -- the void entry it may have stood for is shown to nobody any more
        PERFORM kancelaria.place_holder(p_me.institution_id, r.rpw_year, r.rpw_number,
                                        NOT 'registry' = ANY (r.audiences))
            FROM kancelaria.record r WHERE r.institution_id = p_me.institution_id AND r.aggregate = 'item'
              AND r.id = p_event ->> 'aggregate_id' AND r.rpw_number = v_number;
    END IF;
    RETURN v_answer;
END $$;

-- Events a station had answers to, with the numbers then given; the chain names who brought them.
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
    PERFORM kancelaria.choose_lane(jsonb_array_length(p_pairs));
    PERFORM kancelaria.lock_head(v_me.institution_id);
    SELECT recovering INTO v_recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    FOR v_pair IN SELECT * FROM jsonb_array_elements(p_pairs) LOOP
        v_one := kancelaria.take_back(v_me, v_pair -> 0, v_pair -> 1, v_recovering);
        v_all := v_all || v_one;
        EXIT WHEN v_one ->> 'verdict' IN ('fork', 'gap');
    END LOOP;
    RETURN v_all;
END $$;
