"""The register (RPW) as everybody may see it."""

from __future__ import annotations

RESTRICTED = "pozycja zastrzeżona"
"""What stands in the register where a reader may not see the item: with its number and day, nothing else."""
