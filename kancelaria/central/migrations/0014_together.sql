-- The way in: events of one stream, several in a transaction, the head row held for about 100 ms at most.
-- New records that need no judgement are taken in together, a run of them by one statement, prepared before the head
-- row is locked. Whatever isn't plainly one of them goes through `accept_event`, and so does a run that failed.

CREATE TYPE kancelaria.draft AS (
    n integer, plain boolean, id text, sequence bigint, aggregate text, aggregate_id text, schema integer,
    audience text, document_uid text, year integer, day date, state text, key text, consignment_id text,
    record jsonb, salt bytea, told bytea, entry bytea);

-- A new item as nearly all are: open, its label of a series this station holds, without a number of its own.
CREATE FUNCTION kancelaria.is_plain_item(p_event jsonb, p_series text[]) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_patch jsonb := p_event -> 'patch';
BEGIN
    RETURN coalesce(
        v_patch ->> 'document_uid' ~ '^[A-Z0-9]{2,4}-[0-9]{2}-[0-9]{6}-[A-Z0-9]$'
        AND split_part(v_patch ->> 'document_uid', '-', 1) = ANY (p_series)
        AND coalesce(v_patch -> 'state', '"to_verify"') IN ('"to_verify"', '"registered"')
        AND coalesce(v_patch -> 'registered_by', p_event -> 'author') = p_event -> 'author'
        AND coalesce(v_patch -> 'id', p_event -> 'aggregate_id') = p_event -> 'aggregate_id'
        AND coalesce(v_patch -> 'rpw_number', 'null') = 'null'
        AND coalesce(v_patch -> 'sealed', 'false') = 'false'
        AND coalesce(v_patch ->> 'access', '') <> 'not_public', false);
END $$;

-- Every event made ready: what is written of it but for the number, the position and the link of the chain.
CREATE FUNCTION kancelaria.drafts(p_by kancelaria.account, p_events jsonb) RETURNS kancelaria.draft[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_first bigint;
    v_series text[] := ARRAY(SELECT series FROM kancelaria.series WHERE institution_id = p_by.institution_id
                             AND station_id = split_part(p_events -> 0 ->> 'stream', '/', 1));
    v_item text[] := kancelaria.known_fields('item');
    v_correspondent text[] := kancelaria.known_fields('correspondent');
    v_consignment text[] := kancelaria.known_fields('consignment');
BEGIN
    v_first := (p_events -> 0 ->> 'sequence')::bigint;
    RETURN ARRAY(
        SELECT ROW(n, p.plain, e ->> 'id', v_first + n - 1, p.aggregate, p.id, (e ->> 'schema')::integer,
            CASE p.aggregate WHEN 'correspondent' THEN 'office' ELSE 'registry' END,
            CASE p.aggregate WHEN 'item' THEN p.patch ->> 'document_uid' END,
            CASE p.aggregate WHEN 'item' THEN extract(year FROM w.at) END, w.at::date,
            CASE p.aggregate WHEN 'item' THEN coalesce(p.patch ->> 'state', 'to_verify') END,
            CASE p.aggregate WHEN 'correspondent' THEN p.patch ->> 'key' END,
            CASE p.aggregate WHEN 'item' THEN p.patch ->> 'consignment_id' END,
            CASE p.aggregate WHEN 'item' THEN jsonb_build_object('state', 'to_verify', 'registered_by', e ->> 'author')
                ELSE '{}' END || p.patch || jsonb_build_object('id', p.id),
            t.salt, t.told,
            convert_to(jsonb_build_object('at', e ->> 'at', 'actor', e ->> 'author', 'login', session_user,
                'action', 'accepted', 'subject', jsonb_build_array(p.aggregate, p.id, e ->> 'id'),
                'values', encode(sha256(t.salt || t.told), 'hex'))::text, 'UTF8'))::kancelaria.draft
        FROM jsonb_array_elements(p_events) WITH ORDINALITY AS told(e, n),
            LATERAL (SELECT e ->> 'aggregate' AS aggregate, e ->> 'aggregate_id' AS id, e -> 'patch' AS patch,
                p_by.active AND p_by.role = 'registry' AND (e ->> 'base_version') = '0'
                AND (e ->> 'sequence')::bigint = v_first + n - 1 AND CASE e ->> 'aggregate'
                    WHEN 'item' THEN (e -> 'patch') - v_item = '{}' AND kancelaria.is_plain_item(e, v_series)
                    WHEN 'correspondent' THEN (e -> 'patch') - v_correspondent = '{}'
                    WHEN 'consignment' THEN (e -> 'patch') - v_consignment = '{}'
                    ELSE false END AS plain OFFSET 0) p,
            LATERAL (SELECT uuid_send(gen_random_uuid()) AS salt, convert_to(p.patch::text, 'UTF8') AS told
                     OFFSET 0) t,
            LATERAL (SELECT CASE WHEN p.plain AND p.aggregate = 'item' THEN
                coalesce(p.patch ->> 'registered_at', e ->> 'at')::timestamptz AT TIME ZONE 'Europe/Warsaw' END AS at
                OFFSET 0) w);
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

-- Senders known already: for each of the drafts the older id its record goes by, or NULL.
CREATE FUNCTION kancelaria.joined(p_institution text, p_run kancelaria.draft[]) RETURNS text[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT CASE WHEN d.key IS NOT NULL THEN coalesce(older.id,
            nullif(first_value(d.aggregate_id) OVER (PARTITION BY d.key ORDER BY d.n), d.aggregate_id)) END
        FROM unnest(p_run) d LEFT JOIN LATERAL (
            SELECT min(id) AS id FROM (
                SELECT id FROM kancelaria.record WHERE institution_id = p_institution AND aggregate = 'correspondent'
                  AND record ->> 'key' = d.key OFFSET 0) same) older ON d.key IS NOT NULL
        ORDER BY d.n);
END $$;

-- Take in a run of plain drafts, with the head row held; NULL where it isn't so plain after all. What was there
-- before (an event, a record, an identifier, a sequence) breaks a unique index, and `push` takes them one by one.
CREATE FUNCTION kancelaria.accept_run(p_institution text, p_stream text, p_run kancelaria.draft[]) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_draft kancelaria.draft;
    v_year integer;
    v_joined text[] := kancelaria.joined(p_institution, p_run);
    v_numbers integer[] := array_fill(NULL::integer, ARRAY[cardinality(p_run)]);
    v_positions bigint[] := array_fill(NULL::bigint, ARRAY[cardinality(p_run)]);
    v_links bytea[] := '{}';
    v_last bigint;
    v_number integer;
    v_position bigint;
    v_seq bigint;
    v_link bytea;
    v_i integer := 0;
    v_all jsonb;
BEGIN
    SELECT year INTO v_year FROM unnest(p_run) WHERE year IS NOT NULL LIMIT 1;
    SELECT (SELECT sequence FROM kancelaria.event WHERE institution_id = p_institution AND stream = p_stream
                ORDER BY sequence DESC LIMIT 1),
           (SELECT rpw_number FROM kancelaria.register_entry WHERE institution_id = p_institution
                AND rpw_year = v_year ORDER BY rpw_number DESC LIMIT 1),
           (SELECT position FROM kancelaria.feed WHERE institution_id = p_institution ORDER BY position DESC LIMIT 1),
           (SELECT seq FROM kancelaria.audit WHERE institution_id = p_institution ORDER BY seq DESC LIMIT 1),
           (SELECT link FROM kancelaria.audit WHERE institution_id = p_institution ORDER BY seq DESC LIMIT 1)
        INTO v_last, v_number, v_position, v_seq, v_link;
    IF p_run[1].sequence <> coalesce(v_last, 0) + 1
        OR EXISTS (SELECT FROM unnest(p_run) WHERE year <> v_year)
        OR EXISTS (SELECT FROM kancelaria.register_year WHERE institution_id = p_institution AND rpw_year = v_year)
    THEN
        RETURN NULL;
    END IF;
    v_number := coalesce(v_number, 0);
    v_position := coalesce(v_position, 0);
    v_seq := coalesce(v_seq, 0);
    v_link := coalesce(v_link, decode(repeat('00', 32), 'hex'));
    FOREACH v_draft IN ARRAY p_run LOOP
        v_i := v_i + 1;
        IF v_draft.aggregate = 'item' THEN
            v_number := v_number + 1;
            v_numbers[v_i] := v_number;
        END IF;
        IF v_joined[v_i] IS NULL THEN
            v_position := v_position + 1;
            v_positions[v_i] := v_position;
        END IF;
        v_link := sha256(v_link || v_draft.entry);
        v_links[v_i] := v_link;
    END LOOP;
    WITH made AS (
        SELECT d.*, v_numbers[d.ord] AS number, v_positions[d.ord] AS position, v_seq + d.ord AS seq,
            v_links[d.ord] AS link, v_joined[d.ord] AS joined_into,
            CASE WHEN d.aggregate = 'item' THEN jsonb_build_object('rpw_number', v_numbers[d.ord], 'rpw_year', d.year)
                 WHEN v_joined[d.ord] IS NOT NULL THEN jsonb_build_object('joined_into', v_joined[d.ord])
                 ELSE '{}' END AS given
        FROM unnest(p_run) WITH ORDINALITY AS d(
            n, plain, id, sequence, aggregate, aggregate_id, schema, audience, document_uid, year, day, state, key,
            consignment_id, record, salt, told, entry, ord)
    ), kept AS (
        INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, document_uid, rpw_year,
                                       rpw_number, state, record)
        SELECT p_institution, aggregate, aggregate_id, 1,
            CASE WHEN joined_into IS NULL THEN ARRAY[audience] ELSE '{}' END, document_uid, year, number, state,
            CASE WHEN joined_into IS NULL THEN record || given ELSE given END FROM made
    ), entered AS (
        INSERT INTO kancelaria.register_entry (institution_id, rpw_year, rpw_number, entered_on)
        SELECT p_institution, year, number, day FROM made WHERE number IS NOT NULL
    ), fed AS (
        INSERT INTO kancelaria.feed (institution_id, position, audience, aggregate, aggregate_id, version)
        SELECT p_institution, position, audience, aggregate, aggregate_id, 1 FROM made WHERE position IS NOT NULL
    ), chained AS (
        INSERT INTO kancelaria.audit (institution_id, seq, body, link)
        SELECT p_institution, seq, entry, link FROM made
    ), personal AS (
        INSERT INTO kancelaria.audit_personal (institution_id, seq, salt, body)
        SELECT p_institution, seq, salt, told FROM made
    ), noted AS (
        INSERT INTO kancelaria.event (institution_id, stream, sequence, id, aggregate, aggregate_id, base_version,
                                      schema, audit_seq, verdict, position, version, given)
        SELECT p_institution, p_stream, sequence, id, aggregate, aggregate_id, 0, schema, seq, 'accepted', position,
            1, given FROM made
        RETURNING sequence, jsonb_build_object('event_id', id, 'verdict', verdict, 'position', position, 'version',
            version, 'given', given, 'conflicts', conflicts, 'code', code) AS told
    )
    SELECT jsonb_agg(told ORDER BY sequence) INTO v_all FROM noted;
    PERFORM kancelaria.follow_consignment(p_institution, c)
        FROM (SELECT DISTINCT consignment_id AS c FROM unnest(p_run) WHERE consignment_id IS NOT NULL) named;
    RETURN v_all;
END $$;

-- The same, or NULL where one of them can't be kept: then none is, and each is judged by itself.
CREATE FUNCTION kancelaria.accept_run_safely(p_institution text, p_stream text, p_run kancelaria.draft[])
RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kancelaria.accept_run(p_institution, p_stream, p_run);
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- The drafts from `p_from` on that may be taken in together: plain ones, as many as stand side by side.
CREATE FUNCTION kancelaria.plain_run(p_drafts kancelaria.draft[], p_from integer) RETURNS kancelaria.draft[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_to integer := p_from - 1;
BEGIN
    WHILE v_to < cardinality(p_drafts) AND p_drafts[v_to + 1].plain AND v_to - p_from < 99 LOOP
        v_to := v_to + 1;
    END LOOP;
    RETURN p_drafts[p_from:v_to];
END $$;

CREATE FUNCTION api_v1.push(p_events jsonb, p_grant text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_by kancelaria.account := kancelaria.pusher(p_grant);
    v_stream text := p_events -> 0 ->> 'stream';
    v_drafts kancelaria.draft[];
    v_run kancelaria.draft[];
    v_event jsonb;
    v_one jsonb;
    v_some jsonb;
    v_all jsonb := '[]';
    v_odd text[] := '{}';
    v_singly integer := 0;
    v_since timestamptz;
BEGIN
    PERFORM kancelaria.check_batch(p_events, v_by.login);
    v_drafts := kancelaria.drafts(v_by, p_events);
    PERFORM kancelaria.lock_head(v_by.institution_id);
    IF (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_by.institution_id) THEN
        PERFORM kancelaria.fail('central_recovering');
    END IF;
    v_since := clock_timestamp();
    WHILE jsonb_array_length(v_all) < jsonb_array_length(p_events) LOOP
        v_some := NULL;
        IF v_odd = '{}' AND jsonb_array_length(v_all) >= v_singly AND v_drafts[jsonb_array_length(v_all) + 1].plain THEN
            v_run := kancelaria.plain_run(v_drafts, jsonb_array_length(v_all) + 1);
            v_some := kancelaria.accept_run_safely(v_by.institution_id, v_stream, v_run);
            v_singly := jsonb_array_length(v_all) + cardinality(v_run);
        END IF;
        IF v_some IS NULL THEN
            v_event := p_events -> jsonb_array_length(v_all);
            v_one := kancelaria.accept_event(v_by, v_event, CASE
                WHEN (v_event ->> 'aggregate') || '/' || (v_event ->> 'aggregate_id') = ANY (v_odd)
                THEN 'held_back' END);
            IF v_one ->> 'verdict' = 'rejected' THEN
                v_odd := v_odd || ((v_event ->> 'aggregate') || '/' || (v_event ->> 'aggregate_id'));
            END IF;
            v_some := jsonb_build_array(v_one);
        END IF;
        v_all := v_all || v_some;
        EXIT WHEN v_one ->> 'verdict' IN ('fork', 'gap') OR clock_timestamp() - v_since > interval '100 ms';
    END LOOP;
    RETURN v_all;
END $$;

-- Flush everything accepted so far, so that the answer may be given.
CREATE FUNCTION api_v1.settle() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM pg_logical_emit_message(true, 'kancelaria', '');
END $$;
