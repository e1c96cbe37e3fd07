-- Changes of records that are there already.

-- Why an item's change isn't allowed; NULL where it is. `conflict` says: it was allowed when it was made.
CREATE FUNCTION kancelaria.refusal_of_change(p_now kancelaria.record, p_by kancelaria.account, p_applied jsonb,
                                             p_field text, p_state_then text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_old jsonb := kancelaria.filled(p_now.record -> p_field);
    v_to text := p_applied ->> 'state';
BEGIN
    IF p_field = ANY (kancelaria.fixed_fields(p_now.aggregate)) OR (p_field LIKE 'note.%' AND v_old IS NOT NULL) THEN
        RETURN 'field_fixed';
    ELSIF p_field = 'state' AND v_to IN ('registered', 'voided') AND p_by.role <> 'registry' THEN
        RETURN 'no_right';
    ELSIF p_field = 'state' AND NOT kancelaria.may_move(p_now.state, v_to) THEN
        RETURN CASE WHEN kancelaria.may_move(p_state_then, v_to) THEN 'conflict' ELSE 'state_forbids' END;
    ELSIF p_now.state = 'voided' THEN
        RETURN CASE WHEN p_state_then <> 'voided' THEN 'conflict' ELSE 'state_forbids' END;
    ELSIF p_now.state <> 'to_verify' AND v_old IS NOT NULL AND p_field = ANY (kancelaria.frozen_facts())
        AND NOT (v_old = 'true' AND p_field IN ('no_date', 'no_reference', 'sender.anonymous')) THEN
        RETURN CASE WHEN p_state_then = 'to_verify' THEN 'conflict' ELSE 'fact_frozen' END;
    ELSIF p_by.role NOT IN ('registry', 'officer', 'head') THEN
        RETURN 'no_right';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION kancelaria.changed_versions(p_old jsonb, p_applied jsonb, p_version integer) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT p_old || coalesce((SELECT jsonb_object_agg(k, p_version) FROM jsonb_object_keys(p_applied) k), '{}')
    );
END $$;

CREATE FUNCTION kancelaria.change_item(p_by kancelaria.account, p_event jsonb, p_now kancelaria.record)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_applied jsonb;
    v_conflicts jsonb;
    v_field text;
    v_code text;
    v_state_then text := coalesce(kancelaria.value_at(
        v_inst, 'item', p_now.id, (p_event ->> 'base_version')::integer, 'state') #>> '{}', 'to_verify');
BEGIN
    SELECT applied, conflicts INTO v_applied, v_conflicts FROM kancelaria.merge(v_inst, p_now, p_event);
    FOR v_field IN SELECT jsonb_object_keys(v_applied) LOOP
        v_code := kancelaria.refusal_of_change(p_now, p_by, v_applied, v_field, v_state_then);
        IF v_code = 'conflict' THEN
            v_conflicts := v_conflicts || jsonb_build_object('field', v_field, 'mine', v_applied -> v_field,
                'base', kancelaria.value_at(v_inst, 'item', p_now.id, (p_event ->> 'base_version')::integer, v_field),
                'theirs', p_now.record -> v_field);
            v_applied := v_applied - v_field;
        ELSIF v_code IS NOT NULL THEN
            RETURN kancelaria.rejected(v_code);
        END IF;
    END LOOP;
    RETURN kancelaria.store_change(v_inst, p_now, v_applied, v_conflicts);
END $$;

CREATE FUNCTION kancelaria.store_change(
    p_institution text, p_now kancelaria.record, p_applied jsonb, p_conflicts jsonb) RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_version integer := p_now.version + 1;
    v_position bigint;
    v_audiences text[] := p_now.audiences;
    v_verdict text := CASE WHEN p_conflicts = '[]' THEN 'accepted' ELSE 'conflict' END;
BEGIN
    IF p_applied = '{}' AND v_verdict = 'conflict' THEN
        RETURN ROW('conflict', NULL, p_now.version, '{}', p_conflicts, '')::kancelaria.result;
    END IF;
    UPDATE kancelaria.record
        SET record = record || p_applied, version = v_version, state = coalesce(p_applied ->> 'state', state),
            field_versions = kancelaria.changed_versions(field_versions, p_applied, v_version)
        WHERE institution_id = p_institution AND aggregate = p_now.aggregate AND id = p_now.id;
    IF p_now.aggregate = 'item' THEN
        IF p_applied ->> 'state' = 'returned' THEN
            UPDATE kancelaria.record SET state = 'returned'
                WHERE institution_id = p_institution AND item_id = p_now.id AND aggregate = 'assignment';
        ELSIF p_applied ->> 'state' = 'voided' THEN
            UPDATE kancelaria.register_entry SET voided = true WHERE institution_id = p_institution
                AND rpw_year = p_now.rpw_year AND rpw_number = p_now.rpw_number;
            PERFORM kancelaria.place_holder(p_institution, p_now.rpw_year, p_now.rpw_number,
                                            NOT 'registry' = ANY (p_now.audiences));
        END IF;
        v_audiences := v_audiences || kancelaria.follow_item(p_institution, p_now.id);
    END IF;
    v_position := kancelaria.publish(p_institution, p_now.aggregate, p_now.id, v_version, v_audiences);
    RETURN ROW(v_verdict, v_position, v_version, '{}', p_conflicts, '')::kancelaria.result;
END $$;

-- An assignment is its author's own word, or a head's written on the paper, which the registry enters and says so.
CREATE FUNCTION kancelaria.may_issue(p_by kancelaria.account, p_author text, p_assignment jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE
        WHEN p_assignment ->> 'typed_by' IS NULL THEN coalesce(p_assignment ->> 'issuer', '') = p_author
        ELSE p_assignment ->> 'typed_by' = p_author AND p_by.role = 'registry' AND EXISTS (
            SELECT FROM kancelaria.account WHERE institution_id = p_by.institution_id AND role = 'head'
              AND login = p_assignment ->> 'issuer' AND active) END;
END $$;

-- What a new record of another aggregate is refused for.
CREATE FUNCTION kancelaria.refusal_of_new_part(p_by kancelaria.account, p_event jsonb, p_item kancelaria.record,
                                               p_mine text[]) RETURNS text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_patch jsonb := p_event -> 'patch';
    v_aggregate text := p_event ->> 'aggregate';
BEGIN
    IF p_by.role NOT IN ('registry', 'officer', 'head') THEN
        RETURN 'no_right';
    ELSIF v_aggregate IN ('rendition', 'assignment') THEN
        IF p_item.id IS NULL OR NOT p_item.audiences && p_mine THEN
            RETURN 'item_unknown';
        END IF;
    ELSIF v_aggregate = 'consignment' AND p_by.role <> 'registry' THEN
        RETURN 'no_right';
    END IF;
    IF v_aggregate <> 'assignment' THEN
        RETURN NULL;
    END IF;
    RETURN CASE
        WHEN coalesce(v_patch ->> 'role', '') NOT IN ('lead', 'contributing', 'for_information')
            OR NOT kancelaria.may_issue(p_by, p_event ->> 'author', v_patch) THEN 'bad_event'
        WHEN p_item.state = 'voided' THEN 'state_forbids'
        WHEN NOT EXISTS (SELECT FROM kancelaria.org_unit WHERE institution_id = p_by.institution_id
                         AND symbol = v_patch ->> 'unit')
            AND NOT EXISTS (SELECT FROM kancelaria.account WHERE institution_id = p_by.institution_id
                            AND login = v_patch ->> 'person' AND active) THEN 'target_unknown' END;
END $$;

-- The same sender under an older id, which both records then go by.
CREATE FUNCTION kancelaria.older_correspondent(p_institution text, p_patch jsonb) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- OFFSET 0 keeps the planner from walking all ids in order instead of looking the key up
    RETURN (SELECT min(id) FROM (
        SELECT id FROM kancelaria.record WHERE institution_id = p_institution AND aggregate = 'correspondent'
          AND record ->> 'key' = p_patch ->> 'key' OFFSET 0) same);
END $$;

-- A new assignment moves its item to other eyes; returns who sees it now.
CREATE FUNCTION kancelaria.assigned(p_institution text, p_item kancelaria.record) RETURNS text[]
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now text[];
BEGIN
    PERFORM kancelaria.follow_item(p_institution, p_item.id);
    SELECT audiences INTO v_now FROM kancelaria.record
        WHERE institution_id = p_institution AND aggregate = 'item' AND id = p_item.id;
    PERFORM kancelaria.publish(p_institution, 'item', p_item.id, p_item.version,
                               kancelaria.differing(p_item.audiences, v_now));
    RETURN v_now;
END $$;

CREATE FUNCTION kancelaria.add_part(p_by kancelaria.account, p_event jsonb, p_mine text[]) RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_aggregate text := p_event ->> 'aggregate';
    v_id text := p_event ->> 'aggregate_id';
    v_patch jsonb := (p_event -> 'patch') || jsonb_build_object('id', p_event ->> 'aggregate_id');
    v_item kancelaria.record;
    v_audiences text[];
    v_code text;
BEGIN
    SELECT * INTO v_item FROM kancelaria.record
        WHERE institution_id = v_inst AND aggregate = 'item' AND id = v_patch ->> 'item_id';
    v_code := kancelaria.refusal_of_new_part(p_by, p_event, v_item, p_mine);
    IF v_code IS NOT NULL THEN
        RETURN kancelaria.rejected(v_code);
    END IF;
    v_audiences := CASE v_aggregate WHEN 'consignment' THEN ARRAY['registry']
        WHEN 'correspondent' THEN ARRAY['office'] ELSE v_item.audiences END;
    IF v_aggregate = 'correspondent' THEN
        v_code := kancelaria.older_correspondent(v_inst, v_patch);
    END IF;
    IF v_code IS NOT NULL THEN
        INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, record)
            VALUES (v_inst, v_aggregate, v_id, 1, '{}', jsonb_build_object('joined_into', v_code));
        RETURN kancelaria.accepted(NULL, 1, jsonb_build_object('joined_into', v_code));
    END IF;
    INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, item_id, record)
        VALUES (v_inst, v_aggregate, v_id, 1, v_audiences, v_item.id, v_patch);
    IF v_aggregate = 'assignment' THEN
        v_audiences := kancelaria.assigned(v_inst, v_item);
    END IF;
    RETURN kancelaria.accepted(kancelaria.publish(v_inst, v_aggregate, v_id, 1, v_audiences), 1);
END $$;
