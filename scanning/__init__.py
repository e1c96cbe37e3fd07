"""Paper → pages → documents. Knows no office and no Qt."""
