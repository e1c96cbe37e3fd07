-- Scans: chunks of an item one may see. A hash alone proves nothing and opens nothing.

CREATE FUNCTION kancelaria.require_item(p_by kancelaria.account, p_item text) RETURNS integer
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_year integer;
BEGIN
    SELECT rpw_year INTO v_year FROM kancelaria.record WHERE institution_id = p_by.institution_id
        AND aggregate = 'item' AND id = p_item AND audiences && kancelaria.audiences_of(p_by);
    IF v_year IS NULL THEN
        PERFORM kancelaria.fail('item_unknown');
    END IF;
    RETURN v_year;
END $$;

CREATE FUNCTION api_v1.scan_held(p_item text, p_sha256 text, p_grant text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_by kancelaria.account := kancelaria.pusher(p_grant);
BEGIN
    PERFORM kancelaria.require_item(v_by, p_item);
    RETURN coalesce((SELECT held FROM kancelaria.scan WHERE institution_id = v_by.institution_id
                     AND item_id = p_item AND sha256 = p_sha256), 0);
END $$;

-- Takes the chunk that continues what is held, else only says how much that is. The last one is hashed with the rest.
CREATE FUNCTION api_v1.put_chunk(
    p_item text, p_sha256 text, p_size bigint, p_media_type text, p_start bigint, p_bytes bytea,
    p_grant text DEFAULT NULL) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_by kancelaria.account := kancelaria.pusher(p_grant);
    v_year integer := kancelaria.require_item(v_by, p_item);
    v_scan kancelaria.scan;
BEGIN
    IF v_by.role NOT IN ('registry', 'officer', 'head') OR p_sha256 !~ '^[0-9a-f]{64}$' THEN
        PERFORM kancelaria.fail('central_refused');
    END IF;
    INSERT INTO kancelaria.scan (institution_id, item_id, sha256, size, media_type, year)
        VALUES (v_by.institution_id, p_item, p_sha256, p_size, left(p_media_type, 100), v_year) ON CONFLICT DO NOTHING;
    SELECT * INTO v_scan FROM kancelaria.scan WHERE institution_id = v_by.institution_id AND item_id = p_item
        AND sha256 = p_sha256 FOR UPDATE;
    IF p_start <> v_scan.held OR octet_length(p_bytes) = 0 THEN
        RETURN v_scan.held;
    ELSIF v_scan.size <> p_size OR p_start + octet_length(p_bytes) > v_scan.size THEN
        PERFORM kancelaria.fail('scan_damaged');
    END IF;
    INSERT INTO kancelaria.scan_chunk
        VALUES (v_by.institution_id, v_scan.year, p_item, p_sha256, p_start, p_bytes);
    v_scan.held := p_start + octet_length(p_bytes);
    IF v_scan.held = v_scan.size AND kancelaria.hash_of_scan(v_scan) <> p_sha256 THEN
        DELETE FROM kancelaria.scan_chunk WHERE institution_id = v_by.institution_id AND year = v_scan.year
            AND item_id = p_item AND sha256 = p_sha256;
        v_scan.held := -1;
    END IF;
    UPDATE kancelaria.scan SET held = greatest(v_scan.held, 0) WHERE institution_id = v_by.institution_id
        AND item_id = p_item AND sha256 = p_sha256;
    RETURN v_scan.held;
END $$;

CREATE FUNCTION kancelaria.hash_of_scan(p_scan kancelaria.scan) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
    SELECT encode(sha256(string_agg(bytes, ''::bytea ORDER BY start)), 'hex') FROM kancelaria.scan_chunk
    WHERE institution_id = p_scan.institution_id AND year = p_scan.year AND item_id = p_scan.item_id
      AND sha256 = p_scan.sha256
$$;

CREATE FUNCTION api_v1.get_chunk(p_item text, p_sha256 text, p_start bigint, p_limit integer) RETURNS bytea
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_by kancelaria.account := kancelaria.me();
    v_year integer := kancelaria.require_item(v_by, p_item);
    v_bytes bytea;
BEGIN
    SELECT substr(c.bytes, (p_start - c.start)::integer + 1, least(p_limit, 1048576)) INTO v_bytes
        FROM kancelaria.scan_chunk c
        WHERE c.institution_id = v_by.institution_id AND c.item_id = p_item AND c.sha256 = p_sha256
          AND c.year = v_year AND c.start <= p_start
        ORDER BY c.start DESC LIMIT 1;
    RETURN coalesce(v_bytes, '');
END $$;
