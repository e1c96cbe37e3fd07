"""Use cases: one module per job, one function per use case."""
