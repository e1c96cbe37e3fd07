-- Applied last: who may call what.

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA kancelaria, api_v1 FROM PUBLIC;
GRANT USAGE ON SCHEMA api_v1 TO kancelaria_person;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA api_v1 TO kancelaria_person;
