"""The station's own SQLite store."""
