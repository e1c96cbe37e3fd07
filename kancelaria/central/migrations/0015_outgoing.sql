-- Outgoing mail: a register with numbers of its own, given as the incoming ones are: with the head row held, in the
-- transaction that accepts the row. Tests compare its lists with the program's own.

ALTER TABLE kancelaria.record DROP CONSTRAINT record_state_check;
ALTER TABLE kancelaria.record ADD CONSTRAINT record_state_check CHECK (CASE aggregate
    WHEN 'outgoing' THEN state IN ('prepared', 'handed_over', 'posted', 'delivered', 'returned', 'voided')
    ELSE state IN ('to_verify', 'registered', 'assigned', 'returned', 'voided') END);
CREATE UNIQUE INDEX outgoing_number ON kancelaria.record (institution_id, (record ->> 'year'), (record ->> 'number'))
    WHERE aggregate = 'outgoing';

CREATE TABLE kancelaria.outgoing_entry (
    institution_id text NOT NULL,
    year integer NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    entered_on date NOT NULL,
    voided boolean NOT NULL DEFAULT false,
    unclaimed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (institution_id, year, number)
);
ALTER TABLE kancelaria.outgoing_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE kancelaria.outgoing_entry FORCE ROW LEVEL SECURITY;
CREATE POLICY functions ON kancelaria.outgoing_entry TO kancelaria_owner USING (true) WITH CHECK (true);

CREATE FUNCTION kancelaria.outgoing_may_move(p_from text, p_to text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (p_from, p_to) IN (('prepared', 'handed_over'), ('prepared', 'posted'), ('handed_over', 'posted'),
        ('handed_over', 'delivered'), ('posted', 'delivered'), ('handed_over', 'returned'), ('posted', 'returned'),
        ('prepared', 'voided'), ('handed_over', 'voided'), ('posted', 'voided'));
END $$;

-- Facts that don't change once the row was handed over.
CREATE FUNCTION kancelaria.outgoing_frozen() RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY['addressees', 'method', 'handed_on', 'zpo', 'check_on', 'check_result', 'paper_reason', 'letter_date',
        'title'];
END $$;

-- The registry sends everything out; the responsible unit sees what is its own, a restricted row its own people alone.
CREATE FUNCTION kancelaria.outgoing_audiences(p_record jsonb) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY['registry'] || CASE WHEN kancelaria.filled(p_record -> 'unit') IS NULL THEN '{}'::text[]
        WHEN p_record ->> 'access' = 'not_public' THEN ARRAY['own:' || (p_record ->> 'unit')]
        ELSE ARRAY['unit:' || (p_record ->> 'unit')] END;
END $$;

-- The next number of a year, or the one that was given before a restore; NULL where that belongs to another row.
CREATE FUNCTION kancelaria.enter_outgoing(p_institution text, p_year integer, p_day date, p_kept integer)
RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_number integer := p_kept;
BEGIN
    IF p_kept IS NULL THEN
        SELECT number INTO v_number FROM kancelaria.outgoing_entry
            WHERE institution_id = p_institution AND year = p_year ORDER BY number DESC LIMIT 1;
        v_number := coalesce(v_number, 0) + 1;
    ELSE
        DELETE FROM kancelaria.outgoing_entry WHERE institution_id = p_institution AND year = p_year
            AND number = p_kept AND unclaimed;
        IF EXISTS (SELECT FROM kancelaria.outgoing_entry WHERE institution_id = p_institution
                   AND year = p_year AND number = p_kept) THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO kancelaria.outgoing_entry (institution_id, year, number, entered_on)
        VALUES (p_institution, p_year, v_number, p_day);
    RETURN v_number;
END $$;

CREATE FUNCTION kancelaria.refusal_of_new_outgoing(p_by kancelaria.account, p_event jsonb, p_year integer, p_kept integer)
RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_patch jsonb := p_event -> 'patch';
BEGIN
    RETURN CASE
        WHEN p_by.role <> 'registry' THEN 'no_right'
        WHEN coalesce(v_patch ->> 'state', 'prepared') <> 'prepared'
            OR coalesce(v_patch ->> 'registered_by', p_event ->> 'author') <> p_event ->> 'author'
            OR coalesce(v_patch ->> 'id', p_event ->> 'aggregate_id') <> p_event ->> 'aggregate_id'
            OR coalesce(v_patch ->> 'title', '') = '' OR coalesce(v_patch ->> 'letter_id', '') = ''
            OR coalesce(v_patch ->> 'method', '') NOT IN ('e_delivery', 'hybrid', 'epuap', 'email', 'registered_letter',
                'letter', 'parcel', 'courier', 'messenger', 'in_person')
            OR jsonb_typeof(v_patch -> 'addressees') IS DISTINCT FROM 'array' OR v_patch -> 'addressees' = '[]'
            THEN 'bad_event'
        WHEN p_kept IS NULL AND kancelaria.filled(v_patch -> 'number') IS NOT NULL THEN 'number_not_yours'
        WHEN p_kept IS NULL AND EXISTS (SELECT FROM kancelaria.register_year
            WHERE institution_id = p_by.institution_id AND rpw_year = p_year) THEN 'year_closed' END;
END $$;

CREATE FUNCTION kancelaria.register_outgoing(p_by kancelaria.account, p_event jsonb, p_kept integer)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_id text := p_event ->> 'aggregate_id';
    v_when timestamp := (coalesce(p_event -> 'patch' ->> 'registered_at', p_event ->> 'at'))::timestamptz
        AT TIME ZONE 'Europe/Warsaw';
    v_year integer := extract(year FROM v_when);
    v_code text := kancelaria.refusal_of_new_outgoing(p_by, p_event, v_year, p_kept);
    v_number integer;
    v_record jsonb;
    v_audiences text[];
BEGIN
    IF v_code IS NOT NULL THEN
        RETURN kancelaria.rejected(v_code);
    END IF;
    v_number := kancelaria.enter_outgoing(v_inst, v_year, v_when::date, p_kept);
    IF v_number IS NULL THEN
        RETURN kancelaria.rejected('number_taken');
    END IF;
    v_record := jsonb_build_object('state', 'prepared', 'registered_by', p_event ->> 'author') || (p_event -> 'patch')
        || jsonb_build_object('id', v_id, 'number', v_number, 'year', v_year);
    v_audiences := kancelaria.outgoing_audiences(v_record);
    INSERT INTO kancelaria.record (institution_id, aggregate, id, version, audiences, state, record)
        VALUES (v_inst, 'outgoing', v_id, 1, v_audiences, 'prepared', v_record);
    RETURN kancelaria.accepted(kancelaria.publish(v_inst, 'outgoing', v_id, 1, v_audiences), 1,
                               jsonb_build_object('number', v_number, 'year', v_year));
END $$;

-- Why a field's change isn't allowed; NULL where it is. `conflict` says: it was allowed when it was made.
CREATE FUNCTION kancelaria.refusal_of_outgoing(p_now kancelaria.record, p_applied jsonb, p_field text,
                                               p_state_then text) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE
        WHEN p_field = ANY (kancelaria.fixed_fields('outgoing')) THEN 'field_fixed'
        WHEN p_field = 'state' AND NOT kancelaria.outgoing_may_move(p_now.state, p_applied ->> 'state') THEN
            CASE WHEN kancelaria.outgoing_may_move(p_state_then, p_applied ->> 'state') THEN 'conflict'
                ELSE 'state_forbids' END
        WHEN p_now.state = 'voided' THEN CASE WHEN p_state_then <> 'voided' THEN 'conflict' ELSE 'state_forbids' END
        WHEN p_now.state <> 'prepared' AND p_field = ANY (kancelaria.outgoing_frozen())
            AND kancelaria.filled(p_now.record -> p_field) IS NOT NULL THEN
            CASE WHEN p_state_then = 'prepared' THEN 'conflict' ELSE 'fact_frozen' END END;
END $$;

CREATE FUNCTION kancelaria.change_outgoing(p_by kancelaria.account, p_event jsonb, p_now kancelaria.record)
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_inst text := p_by.institution_id;
    v_base integer := (p_event ->> 'base_version')::integer;
    v_applied jsonb;
    v_conflicts jsonb;
    v_field text;
    v_code text;
    v_new text[];
    v_state_then text := coalesce(kancelaria.value_at(v_inst, 'outgoing', p_now.id, v_base, 'state') #>> '{}', 'prepared');
BEGIN
    IF p_by.role <> 'registry' THEN
        RETURN kancelaria.rejected('no_right');
    END IF;
    SELECT applied, conflicts INTO v_applied, v_conflicts FROM kancelaria.merge(v_inst, p_now, p_event);
    FOR v_field IN SELECT jsonb_object_keys(v_applied) LOOP
        v_code := kancelaria.refusal_of_outgoing(p_now, v_applied, v_field, v_state_then);
        IF v_code = 'conflict' THEN
            v_conflicts := v_conflicts || jsonb_build_object('field', v_field, 'mine', v_applied -> v_field,
                'base', kancelaria.value_at(v_inst, 'outgoing', p_now.id, v_base, v_field),
                'theirs', p_now.record -> v_field);
            v_applied := v_applied - v_field;
        ELSIF v_code IS NOT NULL THEN
            RETURN kancelaria.rejected(v_code);
        END IF;
    END LOOP;
    v_new := kancelaria.outgoing_audiences(p_now.record || v_applied);
    IF NOT (p_now.audiences @> v_new AND v_new @> p_now.audiences) THEN
        -- whoever it leaves hears of it too: to them the row in the feed is a withdrawal
        UPDATE kancelaria.record SET audiences = v_new
            WHERE institution_id = v_inst AND aggregate = 'outgoing' AND id = p_now.id;
        p_now.audiences := p_now.audiences || v_new;
    END IF;
    IF v_applied ->> 'state' = 'voided' THEN
        UPDATE kancelaria.outgoing_entry SET voided = true WHERE institution_id = v_inst
            AND year = (p_now.record ->> 'year')::integer AND number = (p_now.record ->> 'number')::integer;
    END IF;
    RETURN kancelaria.store_change(v_inst, p_now, v_applied, v_conflicts);
END $$;

-- Called by `apply` for whatever is said of a row; `p_mine` NULL: what its author may see isn't asked again.
CREATE FUNCTION kancelaria.apply_outgoing(
    p_by kancelaria.account, p_event jsonb, p_now kancelaria.record, p_kept integer, p_mine text[])
RETURNS kancelaria.result
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF (p_event ->> 'base_version')::integer = 0 AND p_now.id IS NULL THEN
        RETURN kancelaria.register_outgoing(p_by, p_event, p_kept);
    ELSIF p_now.id IS NULL OR NOT p_now.audiences && p_mine THEN
        RETURN kancelaria.rejected('outgoing_unknown');
    END IF;
    RETURN kancelaria.change_outgoing(p_by, p_event, p_now);
END $$;

-- Outgoing numbers nobody gave back after a restore become void entries, up to the highest that came back or that any
-- station proves to have seen.
CREATE FUNCTION kancelaria.void_missing_outgoing(p_institution text) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_count integer;
BEGIN
    WITH filled AS (
        INSERT INTO kancelaria.outgoing_entry (institution_id, year, number, entered_on, voided, unclaimed)
        SELECT p_institution, y.year, n, (clock_timestamp() AT TIME ZONE 'Europe/Warsaw')::date, true, true
        FROM (SELECT seen.year, max(seen.number) AS top FROM (
                  SELECT e.year, e.number FROM kancelaria.outgoing_entry e WHERE e.institution_id = p_institution
                  UNION ALL SELECT split_part(h.key, '/', 2)::integer, h.value::integer FROM kancelaria.standing s
                      JOIN kancelaria.institution i ON i.institution_id = s.institution_id
                          AND i.incarnation = s.incarnation, jsonb_each_text(s.highest) h
                  WHERE s.institution_id = p_institution AND h.key LIKE 'outgoing/%') seen
              GROUP BY seen.year) y, generate_series(1, y.top) n
        WHERE NOT EXISTS (SELECT FROM kancelaria.outgoing_entry e WHERE e.institution_id = p_institution
                          AND e.year = y.year AND e.number = n)
        RETURNING 1
    )
    SELECT count(*) INTO v_count FROM filled;
    RETURN v_count;
END $$;

-- As `refusal_of_late_number`, of the outgoing register.
CREATE FUNCTION kancelaria.refusal_of_late_outgoing(p_institution text, p_year integer, p_number integer) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_top integer;
BEGIN
    IF p_number IS NULL OR EXISTS (SELECT FROM kancelaria.outgoing_entry WHERE institution_id = p_institution
                                   AND year = p_year AND number = p_number AND unclaimed) THEN
        RETURN NULL;
    ELSIF EXISTS (SELECT FROM kancelaria.register_year WHERE institution_id = p_institution AND rpw_year = p_year) THEN
        RETURN 'year_closed';
    END IF;
    SELECT number INTO v_top FROM kancelaria.outgoing_entry
        WHERE institution_id = p_institution AND year = p_year ORDER BY number DESC LIMIT 1;
    RETURN CASE WHEN p_number > coalesce(v_top, 0) + 1 THEN 'central_forgot' END;
END $$;
