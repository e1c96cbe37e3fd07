"""Commands of the correspondents' book; personal numbers are masked, and each showing is logged with its purpose."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ui.cli.options import json_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from ui.operations.correspondents import StationCorrespondents

FOUND = [
    ("id", "Id"), ("name", "Nazwa"), ("street", "Ulica"), ("postcode", "Kod"), ("town", "Miejscowość"),
    ("uses", "Pism"),
]  # fmt: skip
SUSPECTED = [("reason_text", "Podejrzenie"), ("first", "Id"), ("first_name", ""), ("second", "Id"), ("second_name", "")]
ID = click.argument("correspondent_id", metavar="ID")
OTHER = click.argument("other_id", metavar="ID_DRUGIEGO")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="książka korespondentów")
def correspondents() -> None:
    """Książka korespondentów: dane, adresy, identyfikatory i scalanie powtórzonych zapisów."""


@correspondents.command("find", options_metavar="[OPCJE]", short_help="szuka w książce")
@click.argument("text", metavar="TEKST")
@click.option(
    "--limit", type=click.IntRange(1, 1000), metavar="N", default=20, show_default=True, help="Najwyżej tyle."
)
@json_option
@command
def find(session: Session, text: str, limit: int) -> None:
    """Szuka po początku słów nazwy lub miejscowości albo po numerze NIP, REGON lub KRS."""
    from ui.operations.correspondents import correspondent_json

    found = session.office.queries.complete_sender(text, limit)
    session.output.table([correspondent_json(each) for each in found], FOUND, "Nie ma takiego korespondenta.")


@correspondents.command("show", options_metavar="[OPCJE]", short_help="jeden korespondent")
@ID
@json_option
@command
def show(session: Session, correspondent_id: str) -> None:
    """Pokazuje dane, adresy, identyfikatory (zasłonięte), scalone zapisy i pisma."""
    from ui.operations.correspondents import correspondent_json

    card = _book(session).card(correspondent_id)
    told = correspondent_json(card.known) | {
        "doubts": {number.kind: number.doubt for number in card.numbers if number.doubt},
        "letters": [row.document_uid for row in card.letters],
        "merged": [each.id for each in card.merged],
    }
    session.output.record(told, "\n".join(_lines(told)))


@correspondents.command("correct", options_metavar="[OPCJE]", short_help="poprawia dane")
@ID
@click.argument("changes", metavar="POLE=WARTOŚĆ…", nargs=-1, required=True)
@json_option
@command
def correct(session: Session, correspondent_id: str, changes: tuple[str, ...]) -> None:
    """Poprawia dane korespondenta; zmieniony adres przechodzi do historii. Pusta wartość czyści pole."""
    from kancelaria.domain.errors import InvalidInput
    from kancelaria.services.correspondents import correct_correspondent
    from ui.operations.correspondents import correspondent_json, numbers_shown

    named = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign:
            raise InvalidInput("bad_change", "Zmiany podaje się jako POLE=WARTOŚĆ.", "Na przykład: town=Tychy.", name)
        named[name.strip()] = value
    office = session.office
    saved = correct_correspondent(correspondent_id, named, office.uow(session.worker), office.workplace)
    session.output.record(correspondent_json(saved))
    session.output.say("Zapisano.")
    for number in numbers_shown(saved):
        if number.doubt and number.kind in named:
            session.output.say(f"Uwaga: {number.doubt} Zapisano go z tym zastrzeżeniem.")


@correspondents.command("reveal", options_metavar="[OPCJE]", short_help="pokazuje zasłonięty identyfikator")
@ID
@click.argument("kind", metavar="RODZAJ", type=click.Choice(["pesel", "nip", "regon", "krs", "ade"]))
@click.option("--purpose", metavar="CEL", required=True, help="Po co jest potrzebny; trafia do dziennika wglądów.")
@json_option
@command
def reveal(session: Session, correspondent_id: str, kind: str, purpose: str) -> None:
    """Pokazuje cały identyfikator. Każde pokazanie zapisuje się w dzienniku z osobą, godziną i celem."""
    value = _book(session).reveal(correspondent_id, kind, purpose)
    session.output.record({"id": correspondent_id, kind: value}, value)


@correspondents.command("suspected", options_metavar="[OPCJE]", short_help="zapisy, które mogą być powtórzone")
@json_option
@command
def suspected(session: Session) -> None:
    """Pokazuje pary zapisów o tym samym numerze, tej samej albo podobnej nazwie i miejscowości."""
    from ui.operations.correspondents import suspicion_json

    pairs = _book(session).suspected(lambda: True)
    session.output.table([suspicion_json(pair) for pair in pairs], SUSPECTED, "Nie ma podejrzanych powtórzeń.")


@correspondents.command("merge", options_metavar="[OPCJE]", short_help="scala dwa zapisy")
@ID
@OTHER
@click.option(
    "--take", multiple=True, metavar="POLE",
    help="Co wziąć z drugiego zapisu: name, address, email, pesel, nip, regon, krs, ade. Z reszty tylko braki.",
)  # fmt: skip
@json_option
@command
def merge(session: Session, correspondent_id: str, other_id: str, take: tuple[str, ...]) -> None:
    """Scala drugi zapis z pierwszym; w pismach nic się nie zmienia, a scalenie można cofnąć."""
    _book(session).merge(correspondent_id, other_id, take)
    session.output.record({"id": correspondent_id, "merged": other_id})
    session.output.say(f"Scalono. Cofnięcie: kancelaria correspondents unmerge {other_id}")


@correspondents.command("unmerge", options_metavar="[OPCJE]", short_help="cofa scalenie")
@OTHER
@json_option
@command
def unmerge(session: Session, other_id: str) -> None:
    """Cofa scalenie; pola, które ktoś później zmienił, zostają."""
    from ui.operations.tasks_words import field_word

    stays = _book(session).undo(other_id)
    session.output.record({"id": other_id, "stays": list(stays)})
    rest = f" Zostają późniejsze zmiany: {', '.join(field_word(name) for name in stays)}." if stays else ""
    session.output.say(f"Cofnięto scalenie.{rest}")


@correspondents.command("apart", options_metavar="[OPCJE]", short_help="to nie są powtórzone zapisy")
@ID
@OTHER
@json_option
@command
def apart(session: Session, correspondent_id: str, other_id: str) -> None:
    """Zapisuje, że to dwaj różni korespondenci; na tym stanowisku nie będą już podejrzani."""
    _book(session).apart(correspondent_id, other_id)
    session.output.record({"first": correspondent_id, "second": other_id})
    session.output.say("Zapisano: to dwaj różni korespondenci.")


@correspondents.command("town", options_metavar="[OPCJE]", short_help="miejscowość dla kodu pocztowego")
@click.argument("postcode", metavar="KOD")
@json_option
@command
def town(session: Session, postcode: str) -> None:
    """Podaje miejscowości, które urząd zna dla tego kodu ze swojej korespondencji."""
    found = session.office.queries.towns_of(postcode)
    rows: list[dict[str, Any]] = [{"town": each.town, "count": each.count} for each in found]
    session.output.table(
        rows, [("town", "Miejscowość"), ("count", "Korespondentów")], "Tego kodu urząd jeszcze nie zna."
    )


def _book(session: Session) -> StationCorrespondents:
    from ui.operations.correspondents import StationCorrespondents

    def person(name: str) -> Callable[[], str]:
        return lambda: str(getattr(session, name))

    return StationCorrespondents(session.office, person("actor"), person("clerk"), person("worker"))


def _lines(told: dict[str, Any]) -> list[str]:
    from kancelaria.domain.correspondents import Address, place_words
    from kancelaria.domain.correspondents_numbers import NUMBER_WORDS

    now = Address(told["street"], told["postcode"], told["town"], told["country"])
    lines = [
        told["name"],
        f"Adres: {place_words(now) or 'nieznany'}" + (f", od {told['since']}" if told["since"] else ""),
    ]
    for each in told["addresses"]:
        former = f"{each['since'] or '?'} – {each['until']}" if each["until"] else f"na piśmie z {each['since']}"
        lines.append(f"  {place_words(Address(**each))} ({former})")
    lines += [f"{word}: {told[kind]}" for kind, word in NUMBER_WORDS.items() if told[kind]]
    lines += [f"Uwaga: {doubt}" for doubt in told["doubts"].values()]
    lines += [f"Scalony z nim zapis: {each}" for each in told["merged"]]
    return [*lines, f"Pisma ({len(told['letters'])}): {', '.join(told['letters']) or 'żadnych'}"]
