"""The central's schema as numbered SQL files, applied in order."""
