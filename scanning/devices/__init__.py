"""Scanner drivers: one protocol, a module per driver."""
