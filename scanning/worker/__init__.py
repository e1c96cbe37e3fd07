"""Killable child processes: one owns a scanner, others clean and read pages."""
