"""The `kancelaria` command."""
