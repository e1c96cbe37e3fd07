"""The shared central on PostgreSQL: schema, rights, api_v1, provisioning, upkeep, and the client stations use."""
