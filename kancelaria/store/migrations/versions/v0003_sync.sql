CREATE TABLE event (
	ordinal INTEGER NOT NULL, 
	id TEXT NOT NULL, 
	stream TEXT NOT NULL, 
	sequence INTEGER, 
	at TEXT NOT NULL, 
	author TEXT NOT NULL, 
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	base_version INTEGER NOT NULL, 
	accepted_version INTEGER DEFAULT '0' NOT NULL, 
	patch TEXT NOT NULL, 
	schema INTEGER NOT NULL, 
	outcome TEXT, 
	depends_on TEXT, 
	feed_version INTEGER, 
	answered_at TEXT, 
	incarnation TEXT, 
	held_by TEXT, 
	PRIMARY KEY (ordinal), 
	UNIQUE (stream, sequence), 
	UNIQUE (id)
)
;;
CREATE INDEX event_aggregate ON event (aggregate, aggregate_id)
;;
CREATE INDEX event_answered ON event (answered_at) WHERE answered_at IS NOT NULL
;;
CREATE INDEX event_unanswered ON event (aggregate_id, ordinal) WHERE outcome IS NULL
;;
CREATE INDEX event_waiting ON event (stream, ordinal) WHERE outcome IS NULL
;;
CREATE TABLE accepted_base (
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	version INTEGER NOT NULL, 
	body TEXT NOT NULL, 
	stale INTEGER DEFAULT '0' NOT NULL CHECK (stale IN (0, 1)), 
	PRIMARY KEY (aggregate, aggregate_id)
)
;;
CREATE TABLE sync_stream (
	stream TEXT NOT NULL, 
	sequence INTEGER NOT NULL, 
	PRIMARY KEY (stream)
)
;;
CREATE TABLE sync_cursor (
	audience TEXT NOT NULL, 
	position INTEGER NOT NULL, 
	PRIMARY KEY (audience)
)
;;
CREATE TABLE shown (
	audience TEXT NOT NULL, 
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	PRIMARY KEY (audience, aggregate, aggregate_id)
)
 WITHOUT ROWID
;;
CREATE INDEX shown_record ON shown (aggregate, aggregate_id)
;;
CREATE TABLE parked (
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	waits_for TEXT NOT NULL, 
	PRIMARY KEY (aggregate, aggregate_id)
)
;;
CREATE INDEX parked_waits_for ON parked (waits_for)
;;
CREATE TABLE purge_due (
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	PRIMARY KEY (aggregate, aggregate_id)
)
;;
CREATE TABLE blob_upload (
	seq INTEGER NOT NULL, 
	item_id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	author TEXT NOT NULL, 
	PRIMARY KEY (seq), 
	FOREIGN KEY(sha256) REFERENCES blob (sha256)
)
;;
CREATE UNIQUE INDEX blob_upload_once ON blob_upload (item_id, sha256)
;;
CREATE TABLE search_upload (
	item_id TEXT NOT NULL, 
	round INTEGER NOT NULL, 
	PRIMARY KEY (item_id)
)
;;
CREATE TABLE blob_download (
	rendition_id TEXT NOT NULL, 
	item_id TEXT NOT NULL, 
	sha256 TEXT NOT NULL, 
	kind TEXT NOT NULL, 
	made_at TEXT NOT NULL, 
	wanted INTEGER NOT NULL, 
	PRIMARY KEY (rendition_id)
)
;;
CREATE INDEX blob_download_item ON blob_download (item_id)
;;
CREATE TABLE task (
	id TEXT NOT NULL, 
	kind TEXT NOT NULL CHECK (kind IN ('conflict', 'rejected')), 
	aggregate TEXT NOT NULL, 
	aggregate_id TEXT NOT NULL, 
	event_id TEXT NOT NULL, 
	author TEXT NOT NULL, 
	raised_at TEXT NOT NULL, 
	field TEXT, 
	base TEXT, 
	mine TEXT, 
	theirs TEXT, 
	code TEXT NOT NULL, 
	message TEXT NOT NULL, 
	choice TEXT, 
	resolved_at TEXT, 
	resolved_by TEXT, 
	PRIMARY KEY (id)
)
;;
CREATE INDEX task_event ON task (event_id)
;;
CREATE INDEX task_open ON task (aggregate_id) WHERE resolved_at IS NULL
