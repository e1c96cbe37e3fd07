-- One event accepted or known again, and a whole batch looked over before that.

CREATE FUNCTION kancelaria.change_part(p_by kancelaria.account, p_event jsonb, p_now kancelaria.record)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_applied jsonb;
    v_conflicts jsonb;
    v_field text;
BEGIN
    IF p_by.role NOT IN ('registry', 'officer', 'head') OR p_now.aggregate = 'assignment'
        AND p_now.record ->> 'issuer' <> p_event ->> 'author'
        AND (p_by.role <> 'registry' OR p_now.record ->> 'typed_by' IS NULL) THEN
        RETURN kancelaria.rejected('no_right');
    END IF;
    SELECT applied, conflicts INTO v_applied, v_conflicts
        FROM kancelaria.merge(p_by.institution_id, p_now, p_event);
    FOR v_field IN SELECT jsonb_object_keys(v_applied) LOOP
        IF v_field = ANY (kancelaria.fixed_fields(p_now.aggregate)) THEN
            RETURN kancelaria.rejected('field_fixed');
        END IF;
    END LOOP;
    RETURN kancelaria.store_change(p_by.institution_id, p_now, v_applied, v_conflicts);
END $$;

-- `p_returning`: the event was accepted before (a restore, an adoption), so what its author may see isn't asked again.
CREATE FUNCTION kancelaria.apply(p_by kancelaria.account, p_event jsonb, p_kept integer, p_returning boolean)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_aggregate text := p_event ->> 'aggregate';
    v_now kancelaria.record;
    v_mine text[] := CASE WHEN NOT p_returning THEN kancelaria.audiences_of(p_by) END;
    v_known text[] := kancelaria.known_fields(v_aggregate);
BEGIN
    IF v_aggregate IN ('label', 'label_series') THEN
        RETURN CASE WHEN p_by.role = 'registry' THEN kancelaria.accepted(NULL, (p_event ->> 'base_version')::integer + 1)
            ELSE kancelaria.rejected('no_right') END;
    ELSIF v_known IS NULL THEN
        RETURN kancelaria.rejected('aggregate_unknown');
    ELSIF EXISTS (SELECT FROM jsonb_each((p_event -> 'patch') - v_known) odd
                  WHERE NOT kancelaria.is_note(v_aggregate, odd.key, odd.value)) THEN
        RETURN kancelaria.rejected('field_unknown');
    ELSIF EXISTS (SELECT FROM jsonb_each(p_event -> 'patch') n WHERE n.key LIKE 'note.%'
                  AND n.value ->> 'by' IS DISTINCT FROM p_event ->> 'author') THEN
        -- nobody writes a note in another's name
        RETURN kancelaria.rejected('bad_event');
    END IF;
    SELECT * INTO v_now FROM kancelaria.record WHERE institution_id = p_by.institution_id
        AND aggregate = v_aggregate AND id = p_event ->> 'aggregate_id';
    IF v_aggregate = 'outgoing' THEN
        RETURN kancelaria.apply_outgoing(p_by, p_event, v_now, p_kept, v_mine);
    END IF;
    IF v_now.record ? 'joined_into' AND p_by.role IN ('registry', 'officer', 'head') THEN
        RETURN kancelaria.fill_gaps(p_by.institution_id, v_now, p_event -> 'patch');
    ELSIF (p_event ->> 'base_version')::integer = 0 AND v_now.id IS NULL THEN
        RETURN CASE WHEN v_aggregate = 'item' THEN kancelaria.register_item(p_by, p_event, p_kept)
            ELSE kancelaria.add_part(p_by, p_event, v_mine) END;
    ELSIF v_now.id IS NULL OR NOT v_now.audiences && v_mine THEN
        -- the same answer for what isn't there and for what isn't theirs
        RETURN kancelaria.rejected(v_aggregate || '_unknown');
    ELSIF v_aggregate = 'item' THEN
        RETURN kancelaria.change_item(p_by, p_event, v_now);
    END IF;
    RETURN kancelaria.change_part(p_by, p_event, v_now);
END $$;

-- What is told of a sender under an id that was joined into another fills the other's gaps, and asks nobody.
CREATE FUNCTION kancelaria.fill_gaps(p_institution text, p_joined kancelaria.record, p_patch jsonb)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_now kancelaria.record;
    v_new jsonb;
    v_done kancelaria.result;
BEGIN
    SELECT * INTO v_now FROM kancelaria.record WHERE institution_id = p_institution
        AND aggregate = p_joined.aggregate AND id = p_joined.record ->> 'joined_into';
    SELECT coalesce(jsonb_object_agg(key, value), '{}') INTO v_new FROM jsonb_each(p_patch - ARRAY['id', 'key'])
        WHERE kancelaria.filled(value) IS NOT NULL AND kancelaria.filled(v_now.record -> key) IS NULL;
    IF v_new <> '{}' THEN
        v_done := kancelaria.store_change(p_institution, v_now, v_new, '[]');
    END IF;
    RETURN kancelaria.accepted(v_done.position, p_joined.version, p_joined.record);
END $$;

-- A value no record can hold must not stop the events behind it.
CREATE FUNCTION kancelaria.apply_safely(
    p_by kancelaria.account, p_event jsonb, p_kept integer, p_returning boolean) RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN kancelaria.apply(p_by, p_event, p_kept, p_returning);
EXCEPTION WHEN data_exception OR integrity_constraint_violation OR program_limit_exceeded THEN
    RETURN kancelaria.rejected('bad_event');
END $$;

-- What is answered to an event; sealed where it is certain that `p_patch` is what was told then.
CREATE FUNCTION kancelaria.outcome(e kancelaria.event, p_patch jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('event_id', e.id, 'verdict', e.verdict, 'position', e.position, 'version', e.version,
        'given', e.given, 'conflicts', e.conflicts, 'code', e.code,
        'seal', CASE WHEN p_patch IS NOT NULL THEN kancelaria.event_seal(e, p_patch) END,
        'number_seal', (SELECT kancelaria.number_seal(e.institution_id, n.register, n.number)
                        FROM kancelaria.entered(e.aggregate, e.given) n WHERE n.number IS NOT NULL));
END $$;

CREATE FUNCTION kancelaria.unanswered(p_id text, p_verdict text, p_expected bigint) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN jsonb_build_object('event_id', p_id, 'verdict', p_verdict, 'given',
        CASE WHEN p_verdict = 'gap' THEN jsonb_build_object('expected', p_expected) ELSE '{}' END);
END $$;

-- An event known already, told apart from a copy that says something else under the same id.
CREATE FUNCTION kancelaria.known_again(
    p_by kancelaria.account, p_event jsonb, p_known kancelaria.event, p_last bigint) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_again kancelaria.event := p_known;
    v_told text;
BEGIN
    SELECT encode(sha256(salt || convert_to((p_event -> 'patch')::text, 'UTF8')), 'hex') INTO v_told
        FROM kancelaria.audit_personal WHERE institution_id = p_by.institution_id AND seq = p_known.audit_seq;
    IF FOUND AND v_told <> (SELECT convert_from(body, 'UTF8')::jsonb ->> 'values' FROM kancelaria.audit
                            WHERE institution_id = p_by.institution_id AND seq = p_known.audit_seq)
        OR split_part(p_known.stream, '/', 2) <> split_part(p_event ->> 'stream', '/', 2) THEN
        RETURN kancelaria.unanswered(p_event ->> 'id', 'fork', NULL);
    END IF;
    IF (p_event ->> 'sequence')::bigint = p_last + 1 THEN
        v_again.stream := p_event ->> 'stream';
        v_again.sequence := p_last + 1;
        v_again.again := true;
        INSERT INTO kancelaria.event SELECT v_again.*;
    END IF;
    -- values erased meanwhile can't be compared
    RETURN kancelaria.outcome(p_known, CASE WHEN v_told IS NOT NULL THEN p_event -> 'patch' END);
END $$;

-- `p_refused`: the code it is rejected with unseen, if any.
CREATE FUNCTION kancelaria.accept_event(
    p_by kancelaria.account, p_event jsonb, p_refused text, p_kept integer DEFAULT NULL,
    p_returning boolean DEFAULT false) RETURNS jsonb
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_sequence bigint := (p_event ->> 'sequence')::bigint;
    v_last bigint;
    v_known kancelaria.event;
    v_done kancelaria.result;
    v_new kancelaria.event;
BEGIN
    SELECT sequence INTO v_last FROM kancelaria.event
        WHERE institution_id = v_inst AND stream = p_event ->> 'stream' ORDER BY sequence DESC LIMIT 1;
    v_last := coalesce(v_last, 0);
    SELECT * INTO v_known FROM kancelaria.event
        WHERE institution_id = v_inst AND id = p_event ->> 'id' AND NOT again;
    IF FOUND THEN
        RETURN kancelaria.known_again(p_by, p_event, v_known, v_last);
    ELSIF v_sequence <> v_last + 1 THEN
        RETURN kancelaria.unanswered(p_event ->> 'id', CASE WHEN v_sequence > v_last THEN 'gap' ELSE 'fork' END,
                                     v_last + 1);
    END IF;
    IF p_refused IS NULL THEN
        v_done := kancelaria.apply_safely(p_by, p_event, p_kept, p_returning);
    ELSE
        v_done := kancelaria.rejected(p_refused);
    END IF;
    INSERT INTO kancelaria.event (institution_id, stream, sequence, id, aggregate, aggregate_id, base_version, schema,
                                  audit_seq, verdict, position, version, given, conflicts, code)
        VALUES (v_inst, p_event ->> 'stream', v_sequence, p_event ->> 'id', p_event ->> 'aggregate',
                p_event ->> 'aggregate_id', (p_event ->> 'base_version')::integer, (p_event ->> 'schema')::integer,
                kancelaria.append_audit(v_inst, p_event ->> 'at', p_event ->> 'author', v_done.verdict,
                    ARRAY[p_event ->> 'aggregate', p_event ->> 'aggregate_id', p_event ->> 'id'], p_event -> 'patch'),
                v_done.verdict, v_done.position, v_done.version, v_done.given, v_done.conflicts, v_done.code)
        RETURNING * INTO v_new;
    RETURN kancelaria.outcome(v_new, p_event -> 'patch');
END $$;

-- Whoever the events are taken from: the session's person, or the one a delivery grant was given to.
CREATE FUNCTION kancelaria.pusher(p_grant text) RETURNS kancelaria.account
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_them kancelaria.account;
BEGIN
    IF p_grant IS NULL THEN
        RETURN v_me;
    END IF;
    SELECT a.* INTO v_them FROM kancelaria.delivery_grant g
        JOIN kancelaria.account a ON a.institution_id = g.institution_id AND a.login = g.login
        WHERE g.institution_id = v_me.institution_id AND g.ends_at > now()
          AND g.token_sha256 = sha256(convert_to(p_grant, 'UTF8'));
    IF v_them.login IS NULL THEN
        PERFORM kancelaria.fail('grant_refused');
    END IF;
    RETURN v_them;
END $$;

-- Events of one stream and one author, well formed; the whole batch is refused otherwise.
CREATE FUNCTION kancelaria.check_batch(p_events jsonb, p_login text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_code text;
BEGIN
    IF jsonb_typeof(p_events) IS DISTINCT FROM 'array' OR jsonb_array_length(p_events) > 500 THEN
        PERFORM kancelaria.fail('bad_batch');
    END IF;
    SELECT CASE
            WHEN NOT bool_and(coalesce(e ?& ARRAY['id', 'stream', 'sequence', 'at', 'author', 'aggregate',
                                                  'aggregate_id', 'base_version', 'patch', 'schema']
                    AND jsonb_typeof(e -> 'sequence') = 'number' AND jsonb_typeof(e -> 'base_version') = 'number'
                    AND jsonb_typeof(e -> 'schema') = 'number' AND jsonb_typeof(e -> 'patch') = 'object'
                    AND e -> 'stream' = p_events -> 0 -> 'stream', false))
                OR p_events -> 0 ->> 'stream' !~ '^[^/]+/[^/]+/[0-9]{1,6}$' THEN 'bad_batch'
            WHEN NOT bool_and(coalesce(e ->> 'author' = p_login, false))
                OR split_part(p_events -> 0 ->> 'stream', '/', 2) <> p_login THEN 'author_refused'
        END INTO v_code FROM jsonb_array_elements(p_events) e;
    IF v_code IS NOT NULL THEN
        PERFORM kancelaria.fail(v_code);
    END IF;
END $$;

CREATE FUNCTION kancelaria.lock_head(p_institution text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM set_config('lock_timeout', '10s', true);
    -- the lock is let go before the flush; nobody is told anything before `settle` has flushed it
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM FROM kancelaria.institution_head WHERE institution_id = p_institution FOR UPDATE;
END $$;
