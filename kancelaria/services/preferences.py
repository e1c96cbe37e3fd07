"""A person's choices: columns, theme, sticky values."""

from __future__ import annotations

from typing import Any

from kancelaria.services.ports import UnitOfWork


def keep_setting(person: str, key: str, value: Any, uow: UnitOfWork) -> None:
    """Keep a choice of a person (any JSON value)."""
    with uow:
        uow.settings.put(person, key, value)
        uow.commit()
