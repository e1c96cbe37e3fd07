"""Print-outs: what stands on them, and where."""
