"""Commands of outgoing mail: registered, handed over, dispatched, delivered, returned; the posting book and prints."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kancelaria.domain.incoming import Access
from kancelaria.domain.outgoing import AddressCheck, Method, OutgoingState
from ui.cli.options import Day, json_option, polish_command, target_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.outgoing import Addressee, OutgoingItem

COLUMNS = [
    ("number", "Numer"), ("handed_on", "Przekazano"), ("addressee", "Adresat"), ("case_mark", "Znak sprawy"),
    ("method", "Sposób"), ("posting_number", "Nr nadania"), ("title", "Dotyczy"), ("state", "Stan"),
]  # fmt: skip
NUMBER = click.argument("number", metavar="NUMER")
NUMBERS = click.argument("numbers", metavar="NUMER…", nargs=-1, required=True)
ON = click.option("--on", type=Day(), help="Dzień; domyślnie dzisiejszy.")
_ADDRESS = (
    ("organisation", "Nazwa adresata."), ("surname", "Nazwisko adresata."), ("given_names", "Imiona adresata."),
    ("street", "Ulica, dom, lokal."), ("postcode", "Kod pocztowy."), ("town", "Miejscowość."),
    ("country", "Kraj; domyślnie Polska."), ("email", "Adres e-mail."), ("ade", "Adres do doręczeń elektronicznych."),
)  # fmt: skip
_TEXTS = (
    ("case", "case_mark", "Znak sprawy."), ("unit", "unit", "Komórka (symbol)."),
    ("responsible", "responsible", "Pracownik odpowiedzialny."), ("post", "responsible_post", "Jego stanowisko."),
    ("posting-number", "posting_number", "Numer nadawczy."), ("operator", "posting_operator", "Operator pocztowy."),
    ("paper-reason", "paper_reason", "Powód wysłania na papierze."),
    ("letter-date", "letter_date", "Data pisma (RRRR[-MM[-DD]])."),
    ("reference", "sender_reference", "Znak u adresata."),
    ("reply-to", "reply_to", "Identyfikator pisma, na które to odpowiedź."),
    ("attachments", "attachment_count", "Liczba załączników."), ("kind", "document_kind", "Rodzaj pisma."),
    ("format", "format", "Format dokumentu elektronicznego."),
    ("remark", "remarks", "Uwaga."), ("weight-class", "weight_class", "Format przesyłki (S, M, L)."),
    ("weight", "weight_g", "Masa w gramach."), ("fee", "fee", "Opłata w złotych, na przykład 12,50."),
    ("value", "declared_value", "Wartość zadeklarowana w złotych."),
    ("cash-on-delivery", "cash_on_delivery", "Kwota pobrania w złotych."),
)  # fmt: skip


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="przesyłki wychodzące")
def dispatch() -> None:
    """Przesyłki wychodzące: rejestr, przekazanie i nadanie, potwierdzenia odbioru, zwroty, wydruki."""


def _typed(run: Callable[..., Any]) -> Callable[..., Any]:
    """All options of a letter's fields."""
    for option, name, words in reversed(_TEXTS):
        run = click.option(f"--{option}", name, metavar="TEKST", default="", help=words)(run)
    for name, words in reversed(_ADDRESS):
        run = click.option(f"--{name.replace('_', '-')}", name, metavar="TEKST", default="", help=words)(run)
    return run


@dispatch.command("add", options_metavar="[OPCJE]", short_help="rejestruje przesyłkę")
@click.option("--title", metavar="TEKST", required=True, help="Czego dotyczy.")
@click.option("--method", type=click.Choice([m.value for m in Method]), default=Method.E_DELIVERY.value,
              show_default=True, help="Sposób wysłania.")  # fmt: skip
@_typed
@click.option("--addressees", "listed", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Lista adresatów (CSV UTF-8) zamiast jednego.")  # fmt: skip
@click.option("--collective", is_flag=True, help="Jeden wiersz dla wszystkich adresatów z listy.")
@click.option("--zpo", is_flag=True, help="Za potwierdzeniem odbioru.")
@click.option("--check", "check_result", type=click.Choice([c.value for c in AddressCheck]), default=None,
              help="Wynik sprawdzenia adresu do doręczeń elektronicznych.")  # fmt: skip
@click.option("--checked-on", "check_on", type=Day(), help="Dzień sprawdzenia; domyślnie dzisiejszy.")
@click.option("--access", type=click.Choice([a.value for a in Access]), default=Access.PUBLIC.value, help="Dostęp.")
@click.option("--id", "letter_id", metavar="ID", default="", help="Własny identyfikator: to samo pismo tylko raz.")
@json_option
@command
def add(
    session: Session, listed: Path | None, collective: bool, letter_id: str, check_result: str | None,
    check_on: str | None, **typed: Any,
) -> None:  # fmt: skip
    """Rejestruje przesyłkę i nadaje jej numer; każdemu adresatowi z listy osobny."""
    from ui.operations.outgoing import StationOutgoing
    from ui.operations.outgoing_form import OutgoingForm, read_addressees

    one = _addressee(typed)
    if (listed is None) == (one is None):
        raise click.UsageError("Podaj adresata albo --addressees PLIK, nie jedno i drugie.")
    desk = StationOutgoing(session.office, lambda: session.clerk)
    on = check_on or (desk.today() if check_result else "")
    addressees = read_addressees(listed) if listed else (one,) if one else ()
    form = OutgoingForm(**typed, check_result=check_result or "", check_on=on, addressees=addressees)
    made = desk.add(form, letter_id or desk.new_id(), collective)
    _told(session, made)
    numbers = ", ".join(row.readable_number for row in made if row.number)
    session.output.say(f"Zarejestrowano: {numbers}." if numbers else "Zapisano; numer nada centrala.")


@dispatch.command("list", options_metavar="[OPCJE]", short_help="rejestr, najnowsze pierwsze")
@click.option("--since", type=Day(), help="Zarejestrowane od tego dnia.")
@click.option("--until", type=Day(), help="Zarejestrowane do tego dnia.")
@click.option("--day", "handed_on", type=Day(), help="Przekazane tego dnia.")
@click.option("--year", type=int, metavar="ROK", help="Z rejestru tego roku.")
@click.option("--method", type=click.Choice([m.value for m in Method]), help="Wysłane w ten sposób.")
@click.option("--state", type=click.Choice([s.value for s in OutgoingState]), help="W tym stanie.")
@click.option("--awaiting", "awaits_receipt", is_flag=True, help="Bez zwróconego potwierdzenia odbioru.")
@click.option("--search", "text", metavar="TEKST", default="", help="Słowa w adresacie, tytule, znaku, nr. nadania.")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=200, show_default=True, help="Najwyżej tyle.")
@json_option
@command
def list_(session: Session, limit: int, method: str | None, state: str | None, **wanted: Any) -> None:
    """Pokazuje rejestr przesyłek wychodzących."""
    from kancelaria.services.outgoing_queries import OutgoingFilter, OutgoingSort

    which = OutgoingFilter(
        method=Method(method) if method else None, state=OutgoingState(state) if state else None, **wanted
    )  # fmt: skip
    rows = session.office.queries.outgoing_window(which, OutgoingSort.REGISTERED_AT, True, 0, limit)
    _told(session, rows, "Nie ma takich przesyłek.")


@dispatch.command("show", options_metavar="[OPCJE]", short_help="jedna przesyłka z historią")
@NUMBER
@json_option
@command
def show(session: Session, number: str) -> None:
    """Pokazuje przesyłkę: dane, stan i historię."""
    from kancelaria.services.outgoing_fields import outgoing_json
    from ui.operations.outgoing import StationOutgoing, meant

    desk = StationOutgoing(session.office, lambda: session.actor)
    for row in meant(session.office, number):
        details = desk.details(row.id)
        lines = [{"at": line.at, "who": line.who, "what": line.what} for line in details.history]
        session.output.record(outgoing_json(row) | {"history": lines})
        if not session.output.as_json:
            _told(session, [row])
            session.output.table(lines, [("at", "Kiedy"), ("who", "Kto"), ("what", "Co")], "")


@dispatch.command("amend", options_metavar="[OPCJE]", short_help="poprawia dane")
@NUMBER
@click.argument("changes", metavar="POLE=WARTOŚĆ…", nargs=-1, required=True)
@json_option
@command
def amend(session: Session, number: str, changes: tuple[str, ...]) -> None:
    """Poprawia pola; po przekazaniu faktów wysłania już nie można zmienić."""
    from kancelaria.services.outgoing import amend_outgoing
    from ui.operations.outgoing import one_meant
    from ui.operations.outgoing_form import changes_of_texts

    texts = dict(change.partition("=")[::2] for change in changes)
    if any("=" not in change for change in changes):
        raise click.UsageError("Zmiany podaje się jako POLE=WARTOŚĆ.")
    row = one_meant(session.office, number)
    office = session.office
    typed = changes_of_texts(row, texts)
    _told(session, [amend_outgoing(row.id, typed, office.uow(session.clerk), office.workplace, row.version)])


@dispatch.command("hand-over", options_metavar="[OPCJE]", short_help="przekazuje do wysłania")
@click.argument("numbers", metavar="[NUMER…]", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Wszystkie przygotowane.")
@ON
@json_option
@command
def hand_over(session: Session, numbers: tuple[str, ...], all_: bool, on: str | None) -> None:
    """Zapisuje przekazanie do wysłania: wskazane przesyłki albo wszystkie przygotowane."""
    from ui.operations.outgoing import StationOutgoing, prepared

    if bool(numbers) == all_:
        raise click.UsageError("Podaj numery przesyłek albo --all, nie jedno i drugie.")
    desk = StationOutgoing(session.office, lambda: session.clerk)
    rows = prepared(session.office) if all_ else _meant(session, numbers)
    if not rows:
        session.output.say("Nie ma przygotowanych przesyłek.")
        return
    done = desk.hand_over([row.id for row in rows], on or desk.today())
    _told(session, done)
    session.output.say(f"Przekazano przesyłek: {len(done)}.")


@dispatch.command("post", options_metavar="[OPCJE]", short_help="zapisuje nadanie")
@NUMBERS
@click.option("--posting-number", metavar="NR", help="Numer nadawczy, gdy znany dopiero teraz (jedna przesyłka).")
@ON
@json_option
@command
def post(session: Session, numbers: tuple[str, ...], posting_number: str | None, on: str | None) -> None:
    """Zapisuje nadanie przesyłek."""
    from ui.operations.outgoing import StationOutgoing

    desk = StationOutgoing(session.office, lambda: session.clerk)
    rows = _meant(session, numbers)
    if posting_number and len(rows) != 1:
        raise click.UsageError("--posting-number podaje się przy jednej przesyłce.")
    _told(session, desk.post([row.id for row in rows], on or desk.today(), posting_number))


@dispatch.command("delivered", options_metavar="[OPCJE]", short_help="zapisuje doręczenie (ZPO)")
@NUMBERS
@click.option("--on", type=Day(), required=True, help="Dzień doręczenia z potwierdzenia odbioru.")
@json_option
@command
def delivered(session: Session, numbers: tuple[str, ...], on: str) -> None:
    """Zapisuje doręczenie: numer z rejestru albo numer nadawczy z potwierdzenia odbioru."""
    from ui.operations.outgoing import StationOutgoing

    desk = StationOutgoing(session.office, lambda: session.clerk)
    _told(session, desk.deliver([row.id for row in _meant(session, numbers)], on))


@dispatch.command("return", options_metavar="[OPCJE]", short_help="zapisuje zwrot")
@NUMBER
@click.option("--reason", metavar="TEKST", required=True, help="Przyczyna zwrotu z koperty.")
@click.option("--notices", metavar="D1[,D2]", default="", help="Dni pierwszego i drugiego awizo.")
@ON
@json_option
@command
def return_(session: Session, number: str, reason: str, notices: str, on: str | None) -> None:
    """Zapisuje zwrot: numer z rejestru albo numer nadawczy z koperty."""
    from kancelaria.services.outgoing import Returned
    from ui.operations.outgoing import StationOutgoing

    desk = StationOutgoing(session.office, lambda: session.clerk)
    days = tuple(day.strip() for day in notices.split(",") if day.strip())
    rows = _meant(session, (number,))
    _told(session, desk.give_back([row.id for row in rows], Returned(on or desk.today(), reason, days)))


@dispatch.command("void", options_metavar="[OPCJE]", short_help="anuluje pozycję")
@NUMBER
@click.option("--reason", metavar="TEKST", required=True, help="Przyczyna; numer zostaje.")
@json_option
@command
def void(session: Session, number: str, reason: str) -> None:
    """Anuluje pozycję zarejestrowaną przez pomyłkę."""
    from ui.operations.outgoing import StationOutgoing, one_meant

    desk = StationOutgoing(session.office, lambda: session.clerk)
    _told(session, [desk.void(one_meant(session.office, number).id, reason)])


@dispatch.command("register", options_metavar="[OPCJE]", short_help="drukuje rejestr")
@click.option("--from", "first", required=True, type=Day(), help="Zarejestrowane od dnia.")
@click.option("--to", "last", required=True, type=Day(), help="Do dnia.")
@target_option
@json_option
@command
def register(session: Session, first: str, last: str, target: Path) -> None:
    """Drukuje rejestr przesyłek wychodzących za okres do pliku .pdf albo .csv."""
    from ui.operations.outgoing_prints import print_outgoing_register

    _printed(session, target, print_outgoing_register(session.office, session.actor, first, last, target))


@dispatch.command("envelopes", options_metavar="[OPCJE]", short_help="drukuje koperty")
@NUMBERS
@click.option("--size", type=click.Choice(["C6", "DL", "C5"]), default="DL", show_default=True, help="Koperta.")
@target_option
@json_option
@command
def envelopes(session: Session, numbers: tuple[str, ...], size: str, target: Path) -> None:
    """Drukuje koperty, po jednej na adresata."""
    from ui.operations.outgoing_prints import print_envelopes

    _printed(session, target, print_envelopes(session.office, session.actor, _meant(session, numbers), size, target))


@dispatch.command("labels", options_metavar="[OPCJE]", short_help="drukuje etykiety adresowe")
@NUMBERS
@click.option("--used", type=click.IntRange(0), default=0, help="Tyle miejsc arkusza jest już zużytych.")
@target_option
@json_option
@command
def labels(session: Session, numbers: tuple[str, ...], used: int, target: Path) -> None:
    """Drukuje etykiety adresowe na arkuszach A4 (3×8)."""
    from ui.operations.outgoing_prints import print_address_labels

    rows = _meant(session, numbers)
    _printed(session, target, print_address_labels(session.office, session.actor, rows, target, used))


@dispatch.command("zpo", options_metavar="[OPCJE]", short_help="drukuje potwierdzenia odbioru")
@NUMBERS
@target_option
@json_option
@command
def zpo(session: Session, numbers: tuple[str, ...], target: Path) -> None:
    """Drukuje potwierdzenia odbioru (ZPO): awers i rewers, A6."""
    from ui.operations.outgoing_prints import print_zpo

    _printed(session, target, print_zpo(session.office, session.actor, _meant(session, numbers), target))


@polish_command("posting-book", short_help="książka nadawcza")
@click.option("--date", "day", required=True, type=Day(), help="Dzień nadania.")
@target_option
@json_option
@command
def posting_book(session: Session, day: str, target: Path) -> None:
    """Książka nadawcza dnia: .pdf do podpisu, .xml albo .csv dla systemu operatora."""
    from ui.operations.outgoing_prints import print_posting_book

    _printed(session, target, print_posting_book(session.office, session.actor, day, target))


def _printed(session: Session, target: Path, rows: int) -> None:
    session.output.record({"file": str(target), "rows": rows})
    session.output.say(f"Zapisano ({rows}): {target}")


def _addressee(typed: dict[str, Any]) -> Addressee | None:
    """The addressee of the options, which are taken out; None where nothing of one is given."""
    from kancelaria.domain.outgoing import Addressee

    texts = {each.name: typed.pop(each.name).strip() or None for each in fields(Addressee)}
    return Addressee(**texts) if any(texts.values()) else None


def _meant(session: Session, numbers: Sequence[str]) -> list[OutgoingItem]:
    from ui.operations.outgoing import meant

    return [row for number in numbers for row in meant(session.office, number, on_its_way=True)]


def _told(session: Session, rows: Sequence[OutgoingItem], empty: str = "") -> None:
    from kancelaria.services.outgoing_fields import outgoing_json
    from ui.operations.outgoing import summary

    if session.output.as_json:
        session.output.table((outgoing_json(row) for row in rows), (), "")
    else:
        session.output.table([summary(row) for row in rows], COLUMNS, empty)
