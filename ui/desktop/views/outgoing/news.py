"""News in the open list of outgoing mail: a number given, another station's letter; what a person looks at stays."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QObject, QTimer
from PySide6.QtWidgets import QWidget

from ui.desktop.models.assigned_model import Changes
from ui.desktop.models.outgoing_model import OutgoingModel
from ui.desktop.views.outgoing.table import OutgoingTable

GATHER_MS = 300
"""Changes that come together are taken in together."""


class OutgoingNews(QObject):
    """Reads the list again when a record of it changed or there are more of them; only while its place is open."""

    def __init__(
        self, table: OutgoingTable, model: OutgoingModel,
        subscribe: Callable[[Callable[[frozenset[str]], None]], None], place: QWidget,
    ) -> None:  # fmt: skip
        super().__init__(place)
        self._table, self._model, self._place_shown = table, model, place
        self._ids: frozenset[str] = frozenset()
        self._place: tuple[int, int, frozenset[str]] | None = None
        self._wait = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._wait.timeout.connect(self._look)
        self._changes = Changes(subscribe, self)
        self._changes.told.connect(self._on_told)
        model.loaded.connect(self._on_loaded)

    def _on_told(self, ids: frozenset[str]) -> None:
        self._ids |= ids
        if not self._wait.isActive():
            self._wait.start()

    def _look(self) -> None:
        ids, self._ids = self._ids, frozenset()
        if self._place_shown.isVisible():
            self._model.ask_changed(ids, self._read_again)

    def _read_again(self) -> None:
        chosen = frozenset(row.id for row in self._table.chosen)
        down, across = self._table.verticalScrollBar().value(), self._table.horizontalScrollBar().value()
        self._place = (down, across, chosen)
        self._model.reload()

    def _on_loaded(self, _count: int) -> None:
        if self._place is None:
            return
        (down, across, chosen), self._place = self._place, None
        select = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for item_id in chosen:
            if (place := self._model.place_of(item_id)) is not None:
                self._table.selectionModel().select(self._model.index(place, 0), select)
        self._table.verticalScrollBar().setValue(down)
        self._table.horizontalScrollBar().setValue(across)
