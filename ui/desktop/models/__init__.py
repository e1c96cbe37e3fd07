"""Item models between the queries and the views."""
