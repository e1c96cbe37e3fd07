"""Is the store whole: its pages, its chains, the numbers of its register."""

from __future__ import annotations

from sqlalchemy import Connection, func, select, text

from kancelaria.domain.errors import StoreError
from kancelaria.store.chain import damaged_audit, damaged_link
from kancelaria.store.tables import access, register_entry


def damage(connection: Connection) -> list[StoreError]:
    """Everything found damaged, as known errors; empty where the store is whole."""
    found = []
    if connection.scalar(text("PRAGMA quick_check(1)")) != "ok":
        found.append(_error("store_damaged", "Baza jest uszkodzona.", "kancelaria.sqlite"))
    if (seq := damaged_audit(connection)) is not None:
        found.append(_error("audit_damaged", f"Dziennik zmian nie zgadza się od wpisu {seq}.", str(seq)))
    if (seq := damaged_link(connection, access)) is not None:
        found.append(_error("access_log_damaged", f"Dziennik dostępu nie zgadza się od wpisu {seq}.", str(seq)))
    for year, highest, count in connection.execute(
        select(register_entry.c.rpw_year, func.max(register_entry.c.rpw_number), func.count()).group_by(
            register_entry.c.rpw_year
        )
    ):
        if highest != count:
            found.append(
                _error("register_gap", f"W rejestrze roku {year} brakuje numerów: {highest - count}.", str(year))
            )
    return found


def _error(code: str, message: str, subject: str) -> StoreError:
    return StoreError(code, message, "Przywróć dane z kopii zapasowej i zawiadom administratora.", subject)
