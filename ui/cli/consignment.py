"""Commands of what was delivered: couriers' lists, drop boxes, what was accepted and waits to be registered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ui.cli.options import Day, json_option
from ui.cli.session import Session, command

if TYPE_CHECKING:
    from kancelaria.domain.deliveries import Delivery
    from kancelaria.services.returns import Matched

LISTS = [
    ("number", "Lista"), ("kind", "Rodzaj"), ("operator", "Operator"), ("made_at", "Rozpoczęta"), ("rows", "Pozycji"),
    ("present", "Jest"), ("damaged", "Uszkodzone"), ("missing", "Brak"), ("surplus", "Spoza listy"),
    ("signed", "Podpisał(a)"),
]  # fmt: skip
ROWS = [("ordinal", "Lp."), ("posting_number", "Numer nadawczy"), ("found", "Wynik"), ("checked_at", "Sprawdzono")]
WAITING = [
    ("waited", "Czeka"), ("posting_number", "Numer nadawczy"), ("operator", "Operator"), ("condition", "Stan"),
    ("received_on", "Data wpływu"), ("id", "Rekord"),
]  # fmt: skip
NUMBER = click.argument("number", metavar="LISTA")
REMARK = click.option("--remark", metavar="TEKST", default="", help="Uwaga, na przykład na czym polega uszkodzenie.")
STATES = ("present", "damaged", "missing", "waiting")


@click.group(options_metavar="[OPCJE]", subcommand_metavar="POLECENIE …", short_help="przyjęcie przesyłek")
def consignment() -> None:
    """Przyjęcie przesyłek: listy doręczycieli, skrzynka podawcza, przyjęte i niezarejestrowane."""


@consignment.command("list-new", options_metavar="[OPCJE]", short_help="nowa lista doręczyciela")
@click.argument("numbers", metavar="[NUMER…]", nargs=-1)
@click.option("--file", "file", type=click.Path(path_type=Path, dir_okay=False), help="Plik CSV albo TXT z numerami.")
@click.option("--operator", metavar="KOD", help="Operator ze słownika, na przykład designated.")
@click.option("--name", metavar="TEKST", default="", help="Nazwa operatora na wydruku.")
@json_option
@command
def list_new(session: Session, numbers: tuple[str, ...], file: Path | None, operator: str | None, name: str) -> None:
    """Zakłada listę z zapowiedzianymi numerami nadawczymi; potem sprawdza się ją, skanując kody."""
    from kancelaria.services.deliveries import CourierOrder, make_courier_list
    from ui.operations.consignments import numbers_of_file, read_numbers

    office = session.office
    announced = (*read_numbers("\n".join(numbers)), *(numbers_of_file(file) if file else ()))
    order = CourierOrder(announced, operator, name)
    made = make_courier_list(order, office.uow(session.clerk), office.workplace)
    _told(session, made)
    session.output.say(f"Lista {made.number}, zapowiedzianych przesyłek: {len(made.rows)}.")


@consignment.command("scan", options_metavar="[OPCJE]", short_help="sprawdza zeskanowane kody")
@NUMBER
@click.argument("codes", metavar="[KOD…]", nargs=-1)
@click.option("--damaged", is_flag=True, help="Te przesyłki są uszkodzone; opisz je w --remark.")
@REMARK
@json_option
@command
def scan(session: Session, number: str, codes: tuple[str, ...], damaged: bool, remark: str) -> None:
    """Zaznacza przesyłki jako obecne; bez kodów czyta je wierszami ze standardowego wejścia."""
    from dataclasses import asdict

    from kancelaria.domain.deliveries import number_doubt
    from kancelaria.domain.errors import OfficeError
    from kancelaria.services.deliveries import row_words, scan_code

    office, clerk = session.office, session.clerk
    lines = codes or (() if sys.stdin.isatty() else tuple(line.strip() for line in sys.stdin))
    for code in (line for line in lines if line):
        try:
            found = scan_code(number, code, office.uow(clerk), office.workplace, damaged, remark)
        except OfficeError as error:
            session.output.failed(error, code)
            continue
        row = asdict(found.row) | {"surplus": found.row.surplus, "again": found.again}
        doubt = number_doubt(found.row.posting_number or "")
        again = " (już sprawdzona)" if found.again else ""
        words = f"{found.row.ordinal}. {found.row.posting_number}: {row_words(found.row)}{again}"
        session.output.record(row | {"doubt": doubt}, f"{words} {doubt}".rstrip())


@consignment.command("mark", options_metavar="[OPCJE]", short_help="zaznacza pozycję listy")
@NUMBER
@click.argument("ordinal", metavar="LP", type=click.IntRange(1))
@click.argument("state", metavar="|".join(STATES), type=click.Choice(STATES))
@REMARK
@json_option
@command
def mark(session: Session, number: str, ordinal: int, state: str, remark: str) -> None:
    """Zaznacza pozycję: jest, uszkodzona, brak, jeszcze niesprawdzona."""
    from kancelaria.domain.deliveries import Found
    from kancelaria.services.deliveries import mark_row

    office = session.office
    _told(session, mark_row(number, ordinal, Found(state), office.uow(session.clerk), office.workplace, remark))


@consignment.command("sign", options_metavar="[OPCJE]", short_help="podpisuje sprawdzoną listę")
@NUMBER
@click.option("--by", "delivered_by", metavar="OSOBA", required=True, help="Imię i nazwisko doręczyciela.")
@click.option("--remark", metavar="TEKST", default="", help="Uwaga do całej listy.")
@json_option
@command
def sign(session: Session, number: str, delivered_by: str, remark: str) -> None:
    """Podpisuje listę: czego nie znaleziono, tego brak; reszta czeka na rejestrację."""
    from kancelaria.domain.deliveries import ACCEPTED, Found
    from kancelaria.services.deliveries import sign_delivery

    office = session.office
    made = sign_delivery(number, delivered_by, office.uow(session.clerk), office.workplace, remark)
    _told(session, made)
    session.output.say(f"Przyjęto {made.count(*ACCEPTED)}, brak {made.count(Found.MISSING)}: lista {made.number}.")


@consignment.command("drop-box", options_metavar="[OPCJE]", short_help="opróżnienie skrzynki podawczej")
@click.argument("count", metavar="LICZBA", type=click.IntRange(1))
@click.option("--witness", metavar="OSOBA", required=True, help="Druga osoba obecna przy otwarciu.")
@click.option("--place", metavar="TEKST", default="", help="Gdzie jest skrzynka.")
@click.option("--remark", metavar="TEKST", default="", help="Uwaga do protokołu.")
@json_option
@command
def drop_box(session: Session, count: int, witness: str, place: str, remark: str) -> None:
    """Zapisuje protokół opróżnienia skrzynki; datę wpływu ustala zasada urzędu (ustawienie drop_box_before)."""
    from kancelaria.services.deliveries import BoxOrder, empty_drop_box

    office = session.office
    order = BoxOrder(count, witness, place, remark)
    rule = office.settings.drop_box_before
    made = empty_drop_box(order, rule, office.uow(session.clerk), office.workplace)
    _told(session, made)
    session.output.say(f"Protokół {made.number}: {count} przesyłek, data wpływu {made.received_on}.")


@consignment.command("lists", options_metavar="[OPCJE]", short_help="listy, najnowsze pierwsze")
@click.option("--open", "open_only", is_flag=True, help="Tylko niepodpisane.")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=200, show_default=True, help="Najwyżej tyle.")
@json_option
@command
def lists(session: Session, open_only: bool, limit: int) -> None:
    """Pokazuje listy przyjęcia tego stanowiska."""
    from kancelaria.services.deliveries import delivery_json
    from ui.operations.consignments import summary

    found = session.office.queries.deliveries(open_only, limit)
    if session.output.as_json:
        session.output.table((delivery_json(made) for made in found), (), "")
    else:
        empty = "Nie ma niepodpisanych list." if open_only else "Nie ma jeszcze żadnej listy przyjęcia."
        session.output.table([summary(made) for made in found], LISTS, empty)


@consignment.command("show", options_metavar="[OPCJE]", short_help="jedna lista, także do wydruku")
@NUMBER
@click.option("-o", "--output", "target", type=click.Path(path_type=Path, dir_okay=False), help="Wydrukuj ją tam.")
@json_option
@command
def show(session: Session, number: str, target: Path | None) -> None:
    """Pokazuje listę z wynikiem sprawdzenia."""
    from ui.operations.consignments import known_delivery, positions, print_delivery, summary

    if target is not None:
        made = print_delivery(session.office, session.actor, number, target)
    else:
        made = known_delivery(session.office, number)
    _told(session, made)
    if not session.output.as_json:
        session.output.table([summary(made)], LISTS, "")
        session.output.table(positions(made), ROWS, "Na liście nie ma jeszcze przesyłek.")
    if target is not None:
        session.output.say(f"Zapisano wydruk: {target}")


@consignment.command("pending", options_metavar="[OPCJE]", short_help="przyjęte, niezarejestrowane")
@click.option("--limit", type=click.IntRange(1), metavar="N", default=1000, show_default=True, help="Najwyżej tyle.")
@json_option
@command
def pending(session: Session, limit: int) -> None:
    """Pokazuje, co przyjęto, a jeszcze nie otwarto i nie zarejestrowano; najdłużej czekające pierwsze."""
    from ui.operations.consignments import waited_words, waiting_row

    office = session.office
    now = office.clock.now()
    rows = [
        waiting_row(each, now) | {"waited": waited_words(each, now)}
        for each in office.queries.pending_consignments(limit)
    ]
    session.output.table(rows, WAITING, "Nic nie czeka na rejestrację.")


@consignment.command("settle", options_metavar="[OPCJE]", short_help="rozlicza przesyłkę bez rejestracji")
@click.argument("name", metavar="NUMER_LUB_REKORD")
@click.argument("how", metavar="SPOSÓB")
@click.option("--words", metavar="TEKST", default="", help="Komu lub do czego.")
@json_option
@command
def settle(session: Session, name: str, how: str, words: str) -> None:
    """Zapisuje, dlaczego z przesyłki nie będzie pisma: skipped, joined, forwarded, returned, handed_unopened."""
    from dataclasses import asdict

    from kancelaria.domain.deliveries import SETTLED
    from kancelaria.services.consignments import settle_consignment
    from ui.operations.consignments import pending_named

    office = session.office
    known = pending_named(office, name)
    done = settle_consignment(known.id, how, words, office.uow(session.clerk), office.workplace)
    session.output.record(asdict(done), f"{done.posting_number or done.id}: {SETTLED[how]}")


@consignment.command("share", options_metavar="[OPCJE]", short_help="pisma z jednej koperty")
@click.argument("uids", metavar="IDENTYFIKATOR…", nargs=-1, required=True)
@json_option
@command
def share(session: Session, uids: tuple[str, ...]) -> None:
    """Zapisuje, że te pisma przyszły w jednej kopercie."""
    from dataclasses import asdict

    from kancelaria.services.consignments import share_envelope

    office = session.office
    shared = share_envelope(uids, office.uow(session.clerk), office.workplace)
    items = [item.document_uid for item in office.queries.items_of_consignment(shared.id)]
    session.output.record(asdict(shared) | {"items": items}, "W jednej kopercie: " + ", ".join(items))


@consignment.command("returned", options_metavar="[OPCJE]", short_help="zwrot lub ZPO do przesyłki wychodzącej")
@click.argument("posting_number", metavar="NUMER_NADAWCZY")
@click.option("--what", type=click.Choice(("returned", "receipt")), required=True, help="Zwrot albo ZPO.")
@click.option("--on", "day", type=Day(), required=True, help="Dzień zwrotu albo doręczenia.")
@click.option("--words", metavar="TEKST", default="", help="Przyczyna zwrotu albo kto odebrał.")
@click.option("--notice", "notices", type=Day(), multiple=True, help="Dzień awizo; najwyżej dwa razy.")
@click.option("--item", "uid", metavar="IDENTYFIKATOR", help="Pismo, jako które zwrot zarejestrowano.")
@json_option
@command
def returned(
    session: Session, posting_number: str, what: str, day: str, words: str, notices: tuple[str, ...], uid: str | None
) -> None:
    """Dołącza zwrot albo potwierdzenie odbioru do przesyłki wychodzącej; bez pary czeka na nią."""
    from kancelaria.services.returns import CameBack, take_back

    office, clerk = session.office, session.clerk
    came = CameBack(posting_number, what, day, words, notices, uid)
    matched = take_back(came, lambda: office.uow(clerk), office.workplace)
    _matched(session, matched)


@consignment.command("unmatched", options_metavar="[OPCJE]", short_help="zwroty i ZPO bez pary")
@click.option("--again", is_flag=True, help="Poszukaj im pary jeszcze raz.")
@json_option
@command
def unmatched(session: Session, again: bool) -> None:
    """Pokazuje zarejestrowane zwroty i potwierdzenia, do których nie ma przesyłki wychodzącej."""
    from kancelaria.services.returns import match_waiting

    office = session.office
    if again:
        clerk = session.clerk
        for matched in match_waiting(office.queries.unmatched_returns(), lambda: office.uow(clerk), office.workplace):
            _matched(session, matched)
        return
    rows = [{"document_uid": item.document_uid, "title": item.title} for item in office.queries.unmatched_returns()]
    session.output.table(rows, [("document_uid", "Identyfikator"), ("title", "Dotyczy")], "Wszystko ma swoją parę.")


def _matched(session: Session, matched: Matched) -> None:
    rows = [row.readable_number or row.title for row in matched.outgoing]
    uid = matched.item.document_uid if matched.item is not None else None
    told = {"outgoing": rows, "document_uid": uid, "matched": bool(rows)}
    words = "Dołączono do: " + ", ".join(rows) if rows else "Bez pary: nie ma przesyłki o tym numerze."
    session.output.record(told, words)


def _told(session: Session, made: Delivery) -> None:
    from kancelaria.services.deliveries import delivery_json

    if session.output.as_json:
        session.output.record(delivery_json(made))
