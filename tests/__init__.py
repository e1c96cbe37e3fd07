"""Tests of the whole house, by the size of what they drive: unit, ui, integration, e2e; benchmarks in `bench`."""
