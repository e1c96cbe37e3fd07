-- Accepting one event, with the head row held.
-- ORDER BY … LIMIT 1 where one might write max(): planned on an empty table, max() reads every entry ever after.

CREATE TYPE kancelaria.result AS (
    verdict text, position bigint, version integer, given jsonb, conflicts jsonb, code text);

CREATE FUNCTION kancelaria.rejected(p_code text) RETURNS kancelaria.result
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ROW('rejected', NULL, NULL, '{}', '[]', p_code)::kancelaria.result;
END $$;

CREATE FUNCTION kancelaria.accepted(p_position bigint, p_version integer, p_given jsonb DEFAULT '{}')
RETURNS kancelaria.result
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ROW('accepted', p_position, p_version, p_given, '[]', '')::kancelaria.result;
END $$;

-- Signed so that the central knows its own word again, also one it has forgotten since: a keyed hash of two blocks.
CREATE FUNCTION kancelaria.sealed(p_institution text, p_said jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (SELECT encode(sha256(outer_key || sha256(inner_key || convert_to(p_said::text, 'UTF8'))), 'hex')
            FROM kancelaria.seal WHERE institution_id = p_institution);
END $$;

-- What an event was and what became of it. The key of a new sender is left out: programs may make it differently.
-- `accept_run` builds the same in one statement.
CREATE FUNCTION kancelaria.event_seal(e kancelaria.event, p_patch jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kancelaria.sealed(e.institution_id, jsonb_build_array(
        'event', e.id, split_part(e.stream, '/', 2), e.aggregate, e.aggregate_id, e.base_version, e.verdict, e.code,
        coalesce(e.given -> 'rpw_year', e.given -> 'year'), coalesce(e.given -> 'rpw_number', e.given -> 'number'),
        encode(sha256(convert_to((p_patch - 'key')::text, 'UTF8')), 'hex')));
END $$;

-- Of the incoming register (its year alone) or of the outgoing one (`outgoing/` and the year).
CREATE FUNCTION kancelaria.number_seal(p_institution text, p_register text, p_number integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kancelaria.sealed(p_institution, jsonb_build_array('number', p_register, p_number));
END $$;

-- Which register an item or an outgoing row is entered in, as `number_seal` names it, and where.
CREATE FUNCTION kancelaria.entered(p_aggregate text, p_record jsonb, OUT register text, OUT number integer)
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_aggregate IN ('item', 'register_entry') THEN
        register := p_record ->> 'rpw_year';
        number := (p_record ->> 'rpw_number')::integer;
    ELSIF p_aggregate = 'outgoing' THEN
        register := 'outgoing/' || (p_record ->> 'year');
        number := (p_record ->> 'number')::integer;
    END IF;
END $$;

CREATE FUNCTION kancelaria.station_seal(p_institution text, p_station text, p_epoch integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kancelaria.sealed(p_institution, jsonb_build_array('station', p_station, p_epoch));
END $$;

-- What comes in bulk (a long outage's, a restored central's) is told in a lane of its own beside the lane of what people
-- are doing just now: stations read it in between. A row says that a record stands otherwise, not how, so it doesn't
-- matter which lane is read first.
CREATE FUNCTION kancelaria.choose_lane(p_events integer) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('kancelaria.lane', CASE WHEN p_events >= 25 THEN 'late:' ELSE '' END, true);
END $$;

CREATE FUNCTION kancelaria.lane() RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE current_setting('kancelaria.lane', true) WHEN 'late:' THEN 'late:' ELSE '' END;
END $$;

CREATE FUNCTION kancelaria.publish(
    p_institution text, p_aggregate text, p_id text, p_version integer, p_audiences text[]) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_position bigint;
BEGIN
    IF p_audiences = '{}' THEN
        RETURN NULL;
    END IF;
    SELECT position INTO v_position FROM kancelaria.feed
        WHERE institution_id = p_institution ORDER BY position DESC LIMIT 1;
    v_position := coalesce(v_position, 0) + 1;
    INSERT INTO kancelaria.feed (institution_id, position, audience, aggregate, aggregate_id, version)
        SELECT p_institution, v_position, kancelaria.lane() || a, p_aggregate, p_id, p_version
        FROM (SELECT DISTINCT unnest(p_audiences) AS a) named;
    RETURN v_position;
END $$;

-- The placeholder others see in the register where they may not see the item.
CREATE FUNCTION kancelaria.place_holder(p_institution text, p_year integer, p_number integer, p_shown boolean)
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_id text := p_year || '/' || p_number;
    v_entry jsonb;
    v_now kancelaria.record;
    v_audiences text[] := CASE WHEN p_shown THEN ARRAY['register'] ELSE '{}'::text[] END;
BEGIN
    SELECT * INTO v_now FROM kancelaria.record
        WHERE institution_id = p_institution AND aggregate = 'register_entry' AND id = v_id;
    IF v_now.id IS NULL AND NOT p_shown THEN
        RETURN;
    END IF;
    SELECT jsonb_build_object('rpw_year', rpw_year, 'rpw_number', rpw_number, 'entered_on', entered_on,
                              'voided', voided, 'title', 'pozycja zastrzeżona')
        INTO v_entry FROM kancelaria.register_entry
        WHERE institution_id = p_institution AND rpw_year = p_year AND rpw_number = p_number;
    IF v_now.id IS NULL THEN
        INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, record)
            VALUES (p_institution, 'register_entry', v_id, 1, v_audiences, v_entry);
    ELSIF v_now.audiences = v_audiences AND v_now.record = v_entry THEN
        RETURN;
    ELSE
        UPDATE kancelaria.record SET version = version + 1, audiences = v_audiences, record = v_entry
            WHERE institution_id = p_institution AND aggregate = 'register_entry' AND id = v_id;
    END IF;
    PERFORM kancelaria.publish(p_institution, 'register_entry', v_id, coalesce(v_now.version, 0) + 1, ARRAY['register']);
END $$;

-- A consignment is shown with its items; one without items to the registry.
CREATE FUNCTION kancelaria.follow_consignment(p_institution text, p_id text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_old text[];
    v_new text[];
    v_version integer;
BEGIN
    SELECT audiences, version INTO v_old, v_version FROM kancelaria.record
        WHERE institution_id = p_institution AND aggregate = 'consignment' AND id = p_id;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    SELECT coalesce(array_agg(DISTINCT a), ARRAY['registry']) INTO v_new
        FROM kancelaria.record r, unnest(r.audiences) a
        WHERE r.institution_id = p_institution AND r.aggregate = 'item' AND r.record ? 'consignment_id'
          AND r.record ->> 'consignment_id' = p_id;
    IF v_old @> v_new AND v_new @> v_old THEN
        RETURN;
    END IF;
    UPDATE kancelaria.record SET audiences = v_new
        WHERE institution_id = p_institution AND aggregate = 'consignment' AND id = p_id;
    PERFORM kancelaria.publish(p_institution, 'consignment', p_id, v_version, kancelaria.differing(v_old, v_new));
END $$;

CREATE FUNCTION kancelaria.differing(p_a text[], p_b text[]) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(x), '{}') FROM (
            SELECT unnest(p_a || p_b) AS x EXCEPT SELECT unnest(p_a) INTERSECT SELECT unnest(p_b)) odd
    );
END $$;

-- Give an item the audiences it should have now, and what hangs on it the same; returns audiences old and new.
CREATE FUNCTION kancelaria.follow_item(p_institution text, p_item text) RETURNS text[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_item kancelaria.record;
    v_new text[];
    v_part kancelaria.record;
BEGIN
    SELECT * INTO v_item FROM kancelaria.record
        WHERE institution_id = p_institution AND aggregate = 'item' AND id = p_item;
    v_new := kancelaria.item_audiences(p_institution, p_item, v_item.record);
    IF v_item.audiences @> v_new AND v_new @> v_item.audiences THEN
        RETURN v_new;
    END IF;
    UPDATE kancelaria.record SET audiences = v_new
        WHERE institution_id = p_institution AND aggregate = 'item' AND id = p_item;
    UPDATE kancelaria.search_row SET audiences = v_new WHERE institution_id = p_institution AND item_id = p_item;
    FOR v_part IN SELECT * FROM kancelaria.record
        WHERE institution_id = p_institution AND item_id = p_item AND aggregate IN ('rendition', 'assignment') LOOP
        UPDATE kancelaria.record SET audiences = v_new
            WHERE institution_id = p_institution AND aggregate = v_part.aggregate AND id = v_part.id;
        PERFORM kancelaria.publish(p_institution, v_part.aggregate, v_part.id, v_part.version,
                                   kancelaria.differing(v_part.audiences, v_new));
    END LOOP;
    IF v_item.record ? 'consignment_id' THEN
        PERFORM kancelaria.follow_consignment(p_institution, v_item.record ->> 'consignment_id');
    END IF;
    PERFORM kancelaria.place_holder(p_institution, v_item.rpw_year, v_item.rpw_number,
                                    NOT 'registry' = ANY (v_new));
    RETURN v_item.audiences || v_new;
END $$;

-- The chain: one link over the link before and the stored bytes; the values are hashed with a salt.
CREATE FUNCTION kancelaria.append_audit(
    p_institution text, p_at text, p_actor text, p_action text, p_subject text[], p_values jsonb) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_seq bigint;
    v_link bytea;
    v_salt bytea := uuid_send(gen_random_uuid());
    v_values bytea := convert_to(p_values::text, 'UTF8');
    v_body bytea;
BEGIN
    SELECT seq, link INTO v_seq, v_link FROM kancelaria.audit
        WHERE institution_id = p_institution ORDER BY seq DESC LIMIT 1;
    v_seq := coalesce(v_seq, 0) + 1;
    v_link := coalesce(v_link, decode(repeat('00', 32), 'hex'));
    v_body := convert_to(jsonb_build_object(
        'at', p_at, 'actor', p_actor, 'login', session_user, 'action', p_action, 'subject', to_jsonb(p_subject),
        'values', encode(sha256(v_salt || v_values), 'hex'))::text, 'UTF8');
    INSERT INTO kancelaria.audit VALUES (p_institution, v_seq, v_body, sha256(v_link || v_body));
    INSERT INTO kancelaria.audit_personal VALUES (p_institution, v_seq, v_salt, v_values);
    RETURN v_seq;
END $$;
