"""Commands of dekretacja: whom a letter goes to, and back."""

from __future__ import annotations

import click

from ui.cli.options import Day, json_option, polish_command
from ui.cli.records import answer
from ui.cli.session import Session, command


@polish_command(short_help="dekretuje pismo")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--to", "target", metavar="KOMÓRKA|LOGIN", required=True, help="Komórka (symbol) albo osoba (login).")
@click.option("--lead", "role", flag_value="lead", default=True, help="Komórka wiodąca (domyślnie).")
@click.option("--contributing", "role", flag_value="contributing", help="Współpracuje.")
@click.option("--for-information", "role", flag_value="for_information", help="Do wiadomości.")
@click.option("--due", type=Day(), help="Termin.")
@click.option("--note", metavar="TEKST", help="Dyspozycja.")
@click.option(
    "--on-behalf-of", "issuer", metavar="LOGIN", default="", help="Kierownik, którego dekretację z papieru wpisujesz."
)
@json_option
@command
def assign(session: Session, uid: str, target: str, role: str, due: str | None, note: str | None, issuer: str) -> None:
    """Dekretuje pismo na komórkę albo osobę; wiodąca jest jedna."""
    from kancelaria.services.assign import Order, Role, issuer_of, route_item, target_of
    from ui.operations.printouts import known_item

    office, person = session.office, session.clerk if issuer else session.worker
    units = [known.symbol for known in office.queries.units()]
    people = [known.login for known in office.queries.people()]
    to = target_of(target, units, people)
    order = Order(due, note, issuer=issuer_of(issuer, office.queries.people()))
    route_item(uid, [(to, Role(role))], order, office.uow(person), office.workplace)
    answer(session, known_item(office, uid))


@polish_command("return", short_help="zwraca pismo do kancelarii")
@click.argument("uid", metavar="IDENTYFIKATOR")
@click.option("--reason", metavar="PRZYCZYNA", required=True, help="Dlaczego.")
@json_option
@command
def return_(session: Session, uid: str, reason: str) -> None:
    """Zwraca źle skierowane pismo do kancelarii z przyczyną."""
    from kancelaria.services.return_item import return_item

    office = session.office
    answer(session, return_item(uid, reason, office.uow(session.worker), office.workplace))
