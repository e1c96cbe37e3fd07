"""Text → suggestions."""
