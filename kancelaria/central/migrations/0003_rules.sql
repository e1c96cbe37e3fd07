-- The office's rules as the central keeps them; tests compare the lists with the program's own.

CREATE FUNCTION kancelaria.known_fields(p_aggregate text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE p_aggregate
        WHEN 'item' THEN ARRAY['id', 'document_uid', 'rpw_number', 'rpw_year', 'registered_at', 'received_on', 'title',
            'sender.organisation', 'sender.surname', 'sender.given_names', 'sender.street', 'sender.postcode',
            'sender.town', 'sender.country', 'sender.email', 'sender.anonymous', 'letter_date', 'no_date', 'posted_on',
            'received_time', 'sender_reference', 'no_reference', 'addressee', 'depositor', 'delivery_method',
            'posting_operator', 'document_kind', 'access', 'attachment_count', 'format', 'dcmi_type', 'remarks',
            'reproduction.extent', 'reproduction.reason', 'consignment_id', 'sealed', 'case_mark', 'pages',
            'text_sha256', 'state', 'void_reason', 'registered_by', 'registry_point', 'return_reason', 'replaces',
            'sealed_reason', 'inscription', 'offer_deadline', 'envelope_page']
        WHEN 'consignment' THEN ARRAY['id', 'accepted_at', 'operator', 'posting_number', 'condition', 'clerk',
            'received_on', 'settled', 'settled_words', 'settled_at', 'settled_by']
        WHEN 'correspondent' THEN ARRAY['id', 'key', 'organisation', 'surname', 'given_names', 'street', 'postcode',
            'town', 'country', 'email', 'anonymous', 'pesel', 'nip', 'regon', 'krs', 'ade', 'since', 'addresses',
            'former', 'merged']
        WHEN 'rendition' THEN ARRAY['id', 'item_id', 'kind', 'sha256', 'made_at']
        WHEN 'assignment' THEN ARRAY['id', 'item_id', 'unit', 'person', 'role', 'issuer', 'issued_at', 'disposition',
            'due_on', 'urgency', 'typed_by']
        WHEN 'outgoing' THEN ARRAY['id', 'letter_id', 'number', 'year', 'registered_at', 'title', 'addressees', 'method',
            'case_mark', 'unit', 'responsible', 'responsible_post', 'handed_on', 'posted_on', 'posting_number',
            'posting_operator', 'zpo', 'check_on', 'check_result', 'paper_reason', 'letter_date', 'sender_reference',
            'reply_to', 'document_kind', 'attachment_count', 'access', 'format', 'dcmi_type', 'remarks', 'weight_class',
            'weight_g', 'fee', 'declared_value', 'cash_on_delivery', 'delivered_on', 'returned_on', 'return_reason',
            'notices', 'void_reason', 'state', 'registered_by', 'registry_point']
    END;
END $$;

-- A note of an item is a field of its own by its id, written once with its kind, moment, author and details.
CREATE FUNCTION kancelaria.is_note(p_aggregate text, p_field text, p_value jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    -- what is missing is no "unknown" here
    RETURN coalesce(p_aggregate = 'item' AND p_field ~ '^note\.[0-9A-Za-z-]{1,40}$' AND jsonb_typeof(p_value) = 'object'
        AND p_value - ARRAY['kind', 'at', 'by', 'details'] = '{}'
        AND p_value ->> 'kind' <> '' AND p_value ->> 'at' <> '' AND jsonb_typeof(p_value -> 'details') = 'object', false);
END $$;

-- Fields no later event may change.
CREATE FUNCTION kancelaria.fixed_fields(p_aggregate text) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE p_aggregate
        WHEN 'item' THEN ARRAY['id', 'document_uid', 'rpw_number', 'rpw_year', 'registered_at', 'registered_by',
            'registry_point', 'pages']
        WHEN 'consignment' THEN ARRAY['id', 'accepted_at', 'posting_number']
        WHEN 'correspondent' THEN ARRAY['id']
        WHEN 'rendition' THEN ARRAY['id', 'item_id', 'kind', 'sha256', 'made_at']
        WHEN 'assignment' THEN ARRAY['id', 'item_id', 'unit', 'person', 'role', 'issuer', 'issued_at',
            'typed_by']
        WHEN 'outgoing' THEN ARRAY['id', 'letter_id', 'number', 'year', 'registered_at', 'registered_by', 'registry_point']
    END;
END $$;

CREATE FUNCTION kancelaria.frozen_facts() RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN ARRAY['received_on', 'received_time', 'letter_date', 'no_date', 'posted_on', 'sender_reference',
        'no_reference', 'delivery_method', 'posting_operator', 'depositor', 'sealed', 'sealed_reason', 'inscription',
        'sender.organisation', 'sender.surname', 'sender.given_names', 'sender.anonymous'];
END $$;

-- Fields that only mean something together conflict together; the others stand alone.
CREATE FUNCTION kancelaria.merge_group(p_field text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE
        WHEN p_field IN ('letter_date', 'no_date') THEN 'letter_date'
        WHEN p_field IN ('sender_reference', 'no_reference') THEN 'sender_reference'
        WHEN p_field IN ('sender.organisation', 'sender.surname', 'sender.given_names', 'sender.anonymous') THEN 'sender'
        WHEN p_field IN ('organisation', 'surname', 'given_names', 'anonymous') THEN 'name'
        WHEN p_field IN ('reproduction.extent', 'reproduction.reason') THEN 'reproduction'
        WHEN p_field IN ('state', 'void_reason', 'return_reason', 'delivered_on', 'returned_on', 'notices') THEN 'state'
        WHEN p_field IN ('method', 'check_on', 'check_result', 'paper_reason') THEN 'method'
        ELSE p_field
    END;
END $$;

CREATE FUNCTION kancelaria.may_move(p_from text, p_to text) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (p_from, p_to) IN (('to_verify', 'registered'), ('to_verify', 'voided'), ('registered', 'assigned'),
        ('registered', 'voided'), ('assigned', 'assigned'), ('assigned', 'returned'), ('assigned', 'voided'),
        ('returned', 'assigned'), ('returned', 'voided'));
END $$;

-- The value as it counts: absent, null, empty list and "no" are the same nothing.
CREATE FUNCTION kancelaria.filled(p_value jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN CASE WHEN p_value IN ('null', '[]', 'false', '""') THEN NULL ELSE p_value END;
END $$;

CREATE FUNCTION kancelaria.restricted(p_record jsonb) RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN coalesce((p_record -> 'sealed')::boolean, false) OR p_record ->> 'access' = 'not_public';
END $$;

-- Targets of an item's live assignments, as audiences. A lead gives way to a later lead, unless that one was given
-- within its own unit; a returned item has no targets.
CREATE FUNCTION kancelaria.targets(p_institution text, p_item text, p_restricted boolean) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    RETURN (
        WITH live AS (
            SELECT id, record ->> 'unit' AS unit, record ->> 'person' AS person, record ->> 'role' AS role
            FROM kancelaria.record
            WHERE institution_id = p_institution AND item_id = p_item AND aggregate = 'assignment'
              AND state IS DISTINCT FROM 'returned'
        ), placed AS (
            SELECT l.*, coalesce(l.unit, a.unit) AS home FROM live l
            LEFT JOIN kancelaria.account a ON a.institution_id = p_institution AND a.login = l.person
        ), standing AS (
            SELECT p.* FROM placed p WHERE p.role <> 'lead' OR NOT EXISTS (
                SELECT FROM placed n WHERE n.role = 'lead' AND n.id > p.id
                  AND (p.home IS NULL OR n.home IS NULL
                       OR n.home NOT IN (SELECT kancelaria.units_under(p_institution, p.home))))
        )
        SELECT coalesce(array_agg(DISTINCT t.audience), '{}') FROM standing s, LATERAL (VALUES
            ('person:' || s.person),
            (CASE WHEN p_restricted THEN 'own:' || s.unit ELSE 'unit:' || s.unit END),
            (CASE WHEN NOT p_restricted AND s.person IS NOT NULL THEN 'head:' || s.home END)
        ) t(audience) WHERE t.audience IS NOT NULL
    );
END $$;

-- Who may see an item: an open one the registry and its targets; a restricted one its addressee alone, and until it is
-- handed over the clerk who registered it.
CREATE FUNCTION kancelaria.item_audiences(p_institution text, p_item text, p_record jsonb) RETURNS text[]
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    v_restricted boolean := kancelaria.restricted(p_record);
    v_targets text[];
BEGIN
    IF NOT v_restricted THEN
        RETURN ARRAY['registry'] || kancelaria.targets(p_institution, p_item, false);
    END IF;
    v_targets := kancelaria.targets(p_institution, p_item, true);
    IF v_targets = '{}' OR p_record ->> 'state' <> 'assigned' THEN
        v_targets := v_targets || ARRAY['person:' || (p_record ->> 'registered_by')];
    END IF;
    RETURN v_targets;
END $$;
