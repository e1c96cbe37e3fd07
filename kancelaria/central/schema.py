"""The central's schema: roles, and the numbered SQL files applied in order; a newer schema is refused."""

from __future__ import annotations

from importlib.resources import files

from psycopg import sql

from kancelaria.central.connection import Connection
from kancelaria.domain.errors import CentralError

OWNER = "kancelaria_owner"
ROLE_MAKER = "kancelaria_role_maker"
PERSON = "kancelaria_person"
ROLES = ("registry", "officer", "head", "kiosk", "auditor", "administrator")
GRANTS = "9999_grants.sql"
_LOCK = 7_204_851

_CLOSED_TO_PEOPLE = (
    "pg_catalog.pg_logical_emit_message(boolean, text, text)",
    "pg_catalog.pg_logical_emit_message(boolean, text, bytea)",
    "pg_catalog.pg_notify(text, text)",
    "pg_catalog.lo_creat(integer)",
    "pg_catalog.lo_create(oid)",
    "pg_catalog.lo_from_bytea(oid, bytea)",
    "pg_catalog.lo_put(oid, bigint, bytea)",
    "pg_catalog.lowrite(integer, bytea)",
)

# how many rows and bytes a table holds says how much others have written
_COUNTERS = (
    "^pg_stat_get_(xact_)?(live|dead|tuples|blocks|numscans|lastscan|ins_since|mod_since|db_tuples|db_blocks|db_xact)"
    "|^pg_(table|relation|total_relation|indexes|database|tablespace)_size$"
)


def migrations() -> list[tuple[int, str, str]]:
    """(version, name, SQL) of every migration in order, without the grants that come last."""
    folder = files("kancelaria.central.migrations")
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql") and entry.name != GRANTS)
    return [(int(name[:4]), name, (folder / name).read_text(encoding="utf-8")) for name in names]


def bring_up_to_date(connection: Connection) -> int:
    """Apply what is missing, all in one transaction; returns the version. CentralError where the schema is newer."""
    known = migrations()
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_LOCK,))
        _make_roles(connection)
        _close_database(connection)
        applied = schema_version(connection)
        if applied > known[-1][0]:
            raise newer_schema()
        connection.execute(sql.SQL("SET LOCAL ROLE {}").format(sql.Identifier(OWNER)))
        for version, name, text in known:
            if version > applied:
                connection.execute(text.encode())
                connection.execute("INSERT INTO kancelaria.schema_version VALUES (%s, %s)", (version, name))
        connection.execute((files("kancelaria.central.migrations") / GRANTS).read_text(encoding="utf-8").encode())
        connection.execute("RESET ROLE")
        _hand_over_role_making(connection)
    return known[-1][0]


def newer_schema() -> CentralError:
    """The database was made by a newer program."""
    return CentralError("central_newer", "Centrala ma nowszą budowę niż ten program.", "Zaktualizuj program.")


def schema_version(connection: Connection) -> int:
    """The version applied last; 0 where there is none."""
    row = connection.execute("SELECT max(version) FROM kancelaria.schema_version").fetchone()
    return 0 if row is None or row[0] is None else int(row[0])


def _make_roles(connection: Connection) -> None:
    present = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    groups = [f"kancelaria_{role}" for role in ROLES]
    for name in (OWNER, ROLE_MAKER, PERSON, *groups):
        if name not in present:
            connection.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(sql.Identifier(name)))
    connection.execute(sql.SQL("ALTER ROLE {} CREATEROLE").format(sql.Identifier(ROLE_MAKER)))
    connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(ROLE_MAKER)))
    for group in groups:
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(PERSON), sql.Identifier(group)))


def _close_database(connection: Connection) -> None:
    """Take from everybody what PostgreSQL gives to everybody; people get back the connection alone."""
    row = connection.execute("SELECT current_database()").fetchone()
    database = sql.Identifier(str(row[0]) if row else "")
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, sql.Identifier(PERSON)))
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    for signature in _CLOSED_TO_PEOPLE:
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC".encode())
    rows = connection.execute(
        "SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace"
        " AND (proname LIKE 'pg%%advisory%%' OR proname ~ %s)",
        (_COUNTERS,),
    ).fetchall()
    for (signature,) in rows:
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC".encode())
    connection.execute(f"GRANT EXECUTE ON FUNCTION {_CLOSED_TO_PEOPLE[0]} TO {OWNER}".encode())
    for schema in ("kancelaria", "api_v1"):
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {OWNER}".encode())
    connection.execute(
        "CREATE TABLE IF NOT EXISTS kancelaria.schema_version"
        " (version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())"
    )
    connection.execute(f"ALTER TABLE kancelaria.schema_version OWNER TO {OWNER}".encode())


def _hand_over_role_making(connection: Connection) -> None:
    for signature in ("kancelaria.make_login(text, text, text)", "kancelaria.end_login(text)"):
        connection.execute(f"ALTER FUNCTION {signature} OWNER TO {ROLE_MAKER}".encode())
        connection.execute(f"REVOKE EXECUTE ON FUNCTION {signature} FROM PUBLIC".encode())
        connection.execute(f"GRANT EXECUTE ON FUNCTION {signature} TO {OWNER}".encode())
