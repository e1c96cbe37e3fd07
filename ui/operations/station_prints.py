"""Print-outs of the station as its windows ask for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from kancelaria.bootstrap import Office
from kancelaria.printing.model import LabelKind
from kancelaria.printing.receipt_paper import Paper
from kancelaria.printing.sending import system_queues
from kancelaria.services.labels import void_labels
from ui.operations.label_prints import (
    LabelOrder,
    PreparedLabels,
    count_labels,
    draw_labels,
    identifiers,
    labels_to_printer,
    prepare_labels,
    print_sample,
    sample_label,
    sheet_place,
    unused_rows,
)
from ui.operations.print_ports import (
    CheckedReceipt,
    LabelWish,
    OralWish,
    PrintJob,
    Progress,
    ReceiptWish,
    SheetWish,
    UnusedRun,
)
from ui.operations.protocol_prints import OralOrder, prepare_damage, prepare_oral
from ui.operations.receipt_prints import ReceiptOrder, check_code, count_receipt, draw_receipt, prepare_receipt


class StationPrintouts:
    """Prepares print-outs under whoever works here. Methods may come from any thread."""

    def __init__(self, office: Office, actor: Callable[[], str], clerk: Callable[[], str], folder: Path) -> None:
        """`clerk`: the same person, refused where their role may not register; files are made in `folder`."""
        self._office, self._actor, self._clerk, self._folder = office, actor, clerk, folder
        folder.mkdir(parents=True, exist_ok=True)

    @property
    def label_printer(self) -> str:
        """The printer of labels an administrator set; may be empty."""
        return self._office.settings.label_printer

    def labels(self, wish: LabelWish, sheet: SheetWish | None = None) -> PrintJob:
        """Labels ready to be printed; a new series is reserved by that."""
        ahead = bool(wish.series or wish.rest)
        actor = self._clerk() if ahead else self._actor()
        # a wrong sheet is found out before a series is reserved for it
        place = sheet_place(self._office, sheet.layout, sheet.start) if sheet is not None else None
        kind = LabelKind(wish.kind) if wish.kind else None
        order = LabelOrder(wish.uids, wish.series, wish.rest, kind, wish.procedure, wish.deadline)
        prepared = prepare_labels(self._office, actor, order)
        name = f"{prepared.uids[0]}-{len(prepared.uids)}" if len(prepared.uids) > 1 else prepared.uids[0]
        target = self._folder / f"etykieta-{name}.pdf"

        def pdf() -> Path:
            draw_labels(prepared, target, place)
            return target

        def send(address: str, progress: Progress) -> int:
            return labels_to_printer(self._office, actor, prepared, address, progress)

        return PrintJob(
            "label" if place is None else "sheet",
            _labels_words(prepared),
            pdf,
            lambda: count_labels(self._office, actor, prepared),
            send if place is None else None,
        )

    def receipt(self, wish: ReceiptWish) -> PrintJob:
        """A receipt ready to be printed."""
        actor = self._actor()
        paper = cast(Paper, wish.paper)
        order = ReceiptOrder(wish.uids, paper, wish.copies, wish.case_number, wish.case_code)
        prepared = prepare_receipt(self._office, actor, order)
        target = self._folder / f"potwierdzenie-{prepared.uids[0]}.pdf"

        def pdf() -> Path:
            draw_receipt(prepared, target)
            return target

        many = f" i {len(prepared.uids) - 1} innych" if len(prepared.uids) > 1 else ""
        what = f"Pokwitowanie {prepared.uids[0]}{many}"
        return PrintJob("receipt", what, pdf, lambda: count_receipt(self._office, actor, prepared))

    def oral_protocol(self, wish: OralWish) -> PrintJob:
        """The protocol of an oral application, or of a person who can't sign."""
        order = OralOrder(wish.document_uid, wish.content, wish.reason, wish.second, wish.cannot_sign)
        return prepare_oral(self._office, self._clerk(), order, self._folder)

    def damage_protocol(self, document_uid: str) -> PrintJob:
        """The protocol of a damaged consignment."""
        return prepare_damage(self._office, self._clerk(), document_uid, self._folder)

    def sample(self) -> PrintJob:
        """A label that is nobody's, to try a printer with; nothing is counted."""
        target = self._folder / "etykieta-probna.pdf"

        def pdf() -> Path:
            draw_labels(PreparedLabels((sample_label(self._office),), ""), target)
            return target

        def send(address: str, _progress: Progress) -> int:
            print_sample(self._office, address)
            return 1

        return PrintJob("label", "Próbna etykieta", pdf, lambda: None, send)

    def queues(self) -> list[str]:
        """Queues of the system a label printer may stand behind."""
        return system_queues()

    def unused(self) -> list[UnusedRun]:
        """Labels printed ahead that are on no paper."""
        return [UnusedRun(**row) for row in unused_rows(self._office)]  # type: ignore[arg-type]

    def void(self, labels: Sequence[str], reason: str) -> int:
        """Void spoiled labels (identifiers, or `FIRST..LAST`); gives how many."""
        wanted = [uid for text in labels for uid in identifiers(text)]
        return len(void_labels(wanted, reason, self._office.uow(self._clerk()), self._office.workplace))

    def check(self, code: str) -> CheckedReceipt:
        """Whether a receipt is ours."""
        found = check_code(self._office, self._actor(), code)
        return CheckedReceipt(found.genuine, found.title, found.lines, found.document_uids)


def _labels_words(prepared: PreparedLabels) -> str:
    first, last = prepared.uids[0], prepared.uids[-1]
    return f"Etykieta {first}" if len(prepared.uids) == 1 else f"Etykiety {first} – {last} ({len(prepared.uids)})"
