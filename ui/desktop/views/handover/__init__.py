"""Hand-over lists: what waits for the units, and the lists on their way."""
