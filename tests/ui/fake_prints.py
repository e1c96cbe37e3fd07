"""Print-outs that draw a word on a page and remember what was asked and counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import InvalidInput
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

GENUINE = CheckedReceipt(
    True, "Potwierdzenie prawdziwe: oryginał, egzemplarz 1", ("Wpływ: 20.11.2026, godz. 10:42",), ("K1A-26-000123-U",)
)
FALSE = CheckedReceipt(False, "Potwierdzenie NIEPRAWDZIWE", ("Nie polegaj na tym wydruku.",), ())
RUNS = [
    UnusedRun("K1A-26-000101-P", "K1A-26-000104-J", 4, 0, "19.11.2026 08:12", "Maria Próbna"),
    UnusedRun("K1A-26-000151-L", "K1A-26-000160-6", 10, 6, "20.11.2026 14:55", "Maria Próbna"),
]


@dataclass
class FakePrintouts:
    """`calls`: what was asked; `taken`: what was counted; `sent`: what went to label printers."""

    folder: Path
    label_printer: str = ""
    calls: list[object] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    sent: list[tuple[str, str]] = field(default_factory=list)
    refuses: Exception | None = None
    genuine: str = ""

    def labels(self, wish: LabelWish, sheet: SheetWish | None = None) -> PrintJob:
        self.calls.append((wish, sheet))
        return self._job("label" if sheet is None else "sheet", "Etykieta " + (wish.uids or ("nowa",))[0])

    def receipt(self, wish: ReceiptWish) -> PrintJob:
        self.calls.append(wish)
        return self._job("receipt", f"Pokwitowanie {wish.uids[0]}")

    def oral_protocol(self, wish: OralWish) -> PrintJob:
        self.calls.append(wish)
        return self._job("protocol", f"Protokół {wish.document_uid}")

    def damage_protocol(self, document_uid: str) -> PrintJob:
        self.calls.append(("damage", document_uid))
        return self._job("protocol", f"Protokół {document_uid}")

    def sample(self) -> PrintJob:
        return self._job("label", "Próbna etykieta")

    def queues(self) -> list[str]:
        return ["Zebra_ZD421"]

    def unused(self) -> list[UnusedRun]:
        return list(RUNS)

    def void(self, labels: Sequence[str], reason: str) -> int:
        self.calls.append(("void", list(labels), reason))
        if self.refuses is not None:
            raise self.refuses
        return len(labels)

    def check(self, code: str) -> CheckedReceipt:
        self.calls.append(("check", code))
        if not code.startswith("KP1-"):
            raise InvalidInput("no_receipt_code", "To nie jest kod potwierdzenia złożenia.", "Zeskanuj kod QR.")
        return GENUINE if code == self.genuine else FALSE

    def _job(self, kind: str, what: str) -> PrintJob:
        def pdf() -> Path:
            target = self.folder / f"{kind}.pdf"
            target.parent.mkdir(parents=True, exist_ok=True)
            canvas = Canvas(str(target), pagesize=(142, 85))
            canvas.drawString(10, 40, kind)
            canvas.save()
            return target

        def send(address: str, progress: Progress) -> int:
            progress(0, 1)
            if self.refuses is not None:
                raise self.refuses
            self.sent.append((address, what))
            return 1

        send_label: Callable[[str, Progress], int] | None = send if kind == "label" else None
        return PrintJob(kind, what, pdf, lambda: self.taken.append(what), send_label)
