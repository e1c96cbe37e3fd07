-- Search over tokens made by the program's analyser; never to_tsvector.

-- Rows of several items, [[item, analyser's version, [[lemmas, surface], …]], …], in one transaction; says of each whether
-- it was taken. Held for about 100 ms at most: those it says nothing of come again. An item somebody is changing just now
-- isn't waited for, as who changes it may wait for another of these: it is refused and comes later.
CREATE FUNCTION api_v1.put_search(p_items jsonb) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_begun timestamptz := clock_timestamp();
    v_held text[];
    v_item jsonb;
    v_taken boolean;
    v_told jsonb := '[]';
BEGIN
    IF v_me.role NOT IN ('registry', 'officer', 'head') OR jsonb_array_length(p_items) > 100 THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    v_held := ARRAY(
        SELECT id FROM kancelaria.record WHERE institution_id = v_me.institution_id AND aggregate = 'item'
          AND id = ANY (ARRAY(SELECT e ->> 0 FROM jsonb_array_elements(p_items) e))
          AND audiences && kancelaria.audiences_of(v_me)
        FOR UPDATE SKIP LOCKED);
    FOR v_item IN SELECT * FROM jsonb_array_elements(p_items) LOOP
        EXIT WHEN clock_timestamp() > v_begun + interval '100 ms' AND v_told <> '[]';
        v_taken := coalesce(v_item ->> 0 = ANY (v_held) AND jsonb_array_length(v_item -> 2) <= 250, false);
        IF v_taken THEN
            PERFORM kancelaria.put_rows(v_me.institution_id, v_item ->> 0, (v_item ->> 1)::integer, v_item -> 2);
        END IF;
        v_told := v_told || to_jsonb(v_taken);
    END LOOP;
    RETURN v_told;
END $$;

CREATE FUNCTION kancelaria.put_rows(p_institution text, p_item text, p_version integer, p_rows jsonb) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF EXISTS (SELECT FROM kancelaria.search_row WHERE institution_id = p_institution AND item_id = p_item
               AND analyzer_version > p_version) THEN
        RETURN;
    END IF;
    DELETE FROM kancelaria.search_row WHERE institution_id = p_institution AND item_id = p_item;
    INSERT INTO kancelaria.search_row
        SELECT p_institution, p_item, row_number() OVER (), p_version, i.audiences,
               array_to_tsvector(kancelaria.tokens(r ->> 0)), kancelaria.placed_tokens(r ->> 1)
        FROM jsonb_array_elements(p_rows) r, kancelaria.record i
        WHERE i.institution_id = p_institution AND i.aggregate = 'item' AND i.id = p_item;
END $$;

CREATE FUNCTION kancelaria.tokens(p_text text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(array_agg(t), '{}') FROM regexp_split_to_table(p_text, ' ') t WHERE t ~ '^[a-z0-9]{1,200}$'
    );
END $$;

CREATE FUNCTION kancelaria.placed_tokens(p_text text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        SELECT coalesce(string_agg(t || ':' || least(n, 16383), ' '), '')::tsvector
        FROM unnest(kancelaria.tokens(p_text)) WITH ORDINALITY AS s(t, n)
    );
END $$;

-- The queries over both columns of one group of alternatives. `=a b c`: words side by side as they stand, `=a b*`: the
-- last may be a beginning; anything else is a base form.
CREATE FUNCTION kancelaria.words_query(p_alternative text) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_alternative !~ '^=?[a-z0-9]{1,200}( [a-z0-9]{1,200}){0,60}\*?$' THEN
        RAISE EXCEPTION USING ERRCODE = 'KC001', MESSAGE = 'bad_query';
    END IF;
    RETURN regexp_replace(replace(ltrim(p_alternative, '='), ' ', ' <-> '), '\*$', ':*')::tsquery;
END $$;

CREATE FUNCTION kancelaria.any_of(p_alternatives text[], p_surface boolean) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_one text;
    v_all tsquery;
BEGIN
    FOREACH v_one IN ARRAY p_alternatives LOOP
        IF (v_one ~ '^=|\*$') = p_surface THEN
            v_all := CASE WHEN v_all IS NULL THEN kancelaria.words_query(v_one)
                ELSE v_all || kancelaria.words_query(v_one) END;
        END IF;
    END LOOP;
    RETURN v_all;
END $$;

-- The condition over search_row; built from checked tokens only.
CREATE FUNCTION kancelaria.search_condition(p_groups jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_group jsonb;
    v_words text[];
    v_lemmas tsquery;
    v_surface tsquery;
    v_parts text[] := '{}';
BEGIN
    FOR v_group IN SELECT * FROM jsonb_array_elements(p_groups) LOOP
        v_words := ARRAY(SELECT jsonb_array_elements_text(v_group));
        v_lemmas := kancelaria.any_of(v_words, false);
        v_surface := kancelaria.any_of(v_words, true);
        v_parts := v_parts || concat('(', concat_ws(' OR ',
            CASE WHEN v_lemmas IS NOT NULL THEN format('lemmas @@ %L::tsquery', v_lemmas) END,
            CASE WHEN v_surface IS NOT NULL THEN format('surface @@ %L::tsquery', v_surface) END), ')');
    END LOOP;
    RETURN array_to_string(v_parts, ' AND ');
END $$;

-- Rights are in the condition, and looked at again in the records themselves.
CREATE FUNCTION kancelaria.search_statement(p_groups jsonb, p_among_newest boolean DEFAULT false) RETURNS text
LANGUAGE plpgsql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN 'SELECT DISTINCT item_id FROM ' || CASE WHEN p_among_newest
        THEN '(SELECT * FROM kancelaria.search_row WHERE institution_id = $1 ORDER BY item_id DESC LIMIT 2000) newest'
        ELSE 'kancelaria.search_row' END
        || ' WHERE institution_id = $1 AND audiences && $2 AND ' || kancelaria.search_condition(p_groups)
        || ' ORDER BY item_id DESC LIMIT $3';
END $$;

CREATE FUNCTION kancelaria.found(p_statement text, p_institution text, p_mine text[], p_limit integer) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_id text;
    v_ids text[] := '{}';
BEGIN
    FOR v_id IN EXECUTE p_statement USING p_institution, p_mine, p_limit LOOP
        v_ids := v_ids || v_id;
    END LOOP;
    RETURN v_ids;
END $$;

-- Through the GIN index alone: for a word that isn't there the planner would rather walk all rows backwards.
CREATE FUNCTION kancelaria.found_by_index(p_statement text, p_institution text, p_mine text[], p_limit integer)
RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_indexscan = off
SET enable_indexonlyscan = off SET work_mem = '32MB' AS $$
BEGIN
    RETURN kancelaria.found(p_statement, p_institution, p_mine, p_limit);
END $$;

-- Newest first. Common words fill the list from the newest rows; all others are few enough to be looked up.
CREATE FUNCTION api_v1.search(p_groups jsonb, p_limit integer) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_me kancelaria.account := kancelaria.me();
    v_mine text[] := kancelaria.audiences_of(v_me);
    v_limit integer := least(greatest(p_limit, 1), 1001);
    v_ids text[];
BEGIN
    IF v_mine = '{}' OR jsonb_array_length(p_groups) NOT BETWEEN 1 AND 40 THEN
        RETURN '[]';
    END IF;
    v_ids := kancelaria.found(kancelaria.search_statement(p_groups, true), v_me.institution_id, v_mine, v_limit);
    IF cardinality(v_ids) < v_limit THEN
        v_ids := kancelaria.found_by_index(
            kancelaria.search_statement(p_groups), v_me.institution_id, v_mine, v_limit);
    END IF;
    PERFORM kancelaria.log_access(v_me, 'search', '{}', p_groups::text);
    RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'version', r.version, 'record', r.record)
                                      ORDER BY r.id DESC), '[]')
            FROM kancelaria.record r WHERE r.institution_id = v_me.institution_id AND r.aggregate = 'item'
              AND r.id = ANY (v_ids) AND r.audiences && v_mine);
END $$;

-- One link for a batch, under a lock of its own.
CREATE FUNCTION kancelaria.log_access(p_by kancelaria.account, p_kind text, p_objects text[], p_purpose text)
RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_seq bigint;
    v_link bytea;
    v_body bytea;
BEGIN
    PERFORM set_config('lock_timeout', '10s', true);
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM FROM kancelaria.access_head WHERE institution_id = p_by.institution_id FOR UPDATE;
    SELECT seq, link INTO v_seq, v_link FROM kancelaria.access_log
        WHERE institution_id = p_by.institution_id ORDER BY seq DESC LIMIT 1;
    v_body := convert_to(jsonb_build_object('at', clock_timestamp(), 'actor', p_by.login, 'kind', p_kind,
        'objects', to_jsonb(p_objects), 'purpose', left(p_purpose, 2000))::text, 'UTF8');
    INSERT INTO kancelaria.access_log VALUES (p_by.institution_id, coalesce(v_seq, 0) + 1, v_body,
        sha256(coalesce(v_link, decode(repeat('00', 32), 'hex')) || v_body));
END $$;

-- What was viewed, printed or exported at a station, a batch in one link; only of what one may see.
CREATE FUNCTION api_v1.log_access(p_kind text, p_objects text[], p_purpose text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF p_kind NOT IN ('view', 'print', 'export', 'search') OR cardinality(p_objects) > 10000 THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    PERFORM kancelaria.log_access(kancelaria.me(), p_kind, p_objects, p_purpose);
END $$;
