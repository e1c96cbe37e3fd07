-- Hand-shake, feed, grants, series: what a station asks.

CREATE FUNCTION api_v1.hello(p jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_house kancelaria.institution;
    v_seal text;
BEGIN
    IF (p -> 'protocol' ->> 1)::integer < 1 OR (p -> 'protocol' ->> 0)::integer > 1 THEN
        PERFORM kancelaria.fail('client_too_old');
    END IF;
    SELECT * INTO v_house FROM kancelaria.institution WHERE institution_id = v_me.institution_id;
    IF v_me.role <> 'administrator' AND p ->> 'station_id' ~ '^[^/]{1,80}$' THEN
        INSERT INTO kancelaria.station (institution_id, station_id)
            VALUES (v_me.institution_id, p ->> 'station_id') ON CONFLICT DO NOTHING;
    END IF;
    -- whoever says first how a station stands is the station; from then on it must show its seal
    v_seal := kancelaria.station_seal(v_me.institution_id, p ->> 'station_id', (p ->> 'epoch')::integer);
    IF v_seal IS DISTINCT FROM p ->> 'seal' AND EXISTS (
        SELECT FROM kancelaria.standing WHERE institution_id = v_me.institution_id
          AND station_id = p ->> 'station_id' AND epoch = (p ->> 'epoch')::integer) THEN
        v_seal := '';
    END IF;
    RETURN jsonb_build_object('incarnation', v_house.incarnation, 'institution_id', v_house.institution_id,
        'institution_name', v_house.name, 'login', v_me.login, 'roles', jsonb_build_array(v_me.role),
        'audiences', to_jsonb(kancelaria.audiences_of(v_me)), 'push_only', (p ->> 'schema')::integer < 1,
        'seal', coalesce(v_seal, ''),
        'server_time', to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'));
END $$;

-- The label series of a station and epoch: the point's symbol with a letter, unique in every institution.
CREATE FUNCTION api_v1.series(p_station text, p_epoch integer, p_point text) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_core text := left(regexp_replace(upper(p_point), '[^A-Z0-9]', '', 'g'), 3);
    v_series text;
BEGIN
    IF v_me.role <> 'registry' OR v_core = '' THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    PERFORM kancelaria.lock_head(v_me.institution_id);
    SELECT series INTO v_series FROM kancelaria.series WHERE institution_id = v_me.institution_id
        AND station_id = p_station AND epoch = p_epoch ORDER BY series LIMIT 1;
    IF FOUND THEN
        RETURN v_series;
    ELSIF (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_me.institution_id) THEN
        -- a series it has forgotten may be on labels already
        PERFORM kancelaria.fail('central_recovering');
    END IF;
    FOR v_series IN
        SELECT left(v_core, 3 - length(x)) || y || x FROM (SELECT '' AS x UNION ALL SELECT chr(65 + n)
            FROM generate_series(0, 25) n) xs, (SELECT chr(65 + n) AS y FROM generate_series(0, 25) n) ys
        ORDER BY length(x), x, y
    LOOP
        INSERT INTO kancelaria.directory_series VALUES (v_series, v_me.institution_id) ON CONFLICT DO NOTHING;
        IF FOUND THEN
            INSERT INTO kancelaria.series VALUES (v_me.institution_id, v_series, p_station, p_epoch);
            RETURN v_series;
        END IF;
    END LOOP;
    PERFORM kancelaria.fail('series_used_up');
END $$;

-- A push-only token; only its hash is kept.
CREATE FUNCTION api_v1.give_grant() RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_token text := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
BEGIN
    INSERT INTO kancelaria.delivery_grant (institution_id, token_sha256, login)
        VALUES (v_me.institution_id, sha256(convert_to(v_token, 'UTF8')), v_me.login);
    RETURN v_token;
END $$;

CREATE FUNCTION api_v1.newest() RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
BEGIN
    RETURN jsonb_build_object('unsettled', pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn(), 'newest', (
        SELECT coalesce(jsonb_object_agg(lane || mine, coalesce(last.position, 0)), '{}')
        FROM unnest(kancelaria.audiences_of(v_me)) mine, unnest(ARRAY['', 'late:']) lane LEFT JOIN LATERAL (
            SELECT position FROM kancelaria.feed WHERE institution_id = v_me.institution_id AND audience = lane || mine
            ORDER BY position DESC LIMIT 1) last ON true
        WHERE lane = '' OR last.position IS NOT NULL));
END $$;

-- Records as they stand now, oldest place first; of an audience or of its other lane (`late:` before it). A row whose record left the audience is a withdrawal; one whose record
-- changed since is left out: every change stands in the feed of each of its audiences, so a later row says it.
-- `unsettled` says that something read here may not be flushed yet: whoever reads must `settle` before believing it.
CREATE FUNCTION api_v1.pull(p_audience text, p_after bigint, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_audience text := regexp_replace(p_audience, '^late:', '');
    v_me kancelaria.account := kancelaria.member(v_audience);
    v_rows jsonb;
BEGIN
    SELECT coalesce(jsonb_agg(jsonb_build_array(position, aggregate, aggregate_id, coalesce(version, 0), record)
                              ORDER BY position), '[]') INTO v_rows
        FROM (SELECT f.position, f.aggregate, f.aggregate_id, r.version, r.record FROM kancelaria.feed f
              LEFT JOIN kancelaria.record r ON r.institution_id = v_me.institution_id AND r.aggregate = f.aggregate
                  AND r.id = f.aggregate_id AND v_audience = ANY (r.audiences)
              WHERE f.institution_id = v_me.institution_id AND f.audience = p_audience AND f.position > p_after
                AND (r.version IS NULL OR r.version <= f.version)
              ORDER BY f.position LIMIT least(p_limit, 1000)) page;
    RETURN kancelaria.told(v_me.institution_id, v_rows);
END $$;

-- The same newest first, for whoever joins and has nothing yet: no withdrawals. Nothing more comes after an empty page.
CREATE FUNCTION api_v1.pull_older(p_audience text, p_before bigint, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_hashjoin = off SET enable_mergejoin = off AS $$
DECLARE
    v_audience text := regexp_replace(p_audience, '^late:', '');
    v_me kancelaria.account := kancelaria.member(v_audience);
    v_rows jsonb;
BEGIN
    SELECT coalesce(jsonb_agg(jsonb_build_array(position, aggregate, aggregate_id, version, record)
                              ORDER BY position DESC), '[]') INTO v_rows
        FROM (SELECT f.position, f.aggregate, f.aggregate_id, r.version, r.record FROM kancelaria.feed f
              JOIN kancelaria.record r ON r.institution_id = v_me.institution_id AND r.aggregate = f.aggregate
                  AND r.id = f.aggregate_id AND v_audience = ANY (r.audiences)
              WHERE f.institution_id = v_me.institution_id AND f.audience = p_audience AND f.position < p_before
                AND r.version <= f.version
              ORDER BY f.position DESC LIMIT least(p_limit, 1000)) page;
    RETURN kancelaria.told(v_me.institution_id, v_rows);
END $$;

CREATE FUNCTION kancelaria.member(p_audience text) RETURNS kancelaria.account
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
BEGIN
    IF NOT p_audience = ANY (kancelaria.audiences_of(v_me)) THEN
        PERFORM kancelaria.fail('audience_refused');
    END IF;
    RETURN v_me;
END $$;

-- With the highest number of each year among the rows, sealed: after a restore whoever saw it can prove it was given.
CREATE FUNCTION kancelaria.told(p_institution text, p_rows jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('rows', p_rows, 'numbers', (
        SELECT coalesce(jsonb_object_agg(register, jsonb_build_array(
                number, kancelaria.number_seal(p_institution, register, number))), '{}')
            FROM (SELECT n.register, max(n.number) AS number FROM jsonb_array_elements(p_rows) e,
                      LATERAL kancelaria.entered(e ->> 1, e -> 4) n
                  WHERE e ->> 1 IN ('item', 'register_entry', 'outgoing') AND n.number IS NOT NULL
                  GROUP BY 1) highest),
        'unsettled', p_rows <> '[]' AND pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn());
END $$;
