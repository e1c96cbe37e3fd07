"""The chronological store: what waits for a place, the boxes, what is lent out."""
