"""The usual answers about a position that doesn't agree."""

from __future__ import annotations

from ui.desktop.views.ask_dialog import OneAnswer

DISPUTES = ("nie ma w teczce", "brak załączników", "koperta naruszona", "inne pismo niż na liście")
SETTLED = ("znaleziono, przekazano", "zostało w kancelarii", "przekazano na innej liście", "przekazano skan")

__all__ = ["DISPUTES", "SETTLED", "OneAnswer"]
