"""Dictionaries shipped with the program; the office changes its own copy."""
