"""Commands of notes on items, and of withdrawals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ui.cli.options import json_option, polish_command
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.incoming import IncomingItem

NOTES = [("at", "Kiedy"), ("by", "Kto"), ("words", "Adnotacja"), ("id", "Rekord")]
KINDS = [("kind", "Rodzaj"), ("title", "Po polsku"), ("fields", "Pola")]
UID = click.argument("uid", metavar="IDENTYFIKATOR")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="adnotacje przy piśmie")
def note() -> None:
    """Adnotacje: braki, pieniądze, uszkodzenia, otwarcie przez pomyłkę, zwrócone oryginały i inne."""


@note.command("kinds", options_metavar="[OPCJE]", short_help="rodzaje adnotacji i ich pola")
@json_option
@command
def kinds(session: Session) -> None:
    """Pokazuje, jakie adnotacje można zapisać; pola z gwiazdką są wymagane."""
    from kancelaria.domain.notes import FORMS

    rows = [
        {
            "kind": kind.value,
            "title": form.title,
            "fields": ", ".join(each.name + ("*" if each.required else "") for each in form.fields),
        }
        for kind, form in FORMS.items()
        if form.by_hand
    ]
    session.output.table(rows, KINDS, "")


@note.command("add", options_metavar="[OPCJE]", short_help="zapisuje adnotację")
@UID
@click.argument("kind", metavar="RODZAJ")
@click.argument("details", metavar="[POLE=WARTOŚĆ…]", nargs=-1)
@json_option
@command
def add(session: Session, uid: str, kind: str, details: tuple[str, ...]) -> None:
    """Zapisuje adnotację przy piśmie, na przykład: note add K1A-26-000123-U defect what=signature."""
    from kancelaria.domain.notes import FORMS, NoteKind
    from kancelaria.services.notes import note_item

    known = [each.value for each, form in FORMS.items() if form.by_hand]
    if kind not in known:
        raise click.UsageError(f"Nie ma adnotacji {kind}; do wyboru: {', '.join(known)}.")
    if wrong := next((each for each in details if "=" not in each), None):
        raise click.UsageError(f"Pole ma postać POLE=WARTOŚĆ: {wrong}")
    office = session.office
    values = dict(each.split("=", 1) for each in details)
    _shown(session, note_item(uid, NoteKind(kind), values, office.uow(session.worker), office.workplace))


@note.command("list", options_metavar="[OPCJE]", short_help="adnotacje pisma")
@UID
@json_option
@command
def list_(session: Session, uid: str) -> None:
    """Pokazuje obowiązujące adnotacje pisma."""
    from ui.operations.printouts import known_item

    _shown(session, known_item(session.office, uid))


@note.command("revoke", options_metavar="[OPCJE]", short_help="odwołuje mylną adnotację")
@UID
@click.argument("note_id", metavar="REKORD")
@click.option("--reason", metavar="TEKST", required=True, help="Dlaczego; zostaje w historii.")
@json_option
@command
def revoke(session: Session, uid: str, note_id: str, reason: str) -> None:
    """Odwołuje adnotację; w historii pozostaje ona i przyczyna odwołania."""
    from kancelaria.services.notes import revoke_note

    office = session.office
    _shown(session, revoke_note(uid, note_id, reason, office.uow(session.worker), office.workplace))


@polish_command(short_help="wycofanie pisma przez nadawcę")
@click.argument("new_uid", metavar="WYCOFANIE")
@click.argument("first_uid", metavar="WYCOFYWANE")
@click.option("--words", metavar="TEKST", default="", help="Uwaga do wycofania.")
@json_option
@command
def withdraw(session: Session, new_uid: str, first_uid: str, words: str) -> None:
    """Łączy pismo, którym nadawca wycofuje podanie, z tym podaniem; oba zostają w rejestrze."""
    from kancelaria.services.withdrawals import withdraw_item

    office = session.office
    _shown(session, withdraw_item(new_uid, first_uid, words, office.uow(session.worker), office.workplace))


def _shown(session: Session, item: IncomingItem) -> None:
    from kancelaria.domain.notes import standing
    from kancelaria.services.notes import note_json

    rows = [note_json(each) | {"document_uid": item.document_uid} for each in standing(item.notes)]
    session.output.table(rows, NOTES, "Pismo nie ma adnotacji.")
