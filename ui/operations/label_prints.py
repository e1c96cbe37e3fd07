"""Labels of items and series: chosen, drawn to a file or sent to a label printer; a print counts once it is taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import with_hyphens
from kancelaria.domain.labels import LabelState
from kancelaria.printing.facts import label_data, series_label
from kancelaria.printing.label_printer import label_printer
from kancelaria.printing.model import LabelData, LabelKind, OfficeFacts
from kancelaria.services.journal import now_text
from kancelaria.services.labels import LABEL, MAX_RESERVED_AT_ONCE, OWN_COPY, labels_between, log_prints, reserve_series
from ui.operations.printouts import office_facts

if TYPE_CHECKING:
    from kancelaria.printing.label import SheetLayout

SAMPLE_UID = "K1A-26-000123-U"


@dataclass(frozen=True)
class LabelOrder:
    """Labels asked for: of `uids` (also `FIRST..LAST`), of a new `series`, or the `rest` reserved and never printed.

    `procedure` and `deadline` (`YYYY-MM-DD[THH:MM]`) go on the label of an envelope that stays closed.
    """

    uids: tuple[str, ...] = ()
    series: int = 0
    rest: bool = False
    kind: LabelKind | None = None
    procedure: str = ""
    deadline: str = ""


@dataclass(frozen=True)
class PreparedLabels:
    """Labels ready to be printed, and the kind their prints are counted under."""

    labels: tuple[LabelData, ...]
    kind: str

    @property
    def uids(self) -> list[str]:
        """Their identifiers in order."""
        return [label.document_uid for label in self.labels]


@dataclass(frozen=True)
class SheetPlace:
    """An A4 sheet: how it is parted, and the place of its first label (from 1, line by line)."""

    layout: SheetLayout
    start: int = 1


def prepare_labels(office: Office, actor: str, order: LabelOrder) -> PreparedLabels:
    """The labels of an order. A new series is reserved here: what isn't printed of it stays on the list of unused."""
    wanted = (bool(order.uids), bool(order.series), order.rest)
    if sum(wanted) > 1:
        raise InvalidInput("label_either", "Podaj identyfikatory albo liczbę etykiet z góry, nie jedno i drugie.")
    if not any(wanted):
        raise InvalidInput(
            "label_nothing", "Nie podano, czyje etykiety wydrukować.", "Podaj identyfikator albo --series N."
        )
    facts = office_facts(office)
    kind = OWN_COPY if order.kind is LabelKind.VISITOR_COPY else LABEL
    if order.series:
        ahead = [label.document_uid for label in reserve_series(order.series, office.uow(actor), office.workplace)]
        return PreparedLabels(tuple(series_label(uid, facts) for uid in ahead), kind)
    if order.rest:
        rest = office.queries.unprinted_labels(MAX_RESERVED_AT_ONCE)
        if not rest:
            raise InvalidInput("no_labels_left", "Wszystkie etykiety z góry są już wydrukowane.")
        return PreparedLabels(tuple(series_label(uid, facts) for uid in rest), kind)
    _check_deadline(order.deadline)
    uids = dict.fromkeys(uid for text in order.uids for uid in identifiers(text))
    return PreparedLabels(tuple(_label(office, uid, order, facts, kind) for uid in uids), kind)


def identifiers(text: str) -> list[str]:
    """One identifier, or those of a range `FIRST..LAST`."""
    first, dots, last = text.partition("..")
    return labels_between(first, last) if dots else [with_hyphens(text)]


def labels_to_file(
    office: Office, actor: str, prepared: PreparedLabels, target: Path, sheet: SheetPlace | None = None
) -> None:
    """Draw labels to a PDF, one a page or on sheets, and count them as printed."""
    draw_labels(prepared, target, sheet)
    count_labels(office, actor, prepared)


def draw_labels(prepared: PreparedLabels, target: Path, sheet: SheetPlace | None = None) -> None:
    """Draw labels to a PDF."""
    from kancelaria.printing.label import write_labels  # ReportLab takes long to load

    if sheet is None:
        write_labels(prepared.labels, target)
    else:
        write_labels(prepared.labels, target, sheet=True, used=sheet.start - 1, layout=sheet.layout)


def sheet_place(office: Office, layout: str, start: int) -> SheetPlace:
    """A sheet as named, else as the station's settings say."""
    from kancelaria.printing.label import sheet_layout

    return SheetPlace(sheet_layout(layout or office.settings.label_sheet), start)


def labels_to_printer(
    office: Office,
    actor: str,
    prepared: PreparedLabels,
    address: str,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> int:
    """Send labels to a printer that speaks ZPL; those it took are counted, whatever happens to the others."""
    from kancelaria.printing.sending import send_labels
    from kancelaria.printing.zpl import zpl_label

    printer, taken = label_printer(address), 0

    def took(count: int) -> None:
        nonlocal taken
        taken = count

    try:
        drawn = (zpl_label(label, printer.dpi) for label in prepared.labels)
        send_labels(printer, drawn, took, lambda: progress(taken, len(prepared.labels)))
    finally:
        if taken:
            count_labels(office, actor, prepared, taken)
    return taken


def print_sample(office: Office, address: str) -> None:
    """Send a label that is nobody's to a label printer, to see that it comes out."""
    from kancelaria.printing.sending import send_labels
    from kancelaria.printing.zpl import zpl_label

    printer = label_printer(address)
    send_labels(printer, [zpl_label(sample_label(office), printer.dpi)], lambda _count: None)


def sample_label(office: Office) -> LabelData:
    """A label that is nobody's: every place filled, all letters with marks."""
    facts = office_facts(office)
    said = "PRÓBNA ETYKIETA · ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż"
    return LabelData(SAMPLE_UID, facts.institution, said, now_text(office.workplace)[:10], "10:42", 123, 2026, 3)


def count_labels(office: Office, actor: str, prepared: PreparedLabels, taken: int | None = None) -> None:
    """Count the first `taken` labels (all by default) as printed."""
    log_prints(prepared.uids[:taken], prepared.kind, office.uow(actor), office.workplace)


def unused_rows(office: Office) -> list[dict[str, object]]:
    """The labels printed ahead that are on no paper, as rows for a person."""
    from kancelaria.printing.dates import moment_for_people
    from ui.operations.routing import Names

    names = Names(office)
    return [
        {
            "first": run.first_uid,
            "last": run.last_uid,
            "count": run.count,
            "unprinted": run.count - run.printed,
            "reserved_at": moment_for_people(run.reserved_at) if run.reserved_at else "",
            "reserved_by": names.person(run.reserved_by) if run.reserved_by else "",
        }
        for run in office.queries.unused_labels()
    ]


def _label(office: Office, uid: str, order: LabelOrder, facts: OfficeFacts, kind: str) -> LabelData:
    copy = office.queries.label_prints(uid, kind) + 1
    item = office.queries.item(uid)
    if item is None:
        return _reserved(office, uid, facts, copy)
    reason = _reason(office, item.sealed_reason) if item.sealed else ""
    procedure = order.procedure or item.inscription or reason
    return label_data(item, facts, kind=order.kind, procedure=procedure, deadline=order.deadline, copy=copy)


def _reserved(office: Office, uid: str, facts: OfficeFacts, copy: int) -> LabelData:
    label = office.queries.label(uid)
    if label is None or label.state is LabelState.USED:
        raise NotFound("item_unknown", "Nie ma takiego pisma.", "Sprawdź identyfikator na etykiecie.", uid)
    if label.state is LabelState.VOIDED:
        raise StateForbids("label_voided", "Ta etykieta została unieważniona.", "Użyj innej etykiety.", uid)
    return series_label(uid, facts, copy)


def _reason(office: Office, code: str | None) -> str:
    known: Sequence[tuple[str, str]] = [(each.code, each.name) for each in office.queries.dictionary("not_opened")]
    return dict(known).get(code or "", "")


def _check_deadline(deadline: str) -> None:
    from datetime import datetime

    if deadline:
        try:
            datetime.fromisoformat(deadline)
        except ValueError as error:
            raise InvalidInput(
                "bad_deadline", "Termin podaje się jako RRRR-MM-DD albo RRRR-MM-DDTgg:mm.",
                "Na przykład 2026-11-24T10:00.", deadline,
            ) from error  # fmt: skip
