"""Text recognition: one engine protocol, two thin adapters, a queue with priorities."""
