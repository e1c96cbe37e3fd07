"""All threading of the desktop: plain functions on named lanes, results on the main thread."""
