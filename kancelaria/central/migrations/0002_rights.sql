-- Who is who, and what a plain login may read. Nobody but the owner's functions writes.

DO $$
DECLARE
    v_table regclass;
BEGIN
    FOR v_table IN SELECT oid FROM pg_class WHERE relnamespace = 'kancelaria'::regnamespace AND relkind IN ('r', 'p') LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', v_table);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', v_table);
        EXECUTE format('CREATE POLICY functions ON %s TO kancelaria_owner USING (true) WITH CHECK (true)', v_table);
    END LOOP;
END $$;

CREATE FUNCTION kancelaria.fail(p_code text) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = 'KC001', MESSAGE = p_code;
END $$;

-- The account behind this session; session_user can't be changed by SET ROLE.
CREATE FUNCTION kancelaria.me() RETURNS kancelaria.account
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account;
BEGIN
    SELECT a.* INTO v_me FROM kancelaria.directory_login d
        JOIN kancelaria.account a ON a.institution_id = d.institution_id AND a.login = d.login
        WHERE d.login = session_user;
    IF v_me.login IS NULL OR NOT v_me.active THEN
        PERFORM kancelaria.fail('login_refused');
    END IF;
    RETURN v_me;
END $$;

CREATE FUNCTION kancelaria.units_under(p_institution text, p_unit text) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- every poll of a head asks it: not planned anew each time, as a function of SQL would be
    RETURN QUERY WITH RECURSIVE tree AS (
        SELECT symbol FROM kancelaria.org_unit WHERE institution_id = p_institution AND symbol = p_unit
        UNION
        SELECT u.symbol FROM kancelaria.org_unit u JOIN tree t ON u.parent = t.symbol
        WHERE u.institution_id = p_institution
    )
    SELECT tree.symbol FROM tree;
END $$;

-- What a person belongs to. `institution`: units and people; `registry`: all open items; `register`: placeholders of
-- the others; `office`: the correspondents' book; `unit:X`: items of a unit; `head:X`: those of its people; `own:X`: its
-- restricted items.
CREATE FUNCTION kancelaria.audiences_of(p kancelaria.account) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_of text[];
BEGIN
    IF NOT p.active OR p.role IN ('kiosk', 'administrator') THEN
        RETURN '{}';
    END IF;
    v_of := ARRAY['person:' || p.login, 'institution'];
    IF p.role = 'registry' THEN
        v_of := v_of || ARRAY['registry', 'register', 'office'];
    ELSIF p.role = 'auditor' THEN
        v_of := v_of || ARRAY['registry', 'register'];
    ELSIF p.role = 'officer' THEN
        v_of := v_of || ARRAY['office'] || CASE WHEN p.unit IS NULL THEN '{}'
            ELSE ARRAY['unit:' || p.unit, 'own:' || p.unit] END;
    ELSIF p.unit IS NULL THEN
        v_of := v_of || ARRAY['registry', 'register', 'office'];
    ELSE
        v_of := v_of || ARRAY['register', 'office', 'own:' || p.unit]
            || (SELECT array_agg('unit:' || u) || array_agg('head:' || u)
                FROM kancelaria.units_under(p.institution_id, p.unit) u);
    END IF;
    RETURN v_of;
END $$;

CREATE FUNCTION kancelaria.my_audiences() RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT kancelaria.audiences_of(kancelaria.me())
$$;

CREATE FUNCTION kancelaria.my_institution() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT (kancelaria.me()).institution_id
$$;

CREATE POLICY reading ON kancelaria.record FOR SELECT
    TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor
    USING (institution_id = (SELECT kancelaria.my_institution())
           AND audiences && (SELECT kancelaria.my_audiences()));

CREATE POLICY reading ON kancelaria.register_entry FOR SELECT
    TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor
    USING (institution_id = (SELECT kancelaria.my_institution())
           AND ('register' = ANY ((SELECT kancelaria.my_audiences())::text[])
                OR EXISTS (SELECT FROM kancelaria.record r
                           WHERE r.institution_id = register_entry.institution_id
                             AND r.rpw_year = register_entry.rpw_year AND r.rpw_number = register_entry.rpw_number)));

CREATE POLICY reading ON kancelaria.audit FOR SELECT TO kancelaria_auditor
    USING (institution_id = (SELECT kancelaria.my_institution()));
CREATE POLICY reading ON kancelaria.access_log FOR SELECT TO kancelaria_auditor
    USING (institution_id = (SELECT kancelaria.my_institution()));

CREATE VIEW api_v1.item WITH (security_invoker = true, security_barrier = true) AS
    SELECT id, document_uid, rpw_year, rpw_number, state, version, record
    FROM kancelaria.record WHERE aggregate = 'item';

CREATE VIEW api_v1.register WITH (security_invoker = true, security_barrier = true) AS
    SELECT e.rpw_year, e.rpw_number, e.entered_on, e.voided, r.document_uid,
           coalesce(r.record ->> 'title', 'pozycja zastrzeżona') AS title
    FROM kancelaria.register_entry e
    LEFT JOIN kancelaria.record r ON r.institution_id = e.institution_id AND r.aggregate = 'item'
        AND r.rpw_year = e.rpw_year AND r.rpw_number = e.rpw_number;

GRANT USAGE ON SCHEMA kancelaria TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor;
GRANT SELECT ON kancelaria.record, kancelaria.register_entry, api_v1.item, api_v1.register
    TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor;
GRANT SELECT ON kancelaria.audit, kancelaria.access_log TO kancelaria_auditor;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA kancelaria FROM PUBLIC;
GRANT EXECUTE ON FUNCTION kancelaria.my_audiences(), kancelaria.my_institution()
    TO kancelaria_registry, kancelaria_officer, kancelaria_head, kancelaria_auditor;
