"""Sync of a station with the central: push, pull, conflicts, blob transfer. Knows neither database."""
