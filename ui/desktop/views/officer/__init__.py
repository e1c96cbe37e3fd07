"""The places of those who handle cases."""
