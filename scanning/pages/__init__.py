"""What is done to a page image: clean, straighten, orient, blank flag, crop, barcodes, thumbnail, split."""
