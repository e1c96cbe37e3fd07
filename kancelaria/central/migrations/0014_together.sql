-- The way in: events of one stream, several in a transaction, the head row held for about 100 ms at most.
-- New records that need no judgement are taken in together, a run of them by one statement, prepared before the head
-- row is locked. Whatever isn't plainly one of them goes through `accept_event`, and so does a run that failed.
-- Every function, statement and expression of PL/pgSQL costs anew in each transaction: few and large ones are fast.

CREATE TYPE kancelaria.draft AS (
    n integer, plain boolean, id text, sequence bigint, aggregate text, aggregate_id text, schema integer,
    audience text, document_uid text, year integer, day date, state text, key text, consignment_id text,
    record jsonb, salt bytea, told bytea, entry bytea, digest text);

-- What a draft gets when its turn comes.
CREATE TYPE kancelaria.place AS (joined_into text, number integer, position bigint, link bytea);

-- Every event made ready: what is written of it but for its place. Plain is a new record of the registry's; an item as
-- nearly all are: open, its label of a series this station holds, without a number of its own.
CREATE FUNCTION kancelaria.drafts(p_by kancelaria.account, p_events jsonb) RETURNS kancelaria.draft[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY(
        SELECT ROW(n, p.plain, e ->> 'id', first + n - 1, p.aggregate, p.id, (e ->> 'schema')::integer,
            CASE p.aggregate WHEN 'correspondent' THEN 'office' ELSE 'registry' END,
            CASE p.aggregate WHEN 'item' THEN p.patch ->> 'document_uid' END,
            extract(year FROM w.at), w.at::date,
            CASE p.aggregate WHEN 'item' THEN coalesce(p.patch ->> 'state', 'to_verify') END,
            CASE p.aggregate WHEN 'correspondent' THEN p.patch ->> 'key' END,
            CASE p.aggregate WHEN 'item' THEN p.patch ->> 'consignment_id' END,
            CASE p.aggregate WHEN 'item' THEN jsonb_build_object('state', 'to_verify', 'registered_by', e ->> 'author')
                ELSE '{}' END || p.patch || jsonb_build_object('id', p.id),
            t.salt, t.told,
            convert_to(jsonb_build_object('at', e ->> 'at', 'actor', e ->> 'author', 'login', session_user,
                'action', 'accepted', 'subject', jsonb_build_array(p.aggregate, p.id, e ->> 'id'),
                'values', encode(sha256(t.salt || t.told), 'hex'))::text, 'UTF8'),
            encode(sha256(convert_to((p.patch - 'key')::text, 'UTF8')), 'hex'))::kancelaria.draft
        FROM (SELECT (p_events -> 0 ->> 'sequence')::bigint AS first, ARRAY(
                SELECT series FROM kancelaria.series WHERE institution_id = p_by.institution_id
                  AND station_id = split_part(p_events -> 0 ->> 'stream', '/', 1)) AS series OFFSET 0) own,
            jsonb_array_elements(p_events) WITH ORDINALITY AS told(e, n),
            LATERAL (SELECT e ->> 'aggregate' AS aggregate, e ->> 'aggregate_id' AS id, e -> 'patch' AS patch,
                coalesce(p_by.active AND p_by.role = 'registry' AND e ->> 'base_version' = '0'
                AND (e ->> 'sequence')::bigint = first + n - 1 AND CASE e ->> 'aggregate'
                    WHEN 'item' THEN (e -> 'patch') - kancelaria.known_fields('item') = '{}'
                        AND e -> 'patch' ->> 'document_uid' ~ '^[A-Z0-9]{2,4}-[0-9]{2}-[0-9]{6}-[A-Z0-9]$'
                        AND split_part(e -> 'patch' ->> 'document_uid', '-', 1) = ANY (own.series)
                        AND coalesce(e -> 'patch' -> 'state', '"registered"') IN ('"to_verify"', '"registered"')
                        AND coalesce(e -> 'patch' -> 'registered_by', e -> 'author') = e -> 'author'
                        AND coalesce(e -> 'patch' -> 'id', e -> 'aggregate_id') = e -> 'aggregate_id'
                        AND coalesce(e -> 'patch' -> 'rpw_number', 'null') = 'null'
                        AND coalesce(e -> 'patch' -> 'sealed', 'false') = 'false'
                        AND coalesce(e -> 'patch' ->> 'access', '') <> 'not_public'
                    WHEN 'correspondent' THEN (e -> 'patch') - kancelaria.known_fields('correspondent') = '{}'
                    WHEN 'consignment' THEN (e -> 'patch') - kancelaria.known_fields('consignment') = '{}'
                    ELSE false END, false) AS plain OFFSET 0) p,
            LATERAL (SELECT uuid_send(gen_random_uuid()) AS salt, convert_to(p.patch::text, 'UTF8') AS told
                     OFFSET 0) t,
            LATERAL (SELECT CASE WHEN p.plain AND p.aggregate = 'item' THEN
                coalesce(p.patch ->> 'registered_at', e ->> 'at')::timestamptz AT TIME ZONE 'Europe/Warsaw' END AS at
                OFFSET 0) w);
EXCEPTION WHEN data_exception THEN
    RETURN NULL;
END $$;

-- Take in a run of plain drafts of one year, with the head row held; NULL where it isn't so plain after all. What was
-- there before (an event, a record, an identifier) breaks a unique index; then none is kept, and `push` takes them
-- one by one.
CREATE FUNCTION kancelaria.accept_run(p_institution text, p_stream text, p_run kancelaria.draft[]) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_recovering boolean;
    v_next bigint;
    v_seq bigint;
    v_draft kancelaria.draft;
    v_place kancelaria.place;
    v_places kancelaria.place[];
    v_keys text[];
    v_ids text[];
    v_envelopes text[];
    v_envelope text;
    v_lane text := kancelaria.lane();
    v_all jsonb;
BEGIN
    -- what the next of everything follows on; no next sequence where the year is closed or not one
    SELECT i.recovering, CASE WHEN y.closed IS NULL AND y.year IS NOT DISTINCT FROM y.least THEN 1 + coalesce((
                SELECT sequence FROM kancelaria.event WHERE institution_id = p_institution AND stream = p_stream
                ORDER BY sequence DESC LIMIT 1), 0) END,
           coalesce(a.seq, 0), NULL,
           coalesce((SELECT rpw_number FROM kancelaria.register_entry WHERE institution_id = p_institution
                     AND rpw_year = y.year ORDER BY rpw_number DESC LIMIT 1), 0),
           coalesce((SELECT position FROM kancelaria.feed WHERE institution_id = p_institution
                     ORDER BY position DESC LIMIT 1), 0),
           coalesce(a.link, decode(repeat('00', 32), 'hex'))
        INTO v_recovering, v_next, v_seq, v_place.joined_into, v_place.number, v_place.position, v_place.link
        FROM kancelaria.institution i LEFT JOIN LATERAL (
            SELECT seq, link FROM kancelaria.audit WHERE institution_id = p_institution
            ORDER BY seq DESC LIMIT 1) a ON true, LATERAL (
            SELECT d.*, (SELECT rpw_year FROM kancelaria.register_year
                         WHERE institution_id = p_institution AND rpw_year = d.year) AS closed
            FROM (SELECT max(year) AS year, min(year) AS least FROM unnest(p_run)) d OFFSET 0) y
        WHERE i.institution_id = p_institution;
    IF v_recovering THEN
        PERFORM kancelaria.fail('central_recovering');
    ELSIF v_next IS DISTINCT FROM p_run[1].sequence THEN
        RETURN NULL;
    END IF;
    FOREACH v_draft IN ARRAY p_run LOOP
        v_place.joined_into := NULL;
        IF v_draft.key IS NOT NULL THEN
            -- the same sender under an older id, here or earlier in the run
            SELECT coalesce(min(id), v_ids[array_position(v_keys, v_draft.key)]) INTO v_place.joined_into FROM (
                SELECT id FROM kancelaria.record WHERE institution_id = p_institution
                  AND aggregate = 'correspondent' AND record ->> 'key' = v_draft.key OFFSET 0) same;
            v_keys := v_keys || v_draft.key;
            v_ids := v_ids || v_draft.aggregate_id;
        ELSIF v_draft.consignment_id IS NOT NULL AND array_position(v_envelopes, v_draft.consignment_id) IS NULL THEN
            v_envelopes := v_envelopes || v_draft.consignment_id;
        END IF;
        v_place.number := v_place.number + (v_draft.aggregate = 'item')::integer;
        v_place.position := v_place.position + (v_place.joined_into IS NULL)::integer;
        v_place.link := sha256(v_place.link || v_draft.entry);
        v_places := v_places || v_place;
    END LOOP;
    WITH made AS (
        SELECT d.*, v_seq + d.ord AS seq,
            CASE WHEN d.aggregate = 'item' THEN jsonb_build_object('rpw_number', d.number, 'rpw_year', d.year)
                 WHEN d.joined_into IS NOT NULL THEN jsonb_build_object('joined_into', d.joined_into)
                 ELSE '{}' END AS given
        FROM unnest(p_run, v_places) WITH ORDINALITY AS d(
            n, plain, id, sequence, aggregate, aggregate_id, schema, audience, document_uid, year, day, state, key,
            consignment_id, record, salt, told, entry, digest, joined_into, number, position, link, ord)
    ), kept AS (
        INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, document_uid, rpw_year,
                                       rpw_number, state, record)
        SELECT p_institution, aggregate, aggregate_id, 1,
            CASE WHEN joined_into IS NULL THEN ARRAY[audience] ELSE '{}' END, document_uid, year,
            CASE WHEN aggregate = 'item' THEN number END, state,
            CASE WHEN joined_into IS NULL THEN record || given ELSE given END FROM made
    ), entered AS (
        INSERT INTO kancelaria.register_entry (institution_id, rpw_year, rpw_number, entered_on)
        SELECT p_institution, year, number, day FROM made WHERE aggregate = 'item'
    ), fed AS (
        INSERT INTO kancelaria.feed (institution_id, position, audience, aggregate, aggregate_id, version)
        SELECT p_institution, position, v_lane || audience, aggregate, aggregate_id, 1 FROM made
        WHERE joined_into IS NULL
    ), chained AS (
        INSERT INTO kancelaria.audit (institution_id, seq, body, link)
        SELECT p_institution, seq, entry, link FROM made
    ), personal AS (
        INSERT INTO kancelaria.audit_personal (institution_id, seq, salt, body)
        SELECT p_institution, seq, salt, told FROM made
    ), noted AS (
        INSERT INTO kancelaria.event (institution_id, stream, sequence, id, aggregate, aggregate_id, base_version,
                                      schema, audit_seq, verdict, position, version, given)
        SELECT p_institution, p_stream, sequence, id, aggregate, aggregate_id, 0, schema, seq, 'accepted',
            CASE WHEN joined_into IS NULL THEN position END, 1, given FROM made
        RETURNING sequence, id, jsonb_build_object('event_id', id, 'verdict', verdict, 'position', position, 'version',
            version, 'given', given, 'conflicts', conflicts, 'code', code) AS told
    ), sealed AS (
        -- as event_seal and number_seal have it
        SELECT m.id, encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(jsonb_build_array('event', m.id,
                split_part(p_stream, '/', 2), m.aggregate, m.aggregate_id, 0, 'accepted', '', m.given -> 'rpw_year',
                m.given -> 'rpw_number', m.digest)::text, 'UTF8'))), 'hex') AS seal,
            CASE WHEN m.aggregate = 'item' THEN encode(sha256(s.outer_key || sha256(s.inner_key || convert_to(
                jsonb_build_array('number', m.year::text, m.number)::text, 'UTF8'))), 'hex') END AS number_seal
        FROM made m, kancelaria.seal s WHERE s.institution_id = p_institution
    )
    SELECT jsonb_agg(n.told || jsonb_build_object('seal', s.seal, 'number_seal', s.number_seal) ORDER BY n.sequence)
        INTO v_all FROM noted n JOIN sealed s ON s.id = n.id;
    IF v_envelopes IS NOT NULL THEN
        FOREACH v_envelope IN ARRAY v_envelopes LOOP
            PERFORM kancelaria.follow_consignment(p_institution, v_envelope);
        END LOOP;
    END IF;
    RETURN v_all;
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    RETURN NULL;
END $$;

-- Where the plain drafts of one year end that begin at `p_from`.
CREATE FUNCTION kancelaria.plain_to(p_drafts kancelaria.draft[], p_from integer) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(min(n) FILTER (WHERE NOT plain OR lowest <> highest), cardinality(p_drafts) + 1) - 1 FROM (
            SELECT n, plain, min(year) OVER (ORDER BY n) AS lowest, max(year) OVER (ORDER BY n) AS highest
            FROM unnest(p_drafts) WHERE n >= p_from) d);
END $$;

CREATE FUNCTION api_v1.push(p_events jsonb, p_grant text DEFAULT NULL) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
    v_by kancelaria.account := kancelaria.pusher(p_grant);
    v_drafts kancelaria.draft[];
    v_done integer := 0;
    v_to integer := 0;
    v_event jsonb;
    v_one jsonb;
    v_some jsonb;
    v_all jsonb := '[]';
    v_odd text[] := '{}';
    v_since timestamptz;
BEGIN
    PERFORM kancelaria.check_batch(p_events, v_by.login);
    PERFORM kancelaria.choose_lane(jsonb_array_length(p_events));
    v_drafts := kancelaria.drafts(v_by, p_events);
    PERFORM kancelaria.lock_head(v_by.institution_id);
    v_since := clock_timestamp();
    -- a run looks by itself
    IF v_drafts[1].plain IS NOT TRUE
        AND (SELECT recovering FROM kancelaria.institution WHERE institution_id = v_by.institution_id) THEN
        PERFORM kancelaria.fail('central_recovering');
    END IF;
    WHILE v_done < jsonb_array_length(p_events) LOOP
        v_some := NULL;
        -- one by one up to `v_to`: the run that ended there failed
        IF v_done >= v_to AND v_odd = '{}' AND v_drafts[v_done + 1].plain THEN
            v_to := kancelaria.plain_to(v_drafts, v_done + 1);
            v_some := kancelaria.accept_run(
                v_by.institution_id, p_events -> 0 ->> 'stream', v_drafts[v_done + 1:v_to]);
        END IF;
        IF v_some IS NULL THEN
            v_event := p_events -> v_done;
            v_one := kancelaria.accept_event(v_by, v_event, CASE
                WHEN (v_event ->> 'aggregate') || '/' || (v_event ->> 'aggregate_id') = ANY (v_odd)
                THEN 'held_back' END);
            IF v_one ->> 'verdict' = 'rejected' THEN
                v_odd := v_odd || ((v_event ->> 'aggregate') || '/' || (v_event ->> 'aggregate_id'));
            END IF;
            v_some := jsonb_build_array(v_one);
        END IF;
        v_all := v_all || v_some;
        v_done := jsonb_array_length(v_all);
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
