-- People and units, kept by an administrator through these functions alone.

CREATE FUNCTION kancelaria.administrator() RETURNS kancelaria.account
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
BEGIN
    IF v_me.role <> 'administrator' THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    RETURN v_me;
END $$;

CREATE FUNCTION kancelaria.note(p_by kancelaria.account, p_action text, p_subject text, p_values jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM kancelaria.lock_head(p_by.institution_id);
    PERFORM set_config('synchronous_commit', 'on', true);
    PERFORM kancelaria.append_audit(p_by.institution_id,
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
        p_by.login, p_action, ARRAY['administration', p_subject], p_values);
END $$;

-- Only the role maker may make a login; it takes a ready verifier and grants nothing but the listed roles.
CREATE FUNCTION kancelaria.make_login(p_login text, p_role text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_login !~ '^[a-z][a-z0-9._-]{1,40}$' OR p_login ~ '^(pg_|kancelaria)'
        OR p_role NOT IN ('registry', 'officer', 'head', 'kiosk', 'auditor', 'administrator')
        OR p_verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' THEN
        RAISE EXCEPTION USING ERRCODE = 'KC001', MESSAGE = 'bad_login';
    END IF;
    EXECUTE format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS '
                   'CONNECTION LIMIT 20 PASSWORD %L', p_login, p_verifier);
    EXECUTE format('GRANT %I TO %I', 'kancelaria_' || p_role, p_login);
END $$;

CREATE FUNCTION kancelaria.end_login(p_login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    EXECUTE format('ALTER ROLE %I NOLOGIN', p_login);
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = p_login AND pid <> pg_backend_pid();
END $$;

CREATE FUNCTION api_v1.user_add(
    p_login text, p_role text, p_unit text, p_surname text, p_given_names text, p_verifier text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
BEGIN
    IF p_unit IS NOT NULL AND NOT EXISTS (
        SELECT FROM kancelaria.org_unit WHERE institution_id = v_me.institution_id AND symbol = p_unit) THEN
        PERFORM kancelaria.fail('unit_unknown');
    ELSIF EXISTS (SELECT FROM pg_roles WHERE rolname = p_login) THEN
        PERFORM kancelaria.fail('login_taken');
    END IF;
    PERFORM kancelaria.make_login(p_login, p_role, p_verifier);
    INSERT INTO kancelaria.directory_login VALUES (p_login, v_me.institution_id);
    INSERT INTO kancelaria.account (institution_id, login, surname, given_names, role, unit)
        VALUES (v_me.institution_id, p_login, p_surname, p_given_names, p_role, p_unit);
    PERFORM kancelaria.note(v_me, 'user_add', p_login, jsonb_build_object('role', p_role, 'unit', p_unit));
END $$;

CREATE FUNCTION api_v1.user_disable(p_login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
BEGIN
    UPDATE kancelaria.account SET active = false WHERE institution_id = v_me.institution_id AND login = p_login;
    IF NOT FOUND THEN
        PERFORM kancelaria.fail('user_unknown');
    END IF;
    DELETE FROM kancelaria.delivery_grant WHERE institution_id = v_me.institution_id AND login = p_login;
    PERFORM kancelaria.note(v_me, 'user_disable', p_login, '{}');
    PERFORM kancelaria.end_login(p_login);
END $$;

CREATE FUNCTION api_v1.users() RETURNS TABLE (
    login text, surname text, given_names text, role text, unit text, active boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
BEGIN
    IF v_me.role = 'kiosk' THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    RETURN QUERY SELECT a.login, a.surname, a.given_names, a.role, a.unit, a.active FROM kancelaria.account a
        WHERE a.institution_id = v_me.institution_id ORDER BY a.login;
END $$;

CREATE FUNCTION api_v1.unit_add(p_symbol text, p_name text, p_parent text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.administrator();
BEGIN
    IF p_symbol !~ '^[A-Za-z0-9-]{1,20}$' OR p_symbol !~ '[A-Za-z]' OR p_parent = p_symbol OR p_parent IS NOT NULL
        AND NOT EXISTS (SELECT FROM kancelaria.org_unit
                        WHERE institution_id = v_me.institution_id AND symbol = p_parent) THEN
        PERFORM kancelaria.fail('bad_unit');
    END IF;
    INSERT INTO kancelaria.org_unit VALUES (v_me.institution_id, p_symbol, p_name, p_parent) ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        PERFORM kancelaria.fail('unit_taken');
    END IF;
    PERFORM kancelaria.note(v_me, 'unit_add', p_symbol, jsonb_build_object('name', p_name, 'parent', p_parent));
END $$;

CREATE FUNCTION api_v1.units() RETURNS TABLE (symbol text, name text, parent text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
BEGIN
    RETURN QUERY SELECT u.symbol, u.name, u.parent FROM kancelaria.org_unit u
        WHERE u.institution_id = v_me.institution_id ORDER BY u.symbol;
END $$;

-- Units and people are records too, in everybody's feed. Whatever writes them tells them: nothing can forget to.
CREATE FUNCTION kancelaria.tell_everybody(p_institution text, p_aggregate text, p_id text, p_record jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_version integer;
BEGIN
    PERFORM kancelaria.lock_head(p_institution);
    PERFORM set_config('synchronous_commit', 'on', true);
    INSERT INTO kancelaria.record AS r (institution_id, aggregate, id, version, audiences, record)
        VALUES (p_institution, p_aggregate, p_id, 1, ARRAY['institution'], p_record)
        ON CONFLICT (institution_id, aggregate, id) DO UPDATE SET version = r.version + 1, record = excluded.record
            WHERE r.record <> excluded.record
        RETURNING version INTO v_version;
    IF v_version IS NOT NULL THEN
        PERFORM kancelaria.publish(p_institution, p_aggregate, p_id, v_version, ARRAY['institution']);
    END IF;
END $$;

CREATE FUNCTION kancelaria.tell_unit() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM kancelaria.tell_everybody(NEW.institution_id, 'org_unit', NEW.symbol,
        jsonb_build_object('symbol', NEW.symbol, 'name', NEW.name, 'parent', NEW.parent));
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON kancelaria.org_unit
    FOR EACH ROW EXECUTE FUNCTION kancelaria.tell_unit();

-- A kiosk and an administrator take no part in the office's work.
CREATE FUNCTION kancelaria.tell_person() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NEW.role NOT IN ('kiosk', 'administrator') THEN
        PERFORM kancelaria.tell_everybody(NEW.institution_id, 'person', NEW.login,
            jsonb_build_object('login', NEW.login, 'surname', NEW.surname, 'given_names', NEW.given_names,
                               'role', NEW.role, 'unit', NEW.unit, 'active', NEW.active));
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON kancelaria.account
    FOR EACH ROW EXECUTE FUNCTION kancelaria.tell_person();
