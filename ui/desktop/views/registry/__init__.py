"""The registry: the desk and the register."""
