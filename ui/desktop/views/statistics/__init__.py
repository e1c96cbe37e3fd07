"""Counts of the office's mail, as charts people would rather see and as tables."""
