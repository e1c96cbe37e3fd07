"""The other print-outs of the counter, beside F4 and F5: commands, their questions, and checking a receipt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from ui.desktop.jobs.runner import JobRunner
from ui.desktop.print_desk import PAPER, Prepare, PrintDesk
from ui.desktop.shell.commands import Command, CommandList
from ui.desktop.shell.error_panel import known
from ui.desktop.shell.who import Who
from ui.operations.print_ports import LabelWish, Printouts

if TYPE_CHECKING:
    from ui.desktop.print_dialogs import CheckDialog, UnusedDialog

GROUP = "Druki"
SHEET = "label.sheet"
"""The choice of how sheets of labels are parted."""
REGISTRY, COUNTER = frozenset({"registry"}), frozenset({"registry", "officer", "head"})


class Window(Protocol):
    """What the forms need of the window."""

    jobs: JobRunner
    commands: CommandList
    who: Who

    def item_in_hand(self) -> str:
        """The identifier of the letter a person works with; empty where there is none."""
        ...

    def show_failure(self, error: Exception) -> None:
        """Show an error."""
        ...


class PrintForms(QObject):
    """Asks what is needed and hands it to the print desk."""

    def __init__(self, window: Window, parent: QWidget, desk: PrintDesk, prints: Printouts) -> None:
        super().__init__(parent)
        self._window, self._parent, self._desk, self._prints = window, parent, desk, prints
        rows: Sequence[tuple[str, str, Callable[[], None], frozenset[str]]] = (
            ("Pokwitowanie: papier, egzemplarze, zbiorcze", "Shift+F5", self.receipt, COUNTER),
            ("Etykieta na kopię interesanta", "Shift+F4", self.own_copy, COUNTER),
            ("Etykieta „NIE OTWIERAĆ” na kopertę", "", self.envelope, COUNTER),
            ("Etykiety z góry (seria)", "", self.series, REGISTRY),
            ("Niewykorzystane etykiety", "", self.unused, REGISTRY),
            ("Protokół podania ustnego lub osoby, która nie może podpisać", "", self.oral, REGISTRY),
            ("Protokół uszkodzenia przesyłki", "", self.damage, REGISTRY),
            ("Sprawdź potwierdzenie złożenia", "", self.check, COUNTER),
        )
        for name, key, run, roles in rows:
            window.commands.add(Command(name, key, run, GROUP, partial(window.who.may, roles)))

    def receipt(self) -> None:
        """A receipt on another paper, in several copies, or of several letters."""
        from ui.desktop.print_dialogs import ReceiptDialog

        dialog = ReceiptDialog(self._window.item_in_hand(), self._desk.choice(PAPER, "A5"), self._parent)

        def go() -> None:
            wish = dialog.wish()
            dialog.accept()
            self._desk.run("receipt", lambda: self._prints.receipt(wish))

        dialog.confirmed.connect(go)
        dialog.open()

    def own_copy(self) -> None:
        """The second label, for the visitor's own copy; at once where a letter is in hand."""
        self._for_item(
            "ownCopyDialog", "Etykieta na kopię interesanta", "label",
            lambda uid: lambda: self._prints.labels(LabelWish((uid,), kind="visitor_copy")),
        )  # fmt: skip

    def envelope(self) -> None:
        """The label of an envelope that stays closed."""
        from ui.desktop.print_dialogs import EnvelopeDialog

        dialog = EnvelopeDialog(self._window.item_in_hand(), self._parent)

        def go(_subject: str) -> None:
            wish = dialog.wish()
            self._desk.run("label", lambda: self._prints.labels(wish))

        dialog.given.connect(go)
        dialog.open()

    def series(self) -> None:
        """Labels ahead, on the label printer or on sheets."""
        from ui.desktop.print_dialogs import SeriesDialog

        dialog = SeriesDialog(self._desk.choice(SHEET), self._parent)

        def go() -> None:
            wish, sheet = dialog.wish()
            dialog.accept()
            if sheet is not None:
                self._desk.choose(SHEET, sheet.layout)
            self._desk.run("label" if sheet is None else "sheet", lambda: self._prints.labels(wish, sheet))

        dialog.confirmed.connect(go)
        dialog.open()

    def oral(self) -> None:
        """The protocol of an oral application."""
        from ui.desktop.print_dialogs import OralDialog

        dialog = OralDialog(self._window.item_in_hand(), self._parent)

        def go(_subject: str) -> None:
            wish = dialog.wish()
            self._desk.run("protocol", lambda: self._prints.oral_protocol(wish))

        dialog.given.connect(go)
        dialog.open()

    def damage(self) -> None:
        """The protocol of a damaged consignment, from its note."""
        self._for_item(
            "damageDialog", "Protokół uszkodzenia przesyłki", "protocol",
            lambda uid: lambda: self._prints.damage_protocol(uid),
        )  # fmt: skip

    def check(self, code: str = "") -> None:
        """Whether a receipt is ours; `code` where a reader has read it already."""
        from ui.desktop.print_dialogs import CheckDialog

        dialog = self._parent.findChild(CheckDialog, "checkDialog") or CheckDialog(self._parent)
        if not dialog.isVisible():
            dialog.asked.connect(lambda asked: self._check(dialog, asked))
            dialog.open()
        if code:
            dialog.ask(code)

    def unused(self) -> None:
        """What of the series printed ahead is on no paper."""
        from ui.desktop.print_dialogs import UnusedDialog

        dialog = UnusedDialog(self._parent)
        dialog.void_asked.connect(lambda labels, reason: self._void(dialog, labels, reason))
        dialog.rest_asked.connect(lambda: self._rest(dialog))
        self._show_unused(dialog)
        dialog.open()

    def _check(self, dialog: CheckDialog, code: str) -> None:
        def failed(error: Exception) -> None:
            shown = known(error)
            if shown is None:
                self._window.show_failure(error)
            else:
                dialog.show_refusal(f"{shown.message}\n{shown.hint}".strip())

        self._window.jobs.submit(
            "db", lambda _job: self._prints.check(code), dialog.show_checked, failed,
            label="Sprawdzanie potwierdzenia", owner=dialog,
        )  # fmt: skip

    def _show_unused(self, dialog: UnusedDialog) -> None:
        self._window.jobs.submit(
            "db", lambda _job: self._prints.unused(), dialog.show_runs, label="Czytanie etykiet", owner=dialog
        )

    def _void(self, dialog: UnusedDialog, labels: Sequence[str], reason: str) -> None:
        def done(count: int) -> None:
            dialog.show_voided(count)
            self._show_unused(dialog)

        def failed(error: Exception) -> None:
            shown = known(error)
            if shown is None:
                self._window.show_failure(error)
            else:
                dialog.show_refusal(f"{shown.message} {shown.hint}".strip())

        self._window.jobs.submit(
            "db", lambda _job: self._prints.void(labels, reason), done, failed, label="Unieważnianie etykiet",
            owner=dialog, cancellable=False,
        )  # fmt: skip

    def _rest(self, dialog: UnusedDialog) -> None:
        dialog.accept()
        self._desk.run("label", lambda: self._prints.labels(LabelWish(rest=True)))

    def _for_item(self, name: str, title: str, kind: str, prepare: Callable[[str], Prepare]) -> None:
        """At once for the letter in hand; where there is none it is asked for."""
        from ui.desktop.print_dialogs import SubjectDialog

        uid = self._window.item_in_hand()
        if uid:
            self._desk.run(kind, prepare(uid))
            return
        dialog = SubjectDialog(name, title, "Identyfikator", "", self._parent)
        dialog.given.connect(lambda subject: self._desk.run(kind, prepare(subject)))
        dialog.open()
