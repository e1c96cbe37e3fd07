"""Commands about the station itself."""

from __future__ import annotations

import click

from ui.cli.options import json_option, polish_command
from ui.cli.output import Exit
from ui.cli.session import Session, command


@polish_command(short_help="przygotowuje stanowisko")
@click.option("--institution", metavar="NAZWA", help="Nazwa urzędu.")
@click.option("--point", metavar="SYMBOL", default="K1", help="Symbol punktu kancelaryjnego.")
@click.option("--address", metavar="ADRES", default="", help="Adres urzędu na wydrukach.")
@click.option("--town", metavar="MIEJSCOWOŚĆ", default="", help="Miejscowość urzędu.")
@click.option(
    "--central", "central_url", metavar="ADRES", help="Adres centrali z loginem osoby (postgresql://login@host/baza)."
)
@click.option("--password-stdin", is_flag=True, help="Hasło osoby w pierwszym wierszu standardowego wejścia.")
@click.option("--demo", is_flag=True, help="Z przykładowym, zmyślonym urzędem.")
@json_option
@command
def init(
    session: Session,
    institution: str | None,
    point: str,
    address: str,
    town: str,
    central_url: str | None,
    password_stdin: bool,
    demo: bool,
) -> None:
    """Przygotowuje stanowisko w folderze: rejestr, serię etykiet, słowniki."""
    from kancelaria.bootstrap import init_station
    from kancelaria.settings import default_home

    home = session.home or default_home()
    if central_url:
        from ui.cli.central import read_password
        from ui.operations.central import join

        station = join(home, central_url, read_password(password_stdin), institution, point)
    else:
        station = init_station(home, institution, point, demo, address, town)
    facts = {
        "home": str(home),
        "institution": station.institution.name,
        "point": station.point,
        "series": station.series,
        "demo": demo,
    }
    session.output.record(facts)
    session.output.say(
        f"Stanowisko gotowe: {station.institution.name}, punkt {station.point}, seria etykiet {station.series}. "
        f"Folder: {home}"
    )


@polish_command(short_help="co jest, czego brakuje")
@json_option
@command
def doctor(session: Session) -> None:
    """Sprawdza, czy stanowisko ma wszystko, czego potrzebuje, i mówi, co zrobić."""
    from ui.operations.doctor import examine

    findings = examine(session.home)
    rows = [{"check": f.check, "ok": f.ok, "detail": f.detail, "hint": f.hint} for f in findings]
    if session.output.as_json:
        session.output.table(rows, (), "")
    else:
        shown = [row | {"ok": "tak" if row["ok"] else "NIE"} for row in rows]
        session.output.table(
            shown, [("check", "Sprawdzono"), ("ok", "W porządku"), ("detail", "Stan"), ("hint", "Co zrobić")], ""
        )
    if any(f.damaged for f in findings):
        session.output.exit_code = Exit.DAMAGED
    elif any(not f.ok and f.required for f in findings):
        session.output.exit_code = max(session.output.exit_code, Exit.SOME_FAILED)
