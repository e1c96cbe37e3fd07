"""Windows and their parts; they see ports and jobs, never the store."""
