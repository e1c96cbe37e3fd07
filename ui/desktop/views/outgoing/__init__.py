"""Outgoing mail in the window."""
