"""The office: rules, records, sync. Knows no Qt and no scanner."""
