CREATE TABLE accepted_base (
	aggregate TEXT NOT NULL,
	aggregate_id TEXT NOT NULL,
	version INTEGER NOT NULL,
	body TEXT NOT NULL,
	PRIMARY KEY (aggregate, aggregate_id)
)
;;
CREATE TABLE access (
	seq INTEGER NOT NULL,
	body BLOB NOT NULL,
	link BLOB NOT NULL,
	PRIMARY KEY (seq)
)
;;
CREATE TABLE audit (
	seq INTEGER NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id TEXT NOT NULL,
	body BLOB NOT NULL,
	link BLOB NOT NULL,
	PRIMARY KEY (seq)
)
;;
CREATE INDEX audit_subject ON audit (subject_id)
;;
CREATE TABLE blob (
	sha256 TEXT NOT NULL,
	size INTEGER NOT NULL,
	media_type TEXT NOT NULL,
	stored_at TEXT NOT NULL,
	PRIMARY KEY (sha256)
)
;;
CREATE TABLE consignment (
	id TEXT NOT NULL,
	accepted_at TEXT NOT NULL,
	operator TEXT,
	posting_number TEXT,
	condition TEXT,
	clerk TEXT,
	PRIMARY KEY (id)
)
;;
CREATE INDEX consignment_posting_number ON consignment (posting_number)
;;
CREATE TABLE correspondent (
	id TEXT NOT NULL,
	"key" TEXT NOT NULL,
	prefix TEXT NOT NULL,
	sender TEXT NOT NULL,
	uses INTEGER NOT NULL,
	last_used_at TEXT NOT NULL,
	version INTEGER NOT NULL,
	PRIMARY KEY (id),
	UNIQUE ("key")
)
;;
CREATE INDEX correspondent_prefix ON correspondent (prefix)
;;
CREATE TABLE dictionary_entry (
	dictionary TEXT NOT NULL,
	code TEXT NOT NULL,
	name TEXT NOT NULL,
	position INTEGER NOT NULL,
	active INTEGER DEFAULT '0' NOT NULL CHECK (active IN (0, 1)),
	PRIMARY KEY (dictionary, code)
)
;;
CREATE TABLE event (
	id TEXT NOT NULL,
	stream TEXT NOT NULL,
	sequence INTEGER NOT NULL,
	at TEXT NOT NULL,
	author TEXT NOT NULL,
	aggregate TEXT NOT NULL,
	aggregate_id TEXT NOT NULL,
	base_version INTEGER NOT NULL,
	patch TEXT NOT NULL,
	schema INTEGER NOT NULL,
	outcome TEXT,
	PRIMARY KEY (id),
	UNIQUE (stream, sequence)
)
;;
CREATE INDEX event_aggregate ON event (aggregate, aggregate_id)
;;
CREATE TABLE label (
	document_uid TEXT NOT NULL,
	series TEXT NOT NULL,
	year INTEGER NOT NULL,
	serial INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('reserved', 'used', 'voided')),
	item_id TEXT,
	void_reason TEXT,
	PRIMARY KEY (document_uid),
	UNIQUE (series, year, serial)
)
;;
CREATE TABLE label_print (
	id INTEGER NOT NULL,
	document_uid TEXT NOT NULL,
	at TEXT NOT NULL,
	"by" TEXT NOT NULL,
	copy INTEGER NOT NULL,
	PRIMARY KEY (id)
)
;;
CREATE INDEX label_print_uid ON label_print (document_uid)
;;
CREATE TABLE label_series (
	series TEXT NOT NULL,
	epoch INTEGER,
	PRIMARY KEY (series)
)
;;
CREATE TABLE meta (
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY ("key")
)
;;
CREATE TABLE org_unit (
	symbol TEXT NOT NULL,
	name TEXT NOT NULL,
	parent TEXT,
	PRIMARY KEY (symbol)
)
;;
CREATE TABLE person (
	login TEXT NOT NULL,
	surname TEXT NOT NULL,
	given_names TEXT NOT NULL,
	role TEXT NOT NULL CHECK (role IN ('registry', 'officer', 'head', 'kiosk', 'auditor', 'administrator')),
	unit TEXT,
	PRIMARY KEY (login)
)
;;
CREATE TABLE records_class (
	symbol TEXT NOT NULL,
	heading TEXT NOT NULL,
	retention TEXT,
	PRIMARY KEY (symbol)
)
;;
CREATE TABLE registry_point (
	symbol TEXT NOT NULL,
	name TEXT NOT NULL,
	address TEXT NOT NULL,
	PRIMARY KEY (symbol)
)
;;
CREATE TABLE search_row (
	rowid_ INTEGER NOT NULL,
	analyzer_version INTEGER NOT NULL,
	PRIMARY KEY (rowid_)
)
;;
CREATE INDEX search_row_version ON search_row (analyzer_version)
;;
CREATE TABLE setting (
	person TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	PRIMARY KEY (person, "key")
)
;;
CREATE TABLE audit_personal (
	seq INTEGER NOT NULL,
	salt BLOB NOT NULL,
	body BLOB NOT NULL,
	PRIMARY KEY (seq),
	FOREIGN KEY(seq) REFERENCES audit (seq)
)
;;
CREATE TABLE item (
	seq INTEGER NOT NULL,
	id TEXT NOT NULL,
	document_uid TEXT NOT NULL,
	rpw_number INTEGER,
	rpw_year INTEGER NOT NULL,
	registered_at TEXT NOT NULL,
	received_on TEXT NOT NULL,
	received_time TEXT,
	title TEXT NOT NULL,
	sender_organisation TEXT,
	sender_surname TEXT,
	sender_given_names TEXT,
	sender_street TEXT,
	sender_postcode TEXT,
	sender_town TEXT,
	sender_country TEXT,
	sender_email TEXT NOT NULL,
	sender_anonymous INTEGER DEFAULT '0' NOT NULL CHECK (sender_anonymous IN (0, 1)),
	letter_date TEXT,
	no_date INTEGER DEFAULT '0' NOT NULL CHECK (no_date IN (0, 1)),
	posted_on TEXT,
	sender_reference TEXT,
	no_reference INTEGER DEFAULT '0' NOT NULL CHECK (no_reference IN (0, 1)),
	addressee TEXT,
	depositor TEXT,
	delivery_method TEXT,
	posting_operator TEXT,
	document_kind TEXT NOT NULL,
	access TEXT NOT NULL CHECK (access IN ('public', 'partly_public', 'not_public')),
	attachment_count INTEGER,
	format TEXT,
	dcmi_type TEXT NOT NULL,
	remarks TEXT NOT NULL,
	reproduction_extent TEXT NOT NULL CHECK (reproduction_extent IN ('full', 'partial', 'none')),
	reproduction_reason TEXT,
	consignment_id TEXT,
	sealed INTEGER DEFAULT '0' NOT NULL CHECK (sealed IN (0, 1)),
	case_mark TEXT,
	text_sha256 TEXT,
	state TEXT NOT NULL CHECK (state IN ('to_verify', 'registered', 'assigned', 'returned', 'voided')),
	sync_state TEXT NOT NULL CHECK (sync_state IN ('local', 'pushed', 'conflict', 'rejected')),
	void_reason TEXT,
	registered_by TEXT,
	registry_point TEXT,
	version INTEGER NOT NULL,
	sender_sort TEXT NOT NULL,
	title_sort TEXT NOT NULL,
	PRIMARY KEY (seq),
	UNIQUE (id),
	UNIQUE (document_uid),
	FOREIGN KEY(consignment_id) REFERENCES consignment (id)
)
;;
CREATE INDEX item_incomplete_scan ON item (reproduction_extent) WHERE reproduction_extent != 'full'
;;
CREATE INDEX item_number ON item (rpw_year, rpw_number)
;;
CREATE INDEX item_received_on ON item (received_on)
;;
CREATE INDEX item_registered_at ON item (registered_at)
;;
CREATE INDEX item_sender_sort ON item (sender_sort)
;;
CREATE INDEX item_state ON item (state)
;;
CREATE INDEX item_title_sort ON item (title_sort)
;;
CREATE TABLE assignment (
	id TEXT NOT NULL,
	item_id TEXT NOT NULL,
	unit TEXT,
	person TEXT,
	role TEXT NOT NULL CHECK (role IN ('lead', 'contributing', 'for_information')),
	issuer TEXT NOT NULL,
	issued_at TEXT NOT NULL,
	disposition TEXT,
	due_on TEXT,
	PRIMARY KEY (id),
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;;
CREATE INDEX assignment_item ON assignment (item_id)
;;
CREATE INDEX assignment_unit ON assignment (unit)
;;
CREATE TABLE fingerprint (
	item_id TEXT NOT NULL,
	text TEXT,
	sender TEXT,
	reference TEXT,
	PRIMARY KEY (item_id),
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;;
CREATE INDEX fingerprint_reference ON fingerprint (reference, sender) WHERE reference IS NOT NULL
;;
CREATE INDEX fingerprint_text ON fingerprint (text) WHERE text IS NOT NULL
;;
CREATE TABLE item_link (
	item_id TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('replaces', 'withdraws')),
	other_id TEXT NOT NULL,
	PRIMARY KEY (item_id, kind, other_id),
	FOREIGN KEY(item_id) REFERENCES item (id),
	FOREIGN KEY(other_id) REFERENCES item (id)
)
;;
CREATE TABLE item_page (
	item_id TEXT NOT NULL,
	number INTEGER NOT NULL,
	width INTEGER NOT NULL,
	height INTEGER NOT NULL,
	dpi INTEGER NOT NULL,
	sha256 TEXT NOT NULL,
	blank INTEGER DEFAULT '0' NOT NULL CHECK (blank IN (0, 1)),
	barcodes TEXT NOT NULL,
	PRIMARY KEY (item_id, number),
	FOREIGN KEY(item_id) REFERENCES item (id)
)
 WITHOUT ROWID
;;
CREATE INDEX item_page_sha256 ON item_page (sha256)
;;
CREATE TABLE item_reading (
	item_id TEXT NOT NULL,
	text TEXT,
	suggestions TEXT NOT NULL,
	PRIMARY KEY (item_id),
	FOREIGN KEY(item_id) REFERENCES item (id)
)
;;
CREATE TABLE register_entry (
	rpw_year INTEGER NOT NULL,
	rpw_number INTEGER NOT NULL,
	item_id TEXT NOT NULL,
	void_reason TEXT,
	voided_at TEXT,
	voided_by TEXT,
	PRIMARY KEY (rpw_year, rpw_number),
	CHECK (rpw_number > 0),
	UNIQUE (item_id),
	FOREIGN KEY(item_id) REFERENCES item (id)
)
 WITHOUT ROWID
;;
CREATE TABLE rendition (
	id TEXT NOT NULL,
	item_id TEXT NOT NULL,
	kind TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	made_at TEXT NOT NULL,
	PRIMARY KEY (id),
	FOREIGN KEY(item_id) REFERENCES item (id),
	FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
;;
CREATE INDEX rendition_item ON rendition (item_id, kind)
;;
CREATE VIRTUAL TABLE search_index USING fts5(lemmas, surface, content='', contentless_delete=1, tokenize='ascii')
;;
CREATE TRIGGER audit_append_only_update BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END
;;
CREATE TRIGGER audit_append_only_delete BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'append only'); END
;;
CREATE TRIGGER access_append_only_update BEFORE UPDATE ON access BEGIN SELECT RAISE(ABORT, 'append only'); END
;;
CREATE TRIGGER access_append_only_delete BEFORE DELETE ON access BEGIN SELECT RAISE(ABORT, 'append only'); END
;;
CREATE TRIGGER register_entry_kept BEFORE DELETE ON register_entry BEGIN SELECT RAISE(ABORT, 'a register entry is never deleted'); END
;;
CREATE TRIGGER register_number_kept BEFORE UPDATE OF rpw_year, rpw_number, item_id ON register_entry BEGIN SELECT RAISE(ABORT, 'a register number never changes'); END
