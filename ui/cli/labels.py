"""The command of labels: to a file, to a label printer, on sheets; series ahead, what of them is unused, voiding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.options import json_option, polish_command, text_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from ui.operations.label_prints import LabelOrder

UNUSED = [
    ("first", "Od"), ("last", "Do"), ("count", "Sztuk"), ("unprinted", "W tym niewydrukowane"),
    ("reserved_at", "Zarezerwowano"), ("reserved_by", "Kto"),
]  # fmt: skip
SETTINGS = "ustawienia"
"""What `--printer` means without an address."""


@polish_command(short_help="etykiety")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1)
@click.option(
    "--series",
    type=click.IntRange(1, 5000),
    metavar="N",
    default=None,
    help="Tyle nowych etykiet z góry, z miejscem na datownik.",
)
@click.option("--rest", is_flag=True, help="Etykiety z góry, które nie wyszły jeszcze z drukarki.")
@click.option("--sheet", is_flag=True, help="Na arkuszach A4 zamiast po jednej na stronie.")
@click.option(
    "--layout",
    metavar="UKŁAD",
    default="",
    show_default=False,
    help="Podział arkusza, na przykład 3x8; domyślnie z ustawień.",
)
@click.option(
    "--start", metavar="N", type=click.IntRange(1), default=None, help="Pierwsze wolne miejsce na zaczętym arkuszu."
)
@click.option("--own-copy", is_flag=True, help="Etykieta na kopię interesanta, z miejscem na podpis.")
@click.option("--envelope", is_flag=True, help="Etykieta na nieotwieraną kopertę.")
@text_option("--procedure", metavar="TEKST", help="Czego dotyczy nieotwierana przesyłka.")
@click.option(
    "--deadline",
    metavar="RRRR-MM-DDTgg:mm",
    default="",
    show_default=False,
    help="Termin składania, na etykietę koperty.",
)
@click.option(
    "--printer",
    metavar="ADRES",
    is_flag=False,
    flag_value=SETTINGS,
    default=None,
    help="Drukarka etykiet (tcp://… albo lp://…); bez adresu ta z ustawień.",
)
@click.option("--test", "sample", is_flag=True, help="Wydrukuj próbną etykietę na drukarce.")
@click.option("--unused", is_flag=True, help="Pokaż etykiety z góry, których nie ma na żadnym piśmie.")
@click.option("--void", is_flag=True, help="Unieważnij wskazane etykiety z góry (także OD..DO).")
@text_option("--reason", metavar="OPIS", help="Dlaczego unieważnia się etykiety.")
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="Plik wynikowy.")
@json_option
@command
def label(
    session: Session, uids: tuple[str, ...], series: int | None, rest: bool, sheet: bool, layout: str,
    start: int | None, own_copy: bool, envelope: bool, procedure: str, deadline: str, printer: str | None,
    sample: bool, unused: bool, void: bool, reason: str, target: Path | None,
) -> None:  # fmt: skip
    """Drukuje etykiety do pliku PDF albo na drukarce etykiet; pilnuje etykiet wydrukowanych z góry."""
    from kancelaria.printing.model import LabelKind
    from ui.operations.label_prints import LabelOrder

    if unused:
        _show_unused(session)
    elif void:
        _void(session, uids, reason)
    elif sample:
        _sample(session, printer or SETTINGS)
    else:
        kind = LabelKind.VISITOR_COPY if own_copy else LabelKind.ENVELOPE if envelope else None
        order = LabelOrder(uids, series or 0, rest, kind, procedure, deadline)
        _print(session, order, sheet or bool(layout or start), layout, start or 1, printer, target)


def _print(
    session: Session, order: LabelOrder, sheet: bool, layout: str, start: int, printer: str | None, target: Path | None
) -> None:
    from ui.operations.label_prints import labels_to_file, labels_to_printer, prepare_labels, sheet_place

    if (target is None) == (printer is None) or (printer is not None and sheet):
        raise click.UsageError("Podaj plik (-o) albo drukarkę etykiet (--printer); arkusze zapisuje się do pliku.")
    office = session.office
    person = session.clerk if order.series or order.rest else session.actor
    address = _address(session, printer) if printer is not None else ""
    place = sheet_place(office, layout, start) if sheet else None
    prepared = prepare_labels(office, person, order)
    if target is not None:
        labels_to_file(office, person, prepared, target, place)
    else:
        _send(session, lambda: labels_to_printer(office, person, prepared, address), bool(order.series or order.rest))
    where = {"file": str(target)} if target is not None else {"printer": address}
    for uid in prepared.uids:
        session.output.record({"document_uid": uid, **where})
    said = f"Zapisano etykiety ({len(prepared.uids)}): {target}" if target else f"Wydrukowano: {len(prepared.uids)}."
    session.output.say(said)


def _send(session: Session, send: Callable[[], int], ahead: bool) -> None:
    from kancelaria.printing.label_printer import PrinterError

    try:
        send()
    except PrinterError:
        if ahead:
            session.output.say("Etykiety, które nie wyszły, wydrukuje później: kancelaria label --rest --printer")
        raise


def _address(session: Session, printer: str) -> str:
    from kancelaria.domain.errors import InvalidInput
    from kancelaria.printing.label_printer import label_printer

    wanted = session.office.settings.label_printer if printer == SETTINGS else printer
    if not wanted:
        raise InvalidInput(
            "no_label_printer", "W ustawieniach nie ma drukarki etykiet.",
            "Podaj adres po --printer albo wpisz label_printer w kancelaria.toml.",
        )  # fmt: skip
    return str(label_printer(wanted))


def _sample(session: Session, printer: str) -> None:
    from ui.operations.label_prints import print_sample

    address = _address(session, printer)
    print_sample(session.office, address)
    session.output.record({"printer": address})
    session.output.say(f"Wysłano próbną etykietę: {address}")


def _show_unused(session: Session) -> None:
    from ui.operations.label_prints import unused_rows

    rows = unused_rows(session.office)
    session.output.table(rows, UNUSED, "Nie ma niewykorzystanych etykiet.")


def _void(session: Session, uids: tuple[str, ...], reason: str) -> None:
    from kancelaria.services.labels import void_labels
    from ui.operations.label_prints import identifiers

    office = session.office
    wanted = [uid for text in uids for uid in identifiers(text)]
    if not wanted:
        raise click.UsageError("Podaj etykiety do unieważnienia.")
    voided = void_labels(wanted, reason, office.uow(session.clerk), office.workplace)
    for each in voided:
        session.output.record({"document_uid": each.document_uid, "state": each.state.value})
    session.output.say(f"Unieważniono etykiety: {len(voided)}.")
