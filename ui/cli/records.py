"""Commands that read and correct the register."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kancelaria.domain.incoming import ItemState
from ui.cli.options import Day, json_option, polish_command
from ui.cli.reproduction import reproduction_fields
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.incoming import IncomingItem

COLUMNS = [
    ("rpw", "RPW"), ("document_uid", "Identyfikator"), ("received_on", "Wpływ"), ("sender", "Nadawca"),
    ("title", "Dotyczy"), ("letter_date", "Z dnia"), ("sender_reference", "Znak"), ("pages", "Stron"),
    ("state", "Stan"),
]  # fmt: skip


def shown(item: IncomingItem) -> dict[str, Any]:
    """An item as one row for a person."""
    from kancelaria.domain.item_state import state_word

    return {
        "rpw": f"{item.rpw_number}/{item.rpw_year}" if item.rpw_number is not None else "",
        "document_uid": item.document_uid,
        "received_on": item.received_on,
        "sender": item.sender.display_name,
        "title": item.title,
        "letter_date": item.letter_date or ("brak" if item.no_date else ""),
        "sender_reference": item.sender_reference or ("brak" if item.no_reference else ""),
        "pages": len(item.pages),
        "state": state_word(item.state),
    }


@polish_command(short_help="pisma z rejestru")
@click.option("--since", type=Day(), help="Zarejestrowane od tego dnia.")
@click.option("--unit", metavar="SYMBOL", help="Przydzielone komórce (symbol).")
@click.option("--state", type=click.Choice([s.value for s in ItemState]), help="W tym stanie.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Najwyżej tyle.")
@json_option
@command
def items(session: Session, since: str | None, unit: str | None, state: str | None, limit: int | None) -> None:
    """Pokazuje pisma, najnowsze pierwsze."""
    from kancelaria.services.item_json import describe_item
    from kancelaria.services.queries import ItemFilter

    office = session.office
    which = ItemFilter(since=since, unit=unit, state=ItemState(state) if state else None)
    found = office.queries.items(which, limit)
    if session.output.as_json:
        session.output.table((describe_item(item, office.queries, office.blobs) for item in found), (), "")
    else:
        session.output.table([shown(item) for item in found], COLUMNS, "Rejestr jest pusty.")


@polish_command(short_help="jedno pismo w całości")
@click.argument("uid", metavar="IDENTYFIKATOR")
@json_option
@command
def show(session: Session, uid: str) -> None:
    """Pokazuje pismo z przeczytanym tekstem i historią."""
    from kancelaria.services.access import AccessKind, log_access
    from kancelaria.services.item_json import describe_whole
    from ui.operations.printouts import known_item

    office = session.office
    item = known_item(office, uid)
    log_access(AccessKind.VIEW, [item.document_uid], "show", office.uow(session.actor), office.workplace)
    whole = describe_whole(item, office.queries, office.blobs)
    if session.output.as_json:
        session.output.record(whole)
        return
    fields = [{"field": heading, "value": shown(item)[key]} for key, heading in COLUMNS]
    fields.append({"field": "PDF/A", "value": whole["pdf"] or "jeszcze nie ma"})
    fields += reproduction_fields(whole)
    session.output.table(fields, [("field", ""), ("value", "")], "")
    history = [{"at": entry["at"], "actor": entry["actor"], "action": entry["action"]} for entry in whole["history"]]
    session.output.table(history, [("at", "Kiedy"), ("actor", "Kto"), ("action", "Co")], "")
    if whole["text"]:
        click.echo(whole["text"].replace("\f", "\n— następna strona —\n"))


@polish_command(short_help="szuka w piśmie i metadanych")
@click.argument("query", metavar="ZAPYTANIE")
@click.option("--limit", type=click.IntRange(1, 1000), metavar="N", default=50, help="Najwyżej tyle.")
@json_option
@command
def search(session: Session, query: str, limit: int) -> None:
    """Szuka po numerze, nadawcy, znaku, dacie i treści; odmiana słów i brak polskich liter nie przeszkadzają."""
    from kancelaria.services.item_json import describe_item
    from kancelaria.services.search import search_items

    office = session.office
    result = search_items(query, office.queries, office.uow(session.actor), office.workplace, limit)
    found = [item for row in result.rows if (item := office.queries.item(row.document_uid)) is not None]
    if session.output.as_json:
        session.output.table((describe_item(item, office.queries, office.blobs) for item in found), (), "")
        return
    session.output.table(
        [shown(item) for item in found], COLUMNS, "Nic nie znaleziono. Spróbuj mniej słów albo początku słowa."
    )
    session.output.say(f"Znaleziono: {result.count_text}")


@polish_command(short_help="poprawia pola pisma")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.argument("changes", nargs=-1, required=True, metavar="POLE=WARTOŚĆ…")
@json_option
@command
def amend(session: Session, uid: str, changes: tuple[str, ...]) -> None:
    """Poprawia pola pisma; pusta wartość czyści pole."""
    from kancelaria.services.amend import amend_item

    wrong = [change for change in changes if "=" not in change]
    if wrong:
        raise click.UsageError(f"Poprawka ma postać POLE=WARTOŚĆ: {wrong[0]}")
    values = dict(change.split("=", 1) for change in changes)
    office = session.office
    answer(session, amend_item(uid, values, office.uow(session.worker), office.workplace))


@polish_command(short_help="zatwierdza sprawdzone pismo")
@click.argument("uid", metavar="IDENTYFIKATOR")
@json_option
@command
def confirm(session: Session, uid: str) -> None:
    """Zatwierdza pismo „do sprawdzenia”: dane rejestracji zostają zamrożone."""
    from kancelaria.services.confirm import confirm_item

    office = session.office
    answer(session, confirm_item(uid, office.uow(session.clerk), office.workplace))


@polish_command(short_help="anuluje pozycję")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--reason", metavar="PRZYCZYNA", required=True, help="Przyczyna; zostaje w rejestrze.")
@json_option
@command
def void(session: Session, uid: str, reason: str) -> None:
    """Anuluje pomyłkową pozycję; numer i przyczyna zostają w rejestrze."""
    from kancelaria.services.void import void_item

    office = session.office
    answer(session, void_item(uid, reason, office.uow(session.clerk), office.workplace))


@polish_command(short_help="PDF/A i metadane do folderu")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder.")
@json_option
@command
def export(session: Session, uid: str, folder: Path) -> None:
    """Zapisuje PDF/A z tekstem, metadane jako JSON i jako XML dla archiwum."""
    from kancelaria.services.export import export_item

    office = session.office
    written = export_item(uid, folder, office.queries, office.uow(session.actor), office.workplace)
    session.output.table([{"file": str(path)} for path in written], [("file", "Zapisano")], "")


def answer(session: Session, item: IncomingItem) -> None:
    """Show an item after a change."""
    from kancelaria.services.item_json import describe_item

    if session.output.as_json:
        session.output.record(describe_item(item, session.office.queries, session.office.blobs))
    else:
        session.output.table([shown(item)], COLUMNS, "")
