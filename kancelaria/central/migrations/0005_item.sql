-- Items: registration with its number, and changes field by field.

-- A series belongs to one station; one never heard of is taken by whoever first uses it.
CREATE FUNCTION kancelaria.holds_series(p_institution text, p_series text, p_stream text) RETURNS boolean
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_station text := split_part(p_stream, '/', 1);
    v_holder text;
BEGIN
    SELECT station_id INTO v_holder FROM kancelaria.series
        WHERE institution_id = p_institution AND series = p_series;
    IF FOUND THEN
        RETURN v_holder = v_station;
    END IF;
    INSERT INTO kancelaria.directory_series VALUES (p_series, p_institution) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO kancelaria.series
        VALUES (p_institution, p_series, v_station, coalesce(nullif(split_part(p_stream, '/', 3), ''), '0')::integer);
    RETURN true;
END $$;

-- The next number of a year, or the one that was given before a restore.
CREATE FUNCTION kancelaria.enter_register(p_institution text, p_year integer, p_day date, p_kept integer)
RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_number integer := p_kept;
BEGIN
    IF p_kept IS NULL THEN
        SELECT rpw_number INTO v_number FROM kancelaria.register_entry
            WHERE institution_id = p_institution AND rpw_year = p_year ORDER BY rpw_number DESC LIMIT 1;
        v_number := coalesce(v_number, 0) + 1;
    ELSE
        DELETE FROM kancelaria.register_entry WHERE institution_id = p_institution AND rpw_year = p_year
            AND rpw_number = p_kept AND unclaimed;
        IF EXISTS (SELECT FROM kancelaria.register_entry WHERE institution_id = p_institution
                   AND rpw_year = p_year AND rpw_number = p_kept) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO kancelaria.register_entry (institution_id, rpw_year, rpw_number, entered_on)
        VALUES (p_institution, p_year, v_number, p_day);
    RETURN v_number;
END $$;

CREATE FUNCTION kancelaria.refusal_of_new_item(p_by kancelaria.account, p_event jsonb) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_patch jsonb := p_event -> 'patch';
    v_uid text := v_patch ->> 'document_uid';
BEGIN
    IF p_by.role <> 'registry' THEN
        RETURN 'no_right';
    ELSIF v_uid IS NULL OR v_uid !~ '^[A-Z0-9]{2,4}-[0-9]{2}-[0-9]{6}-[A-Z0-9]$' THEN
        RETURN 'bad_document_uid';
    ELSIF coalesce(v_patch ->> 'state', 'to_verify') NOT IN ('to_verify', 'registered')
        OR coalesce(v_patch ->> 'registered_by', p_event ->> 'author') <> p_event ->> 'author'
        OR coalesce(v_patch ->> 'id', p_event ->> 'aggregate_id') <> p_event ->> 'aggregate_id' THEN
        RETURN 'bad_event';
    ELSIF NOT kancelaria.holds_series(p_by.institution_id, split_part(v_uid, '-', 1), p_event ->> 'stream') THEN
        RETURN 'series_foreign';
    ELSIF EXISTS (SELECT FROM kancelaria.record WHERE institution_id = p_by.institution_id AND document_uid = v_uid)
    THEN
        RETURN 'uid_taken';
    END IF;
    RETURN NULL;
END $$;

-- `p_kept`: the number given before a restore or by a station that was alone; NULL gives the next one.
CREATE FUNCTION kancelaria.register_item(p_by kancelaria.account, p_event jsonb, p_kept integer)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_id text := p_event ->> 'aggregate_id';
    v_patch jsonb := p_event -> 'patch';
    v_when timestamp := (coalesce(v_patch ->> 'registered_at', p_event ->> 'at'))::timestamptz
        AT TIME ZONE 'Europe/Warsaw';
    v_year integer := extract(year FROM v_when);
    v_number integer;
    v_code text := kancelaria.refusal_of_new_item(p_by, p_event);
    v_record jsonb;
    v_audiences text[];
BEGIN
    IF v_code IS NULL AND p_kept IS NULL THEN
        v_code := CASE
            WHEN kancelaria.filled(v_patch -> 'rpw_number') IS NOT NULL THEN 'number_not_yours'
            WHEN EXISTS (SELECT FROM kancelaria.register_year WHERE institution_id = v_inst AND rpw_year = v_year)
                THEN 'year_closed' END;
    END IF;
    IF v_code IS NOT NULL THEN
        RETURN kancelaria.rejected(v_code);
    END IF;
    v_number := kancelaria.enter_register(v_inst, v_year, v_when::date, p_kept);
    IF v_number IS NULL THEN
        RETURN kancelaria.rejected('number_taken');
    END IF;
    v_record := jsonb_build_object('state', 'to_verify', 'registered_by', p_event ->> 'author') || v_patch
        || jsonb_build_object('id', v_id, 'rpw_number', v_number, 'rpw_year', v_year);
    v_audiences := CASE WHEN kancelaria.restricted(v_record)
        THEN ARRAY['person:' || (v_record ->> 'registered_by')] ELSE ARRAY['registry'] END;
    INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, document_uid, rpw_year,
                                   rpw_number, state, record)
        VALUES (v_inst, 'item', v_id, 1, v_audiences, v_patch ->> 'document_uid', v_year, v_number,
                v_record ->> 'state', v_record);
    IF v_audiences <> ARRAY['registry'] THEN
        PERFORM kancelaria.place_holder(v_inst, v_year, v_number, true);
    END IF;
    IF v_record ? 'consignment_id' THEN
        PERFORM kancelaria.follow_consignment(v_inst, v_record ->> 'consignment_id');
    END IF;
    RETURN kancelaria.accepted(kancelaria.publish(v_inst, 'item', v_id, 1, v_audiences), 1,
                               jsonb_build_object('rpw_number', v_number, 'rpw_year', v_year));
END $$;

-- A field's value as it stood at a version: what the last event up to it had set.
CREATE FUNCTION kancelaria.value_at(p_institution text, p_aggregate text, p_id text, p_version integer, p_field text)
RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT values -> p_field FROM (
            SELECT e.version, convert_from(a.body, 'UTF8')::jsonb AS values
            FROM kancelaria.event e
            JOIN kancelaria.audit_personal a ON a.institution_id = e.institution_id AND a.seq = e.audit_seq
            WHERE e.institution_id = p_institution AND e.aggregate = p_aggregate AND e.aggregate_id = p_id
              AND NOT e.again AND e.version <= p_version
              AND NOT e.conflicts @> jsonb_build_array(jsonb_build_object('field', p_field))
        ) past WHERE values ? p_field ORDER BY version DESC LIMIT 1
    );
END $$;

-- True where another station or epoch changed the field after the base.
CREATE FUNCTION kancelaria.changed_elsewhere(
    p_institution text, p_aggregate text, p_id text, p_base integer, p_stream text, p_field text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT EXISTS (
            SELECT FROM kancelaria.event e
            JOIN kancelaria.audit_personal a ON a.institution_id = e.institution_id AND a.seq = e.audit_seq
            WHERE e.institution_id = p_institution AND e.aggregate = p_aggregate AND e.aggregate_id = p_id
              AND NOT e.again AND e.version > p_base
              AND (split_part(e.stream, '/', 1), split_part(e.stream, '/', 3))
                  <> (split_part(p_stream, '/', 1), split_part(p_stream, '/', 3))
              AND convert_from(a.body, 'UTF8')::jsonb ? p_field
              AND NOT e.conflicts @> jsonb_build_array(jsonb_build_object('field', p_field)))
    );
END $$;

-- Sort a patch against the record: what may be applied, and what somebody else changed meanwhile.
CREATE FUNCTION kancelaria.merge(
    p_institution text, p_now kancelaria.record, p_event jsonb, OUT applied jsonb, OUT conflicts jsonb)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_field text;
    v_mine jsonb;
    v_base integer := (p_event ->> 'base_version')::integer;
    v_odd text[] := '{}';
BEGIN
    applied := '{}';
    FOR v_field, v_mine IN SELECT * FROM jsonb_each(p_event -> 'patch') LOOP
        IF kancelaria.filled(v_mine) IS NOT DISTINCT FROM kancelaria.filled(p_now.record -> v_field) THEN
            CONTINUE;
        END IF;
        applied := applied || jsonb_build_object(v_field, v_mine);
        IF coalesce((p_now.field_versions ->> v_field)::integer, 1) > v_base AND kancelaria.changed_elsewhere(
            p_institution, p_now.aggregate, p_now.id, v_base, p_event ->> 'stream', v_field) THEN
            v_odd := v_odd || kancelaria.merge_group(v_field);
        END IF;
    END LOOP;
    SELECT coalesce(jsonb_agg(jsonb_build_object('field', key,
            'base', kancelaria.value_at(p_institution, p_now.aggregate, p_now.id, v_base, key),
            'mine', value, 'theirs', p_now.record -> key) ORDER BY key), '[]')
        INTO conflicts FROM jsonb_each(applied) WHERE kancelaria.merge_group(key) = ANY (v_odd);
    applied := applied - ARRAY(SELECT c ->> 'field' FROM jsonb_array_elements(conflicts) c);
END $$;
