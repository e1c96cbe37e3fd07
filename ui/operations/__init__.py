"""Qt-free glue where scanning meets the office."""
