-- Every key begins with institution_id, so that the office can be split by institution later.
-- The two directory tables are the exception: they say what must be unique everywhere.

CREATE TABLE kancelaria.institution (
    institution_id text PRIMARY KEY,
    name text NOT NULL,
    address text NOT NULL DEFAULT '',
    incarnation text NOT NULL DEFAULT gen_random_uuid()::text,
    recovering boolean NOT NULL DEFAULT false,
    adopted_station text,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- Locked FOR UPDATE by whoever gives numbers, and never updated: what it orders comes from max() over indexes.
CREATE TABLE kancelaria.institution_head (institution_id text PRIMARY KEY);

-- What the central signs its own word with; it goes into every backup, so a restored central knows that word again.
CREATE TABLE kancelaria.seal (
    institution_id text PRIMARY KEY,
    inner_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
    outer_key bytea NOT NULL DEFAULT uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
        || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);

CREATE TABLE kancelaria.directory_login (login text PRIMARY KEY, institution_id text NOT NULL);
CREATE TABLE kancelaria.directory_series (series text PRIMARY KEY, institution_id text NOT NULL);

CREATE TABLE kancelaria.org_unit (
    institution_id text NOT NULL,
    symbol text NOT NULL,
    name text NOT NULL,
    parent text,
    PRIMARY KEY (institution_id, symbol)
);

CREATE TABLE kancelaria.account (
    institution_id text NOT NULL,
    login text NOT NULL,
    surname text NOT NULL DEFAULT '',
    given_names text NOT NULL DEFAULT '',
    role text NOT NULL CHECK (role IN ('registry', 'officer', 'head', 'kiosk', 'auditor', 'administrator')),
    unit text,
    active boolean NOT NULL DEFAULT true,
    PRIMARY KEY (institution_id, login)
);

CREATE TABLE kancelaria.station (
    institution_id text NOT NULL,
    station_id text NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    recovered_incarnation text,
    PRIMARY KEY (institution_id, station_id)
);

CREATE TABLE kancelaria.series (
    institution_id text NOT NULL,
    series text NOT NULL,
    station_id text NOT NULL,
    epoch integer NOT NULL,
    PRIMARY KEY (institution_id, series)
);
CREATE INDEX series_station ON kancelaria.series (institution_id, station_id, epoch);

CREATE TABLE kancelaria.delivery_grant (
    institution_id text NOT NULL,
    token_sha256 bytea NOT NULL,
    login text NOT NULL,
    given_at timestamptz NOT NULL DEFAULT now(),
    ends_at timestamptz NOT NULL DEFAULT now() + interval '180 days',
    PRIMARY KEY (institution_id, token_sha256)
);

-- What was pushed and what became of it. Its values lie in audit_personal, which can be erased.
CREATE TABLE kancelaria.event (
    institution_id text NOT NULL,
    stream text NOT NULL,
    sequence bigint NOT NULL,
    id text NOT NULL,
    again boolean NOT NULL DEFAULT false,
    aggregate text NOT NULL,
    aggregate_id text NOT NULL,
    base_version integer NOT NULL,
    schema integer NOT NULL,
    audit_seq bigint NOT NULL,
    accepted_at timestamptz NOT NULL DEFAULT now(),
    verdict text NOT NULL CHECK (verdict IN ('accepted', 'conflict', 'rejected')),
    position bigint,
    version integer,
    given jsonb NOT NULL DEFAULT '{}',
    conflicts jsonb NOT NULL DEFAULT '[]',
    code text NOT NULL DEFAULT '',
    PRIMARY KEY (institution_id, stream, sequence)
);
CREATE UNIQUE INDEX event_id ON kancelaria.event (institution_id, id) WHERE NOT again;
CREATE INDEX event_aggregate ON kancelaria.event (institution_id, aggregate, aggregate_id, version)
    WHERE NOT again AND version IS NOT NULL;

-- A synced aggregate as it stands: its content and who may see it.
CREATE TABLE kancelaria.record (
    institution_id text NOT NULL,
    aggregate text NOT NULL,
    id text NOT NULL,
    version integer NOT NULL,
    audiences text[] NOT NULL,
    item_id text,
    document_uid text,
    rpw_year integer,
    rpw_number integer,
    state text,
    record jsonb NOT NULL,
    field_versions jsonb NOT NULL DEFAULT '{}',
    PRIMARY KEY (institution_id, aggregate, id),
    CHECK (state IN ('to_verify', 'registered', 'assigned', 'returned', 'voided'))
);
CREATE UNIQUE INDEX record_uid ON kancelaria.record (institution_id, document_uid) WHERE document_uid IS NOT NULL;
CREATE UNIQUE INDEX record_number ON kancelaria.record (institution_id, rpw_year, rpw_number)
    WHERE rpw_number IS NOT NULL;
CREATE INDEX record_item ON kancelaria.record (institution_id, item_id, aggregate) WHERE item_id IS NOT NULL;
CREATE INDEX record_consignment ON kancelaria.record (institution_id, (record ->> 'consignment_id'))
    WHERE aggregate = 'item' AND record ? 'consignment_id';
CREATE INDEX record_correspondent ON kancelaria.record (institution_id, (record ->> 'key'))
    WHERE aggregate = 'correspondent';

-- The register says that a number was given, when, and whether it was struck; never to what.
CREATE TABLE kancelaria.register_entry (
    institution_id text NOT NULL,
    rpw_year integer NOT NULL,
    rpw_number integer NOT NULL CHECK (rpw_number > 0),
    entered_on date NOT NULL,
    voided boolean NOT NULL DEFAULT false,
    unclaimed boolean NOT NULL DEFAULT false,
    PRIMARY KEY (institution_id, rpw_year, rpw_number)
);

CREATE TABLE kancelaria.register_year (
    institution_id text NOT NULL,
    rpw_year integer NOT NULL,
    closed_at timestamptz NOT NULL DEFAULT now(),
    closed_by text NOT NULL,
    PRIMARY KEY (institution_id, rpw_year)
);

CREATE TABLE kancelaria.feed (
    institution_id text NOT NULL,
    position bigint NOT NULL,
    audience text NOT NULL,
    aggregate text NOT NULL,
    aggregate_id text NOT NULL,
    version integer NOT NULL,
    PRIMARY KEY (institution_id, position, audience)
);
CREATE INDEX feed_audience ON kancelaria.feed (institution_id, audience, position);

CREATE TABLE kancelaria.audit (
    institution_id text NOT NULL,
    seq bigint NOT NULL,
    body bytea NOT NULL,
    link bytea NOT NULL,
    PRIMARY KEY (institution_id, seq)
);

CREATE TABLE kancelaria.audit_personal (
    institution_id text NOT NULL,
    seq bigint NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL,
    PRIMARY KEY (institution_id, seq)
);

CREATE TABLE kancelaria.access_log (
    institution_id text NOT NULL,
    seq bigint NOT NULL,
    body bytea NOT NULL,
    link bytea NOT NULL,
    PRIMARY KEY (institution_id, seq)
);

-- Locked by whoever appends to the access log, so that it never waits for numbers.
CREATE TABLE kancelaria.access_head (institution_id text PRIMARY KEY);

CREATE TABLE kancelaria.checkpoint (
    institution_id text NOT NULL,
    chain text NOT NULL CHECK (chain IN ('audit', 'access_log')),
    seq bigint NOT NULL,
    link bytea NOT NULL,
    signature bytea NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (institution_id, chain, seq)
);

CREATE TABLE kancelaria.scan (
    institution_id text NOT NULL,
    item_id text NOT NULL,
    sha256 text NOT NULL,
    size bigint NOT NULL CHECK (size BETWEEN 0 AND 536870912),
    media_type text NOT NULL,
    year integer NOT NULL,
    held bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (institution_id, item_id, sha256)
);

CREATE TABLE kancelaria.scan_chunk (
    institution_id text NOT NULL,
    year integer NOT NULL,
    item_id text NOT NULL,
    sha256 text NOT NULL,
    start bigint NOT NULL,
    bytes bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
    PRIMARY KEY (institution_id, year, item_id, sha256, start)
) PARTITION BY LIST (year);
ALTER TABLE kancelaria.scan_chunk ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE kancelaria.scan_chunk_other PARTITION OF kancelaria.scan_chunk DEFAULT;
ALTER TABLE kancelaria.scan_chunk_other ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE kancelaria.search_row (
    institution_id text NOT NULL,
    item_id text NOT NULL,
    part integer NOT NULL,
    analyzer_version integer NOT NULL,
    audiences text[] NOT NULL,
    lemmas tsvector NOT NULL,
    surface tsvector NOT NULL,
    PRIMARY KEY (institution_id, item_id, part)
);
CREATE INDEX search_words ON kancelaria.search_row USING gin (lemmas, surface, audiences)
    WITH (gin_pending_list_limit = 512);
