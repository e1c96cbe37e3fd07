"""The correspondents' book: search, one correspondent, corrections, merges."""
