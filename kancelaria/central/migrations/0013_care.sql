-- How each station stands, a central restored to an earlier point opened again, the year closed, a station adopted.

ALTER TABLE kancelaria.institution DROP COLUMN adopted_station;
ALTER TABLE kancelaria.station DROP COLUMN recovered_incarnation;

-- What a station said of itself at its last connection; copies of one disk tell themselves apart by the epoch.
-- `waiting`: registrations not yet accepted, by year; `highest`: the highest number it has seen, by year; `registers`:
-- a person of the registry has worked there; `incarnation`: the feed it had given everything back to.
CREATE TABLE kancelaria.standing (
    institution_id text NOT NULL,
    station_id text NOT NULL,
    epoch integer NOT NULL,
    login text NOT NULL,
    point text NOT NULL DEFAULT '',
    said_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    waiting jsonb NOT NULL DEFAULT '{}',
    highest jsonb NOT NULL DEFAULT '{}',
    registers boolean NOT NULL DEFAULT false,
    incarnation text NOT NULL,
    PRIMARY KEY (institution_id, station_id, epoch)
);

-- The year's register came from this station, which had worked alone.
CREATE TABLE kancelaria.adoption (
    institution_id text NOT NULL,
    rpw_year integer NOT NULL,
    station_id text NOT NULL,
    adopted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    adopted_by text NOT NULL,
    PRIMARY KEY (institution_id, rpw_year)
);

DO $$
DECLARE
    v_table text;
BEGIN
    FOREACH v_table IN ARRAY ARRAY['kancelaria.standing', 'kancelaria.adoption'] LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format('CREATE POLICY functions ON %s TO kancelaria_owner USING (true) WITH CHECK (true)', v_table);
    END LOOP;
END $$;

-- Every station (and copy of one) with what it said last; a station that never said anything has no login.
CREATE FUNCTION kancelaria.stations(p_institution text) RETURNS TABLE (
    name text, station_id text, epoch integer, login text, point text, said_at timestamptz, waiting jsonb,
    highest jsonb, registers boolean, incarnation text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT coalesce(n.series, left(s.station_id, 8)), s.station_id, st.epoch, st.login, st.point, st.said_at,
               coalesce(st.waiting, '{}'), coalesce(st.highest, '{}'),
               st.registers OR st.registers IS NULL OR n.series IS NOT NULL, st.incarnation
        FROM kancelaria.station s
        LEFT JOIN kancelaria.standing st ON st.institution_id = s.institution_id AND st.station_id = s.station_id
        LEFT JOIN LATERAL (
            SELECT min(k.series) AS series FROM kancelaria.series k WHERE k.institution_id = s.institution_id
              AND k.station_id = s.station_id AND (st.epoch IS NULL OR k.epoch = st.epoch)) n ON true
        WHERE s.institution_id = p_institution
        ORDER BY 1, 2, 3;
END $$;

-- Who hasn't given back yet what the restored central lost.
CREATE FUNCTION kancelaria.missing(p_institution text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY SELECT s.name FROM kancelaria.stations(p_institution) s, kancelaria.institution i
        WHERE i.institution_id = p_institution AND s.incarnation IS DISTINCT FROM i.incarnation;
END $$;

-- A station says how it stands, when it has given back all it knew; the last one ends the waiting of a restored central.
-- Nobody says it in a station's name without that station's seal, and nobody names a number that wasn't given:
-- `p_highest` holds by year a number with the seal it was told with.
CREATE FUNCTION api_v1.report(
    p_station text, p_epoch integer, p_point text, p_waiting jsonb, p_highest jsonb, p_seal text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_house kancelaria.institution;
    v_highest jsonb;
BEGIN
    IF jsonb_typeof(p_waiting) IS DISTINCT FROM 'object' OR p_epoch IS NULL
        OR EXISTS (SELECT FROM jsonb_each_text(p_waiting) e
                   WHERE e.key !~ '^[0-9]{4}$' OR e.value IS NULL OR e.value !~ '^[0-9]{1,9}$') THEN
        PERFORM kancelaria.fail('bad_batch');
    ELSIF p_seal IS DISTINCT FROM kancelaria.station_seal(v_me.institution_id, p_station, p_epoch)
        OR NOT EXISTS (SELECT FROM kancelaria.station WHERE institution_id = v_me.institution_id
                       AND station_id = p_station) THEN
        PERFORM kancelaria.fail('station_refused');
    END IF;
    v_highest := kancelaria.proven(v_me.institution_id, p_highest);
    SELECT * INTO v_house FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    IF v_house.recovering OR kancelaria.has_forgotten(v_me.institution_id, v_highest) THEN
        PERFORM kancelaria.lock_head(v_me.institution_id);
        SELECT * INTO v_house FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
        IF NOT v_house.recovering AND kancelaria.has_forgotten(v_me.institution_id, v_highest) THEN
            PERFORM kancelaria.note(v_me, 'forgotten', p_station, v_highest);
            UPDATE kancelaria.institution SET incarnation = gen_random_uuid()::text, recovering = true
                WHERE institution_id = v_me.institution_id;
            RETURN true;
        END IF;
    END IF;
    INSERT INTO kancelaria.standing AS s (institution_id, station_id, epoch, login, point, waiting, highest, registers,
                                          incarnation)
        VALUES (v_me.institution_id, p_station, p_epoch, v_me.login, left(p_point, 20), p_waiting, v_highest,
                v_me.role = 'registry', v_house.incarnation)
        ON CONFLICT (institution_id, station_id, epoch) DO UPDATE SET login = excluded.login, point = excluded.point,
            said_at = clock_timestamp(), waiting = excluded.waiting, highest = excluded.highest,
            registers = s.registers OR excluded.registers, incarnation = excluded.incarnation;
    IF v_house.recovering AND NOT EXISTS (SELECT FROM kancelaria.missing(v_me.institution_id)) THEN
        PERFORM kancelaria.finish_recovery(v_me.institution_id);
        RETURN false;
    END IF;
    RETURN v_house.recovering;
END $$;

-- The numbers alone, by year; refused where one doesn't bear the seal it was given with.
CREATE FUNCTION kancelaria.proven(p_institution text, p_highest jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF jsonb_typeof(p_highest) IS DISTINCT FROM 'object'
        OR EXISTS (SELECT FROM jsonb_each(p_highest) e WHERE e.key !~ '^(outgoing/)?[0-9]{4}$'
                   OR jsonb_typeof(e.value -> 0) IS DISTINCT FROM 'number' OR e.value ->> 0 !~ '^[0-9]{1,9}$') THEN
        PERFORM kancelaria.fail('bad_batch');
    ELSIF EXISTS (SELECT FROM jsonb_each(p_highest) e WHERE e.value ->> 1 IS DISTINCT FROM kancelaria.number_seal(
                      p_institution, e.key, (e.value ->> 0)::integer)) THEN
        PERFORM kancelaria.fail('seal_refused');
    END IF;
    RETURN (SELECT coalesce(jsonb_object_agg(e.key, e.value -> 0), '{}') FROM jsonb_each(p_highest) e);
END $$;

-- True where somebody has seen a number this central never gave: it was put back to an earlier point in silence.
CREATE FUNCTION kancelaria.has_forgotten(p_institution text, p_highest jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN EXISTS (
        SELECT FROM jsonb_each_text(p_highest) h WHERE h.value::integer > coalesce(CASE
            WHEN h.key LIKE 'outgoing/%' THEN (
                SELECT number FROM kancelaria.outgoing_entry WHERE institution_id = p_institution
                  AND year = split_part(h.key, '/', 2)::integer ORDER BY number DESC LIMIT 1)
            ELSE (SELECT rpw_number FROM kancelaria.register_entry WHERE institution_id = p_institution
                    AND rpw_year = h.key::integer ORDER BY rpw_number DESC LIMIT 1) END, 0));
END $$;

-- No slip of the pen makes a restored central strike more than a hundred thousand numbers.
CREATE FUNCTION kancelaria.check_highest(p_institution text, p_highest jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT FROM jsonb_each_text(p_highest) h WHERE h.value::integer > 100000 + coalesce((
            SELECT rpw_number FROM kancelaria.register_entry WHERE institution_id = p_institution
              AND rpw_year = h.key::integer ORDER BY rpw_number DESC LIMIT 1), 0)) THEN
        PERFORM kancelaria.fail('bad_batch');
    END IF;
END $$;

-- An administrator ends the waiting. Whoever hasn't come is named, unless their numbers are to become void entries;
-- `p_last`: the highest number known to have been printed, by year. Returns {missing, voided}.
CREATE FUNCTION api_v1.reopen(p_void_missing boolean, p_last jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
    v_missing jsonb;
    v_voided integer := 0;
BEGIN
    PERFORM kancelaria.lock_head(v_me.institution_id);
    PERFORM kancelaria.check_highest(v_me.institution_id, p_last);
    IF NOT (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id) THEN
        PERFORM kancelaria.fail('not_recovering');
    END IF;
    SELECT coalesce(jsonb_agg(m), '[]') INTO v_missing FROM kancelaria.missing(v_me.institution_id) m;
    IF v_missing = '[]' OR p_void_missing THEN
        PERFORM kancelaria.note(v_me, 'reopen', v_me.institution_id, jsonb_build_object('missing', v_missing));
        v_voided := kancelaria.finish_recovery(v_me.institution_id, p_last);
    END IF;
    RETURN jsonb_build_object('missing', v_missing, 'voided', v_voided);
END $$;

-- Stations of which nobody knows that all their registrations of the year have come: {name, login, said_at, waiting}.
CREATE FUNCTION kancelaria.behind(p_institution text, p_year integer) RETURNS TABLE (
    name text, station_id text, login text, said_at timestamptz, waiting bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN QUERY
        SELECT * FROM (
            SELECT s.name, s.station_id, s.login, s.said_at,
                   coalesce((SELECT sum(e.value::bigint)::bigint FROM jsonb_each_text(s.waiting) e
                             WHERE e.key::integer <= p_year), 0) AS waiting
            FROM kancelaria.stations(p_institution) s WHERE s.registers OR s.waiting <> '{}') known
        WHERE known.waiting > 0 OR known.said_at IS NULL
           OR extract(year FROM known.said_at AT TIME ZONE 'Europe/Warsaw') <= p_year;
END $$;

-- Close a year's register: nothing is entered in it any more. Returns who isn't in step yet; then nothing is closed.
CREATE FUNCTION api_v1.close_year(p_year integer, p_without text[]) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
    v_behind jsonb;
BEGIN
    PERFORM kancelaria.lock_head(v_me.institution_id);
    IF p_year >= extract(year FROM clock_timestamp() AT TIME ZONE 'Europe/Warsaw') THEN
        PERFORM kancelaria.fail('year_not_over');
    ELSIF (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id) THEN
        PERFORM kancelaria.fail('central_recovering');
    ELSIF EXISTS (SELECT FROM kancelaria.register_year WHERE institution_id = v_me.institution_id
                  AND rpw_year = p_year) THEN
        RETURN '[]';
    END IF;
    SELECT coalesce(jsonb_agg(to_jsonb(b)), '[]') INTO v_behind FROM kancelaria.behind(v_me.institution_id, p_year) b
        WHERE NOT (b.name = ANY (p_without) OR b.station_id = ANY (p_without));
    IF v_behind = '[]' THEN
        INSERT INTO kancelaria.register_year (institution_id, rpw_year, closed_by)
            VALUES (v_me.institution_id, p_year, v_me.login);
        PERFORM kancelaria.note(v_me, 'close_year', p_year::text, jsonb_build_object('without', to_jsonb(p_without)));
    END IF;
    RETURN v_behind;
END $$;

CREATE FUNCTION api_v1.open_year(p_year integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
BEGIN
    DELETE FROM kancelaria.register_year WHERE institution_id = v_me.institution_id AND rpw_year = p_year;
    IF NOT FOUND THEN
        PERFORM kancelaria.fail('year_not_closed');
    END IF;
    PERFORM kancelaria.note(v_me, 'open_year', p_year::text, '{}');
END $$;

-- Adopt a station that was alone: begin, its events in the order they were made, end; all in one transaction. The years
-- it brings must be empty here. The same station again is welcome: what came the first time is known by its ids.
CREATE FUNCTION api_v1.adopt_begin(p_station text, p_epoch integer, p_series text[], p_years integer[], p_units jsonb)
RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
    v_house kancelaria.institution;
    v_code text;
    v_one text;
BEGIN
    PERFORM kancelaria.lock_head(v_me.institution_id);
    PERFORM set_config('synchronous_commit', 'on', true);
    SELECT * INTO v_house FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    SELECT CASE
            WHEN v_house.recovering THEN 'central_recovering'
            WHEN p_station !~ '^[^/]{1,80}$' THEN 'bad_batch'
            WHEN bool_or(a.station_id <> p_station) THEN 'adopted_already'
            WHEN bool_or(a.station_id IS NULL AND c.rpw_year IS NOT NULL) THEN 'year_closed'
            WHEN bool_or(a.station_id IS NULL AND EXISTS (
                SELECT FROM kancelaria.register_entry e
                WHERE e.institution_id = v_me.institution_id AND e.rpw_year = y
                UNION ALL SELECT FROM kancelaria.outgoing_entry o
                WHERE o.institution_id = v_me.institution_id AND o.year = y)) THEN 'register_not_empty'
        END INTO v_code
        FROM unnest(p_years) y
        LEFT JOIN kancelaria.adoption a ON a.institution_id = v_me.institution_id AND a.rpw_year = y
        LEFT JOIN kancelaria.register_year c ON c.institution_id = v_me.institution_id AND c.rpw_year = y;
    IF v_code IS NOT NULL THEN
        PERFORM kancelaria.fail(v_code);
    END IF;
    FOREACH v_one IN ARRAY p_series LOOP
        IF NOT kancelaria.holds_series(v_me.institution_id, v_one, p_station || '/-/' || p_epoch) THEN
            PERFORM kancelaria.fail('series_foreign');
        END IF;
    END LOOP;
    INSERT INTO kancelaria.station (institution_id, station_id)
        VALUES (v_me.institution_id, p_station) ON CONFLICT DO NOTHING;
    INSERT INTO kancelaria.adoption (institution_id, rpw_year, station_id, adopted_by)
        SELECT v_me.institution_id, y, p_station, v_me.login FROM unnest(p_years) y ON CONFLICT DO NOTHING;
    INSERT INTO kancelaria.org_unit SELECT v_me.institution_id, u ->> 'symbol', u ->> 'name', u ->> 'parent'
        FROM jsonb_array_elements(p_units) u ON CONFLICT DO NOTHING;
    PERFORM kancelaria.note(v_me, 'adopt', p_station, jsonb_build_object('years', to_jsonb(p_years)));
    RETURN jsonb_build_object('incarnation', v_house.incarnation, 'institution_id', v_house.institution_id,
                              'institution_name', v_house.name);
END $$;

CREATE FUNCTION api_v1.adopt_events(p_station text, p_events jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
    v_author kancelaria.account;
    v_event jsonb;
    v_all jsonb := '[]';
BEGIN
    PERFORM kancelaria.choose_lane(jsonb_array_length(p_events));
    PERFORM kancelaria.lock_head(v_me.institution_id);
    PERFORM set_config('synchronous_commit', 'on', true);
    FOR v_event IN SELECT * FROM jsonb_array_elements(p_events) LOOP
        PERFORM kancelaria.check_batch(jsonb_build_array(v_event), v_event ->> 'author');
        IF split_part(v_event ->> 'stream', '/', 1) <> p_station THEN
            PERFORM kancelaria.fail('bad_batch');
        END IF;
        v_author := ROW(v_me.institution_id, v_event ->> 'author', '', '', 'registry', NULL, true)::kancelaria.account;
        v_all := v_all || kancelaria.accept_event(v_author, v_event, NULL, (
            SELECT (kancelaria.filled(v_event -> 'patch' -> CASE v_event ->> 'aggregate'
                WHEN 'outgoing' THEN 'number' ELSE 'rpw_number' END) #>> '{}')::integer FROM kancelaria.adoption
            WHERE institution_id = v_me.institution_id AND station_id = p_station
              AND rpw_year::text = v_event -> 'patch' ->> CASE v_event ->> 'aggregate'
                WHEN 'outgoing' THEN 'year' ELSE 'rpw_year' END), true);
    END LOOP;
    RETURN v_all;
END $$;

CREATE FUNCTION api_v1.adopt_end(p_station text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
BEGIN
    IF EXISTS (SELECT FROM kancelaria.adoption a JOIN kancelaria.register_entry e
               ON e.institution_id = a.institution_id AND e.rpw_year = a.rpw_year
               WHERE a.institution_id = v_me.institution_id AND a.station_id = p_station
               GROUP BY e.rpw_year HAVING count(*) <> max(e.rpw_number)) THEN
        PERFORM kancelaria.fail('register_has_gaps');
    END IF;
END $$;

-- What a person's own login reads by plain SQL comes through these functions. Asked of a table itself, EXPLAIN ANALYZE
-- counts the rows that row-level security takes away, and tells of a key looked up whether it is there.
CREATE FUNCTION api_v1.items() RETURNS TABLE (
    id text, document_uid text, rpw_year integer, rpw_number integer, state text, version integer, record jsonb)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_mine text[] := kancelaria.audiences_of(v_me);
BEGIN
    RETURN QUERY SELECT r.id, r.document_uid, r.rpw_year, r.rpw_number, r.state, r.version, r.record
        FROM kancelaria.record r
        WHERE r.institution_id = v_me.institution_id AND r.aggregate = 'item' AND r.audiences && v_mine;
END $$;

CREATE FUNCTION api_v1.register_rows() RETURNS TABLE (
    rpw_year integer, rpw_number integer, entered_on date, voided boolean, document_uid text, title text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_mine text[] := kancelaria.audiences_of(v_me);
BEGIN
    RETURN QUERY SELECT e.rpw_year, e.rpw_number, e.entered_on, e.voided, r.document_uid,
               coalesce(r.record ->> 'title', 'pozycja zastrzeżona')
        FROM kancelaria.register_entry e
        LEFT JOIN kancelaria.record r ON r.institution_id = e.institution_id AND r.aggregate = 'item'
            AND r.rpw_year = e.rpw_year AND r.rpw_number = e.rpw_number AND r.audiences && v_mine
        WHERE e.institution_id = v_me.institution_id AND ('register' = ANY (v_mine) OR r.id IS NOT NULL);
END $$;

DROP VIEW api_v1.item, api_v1.register;
CREATE VIEW api_v1.item WITH (security_invoker = true, security_barrier = true) AS SELECT * FROM api_v1.items();
CREATE VIEW api_v1.register WITH (security_invoker = true, security_barrier = true) AS
    SELECT * FROM api_v1.register_rows();
GRANT SELECT ON api_v1.item, api_v1.register
    TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor;
REVOKE SELECT ON kancelaria.record, kancelaria.register_entry
    FROM kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor;
REVOKE USAGE ON SCHEMA kancelaria FROM kancelaria_registry, kancelaria_officer, kancelaria_head;
