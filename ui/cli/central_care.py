"""Commands that watch over the central: verify, status, backup, restore, upkeep."""

from __future__ import annotations

import re
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kancelaria.domain.errors import CentralError
from ui.cli.central import administrator_url, central, read_password, url_option
from ui.cli.options import json_option
from ui.cli.output import Exit
from ui.cli.session import Session, command

COUNTED = {
    "institutions": "urzędy", "register_entries": "pozycje rejestru", "items": "pisma", "events": "zdarzenia",
    "feed_rows": "wiersze zmian", "scans": "skany", "void_entries": "pozycje anulowane",
    "adopted_years": "przejęte roczniki", "recovering": "odzyskujące dane", "audit": "ogniwa dziennika",
    "access_log": "ogniwa dziennika dostępu",
}  # fmt: skip
"""What `verify` counted, for a person."""


class YearNumber(click.ParamType[tuple[int, int]]):
    """A register number of a year as `2026:123`."""

    name = "ROK:NUMER"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """(year, number), or a usage error."""
        match = re.fullmatch(r"(\d{4}):(\d{1,7})", str(value))
        if match is None:
            self.fail(f"{value!r} to nie ROK:NUMER, na przykład 2026:123.", param, ctx)
        return int(match[1]), int(match[2])


KEY = click.option(
    "--key",
    "key_file",
    metavar="PLIK",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Klucz pieczęci dziennika.",
)


@central.command("verify", options_metavar="[OPCJE]", short_help="czy wszystko jest całe")
@url_option
@KEY
@json_option
@command
def verify(session: Session, url: str | None, key_file: Path | None) -> None:
    """Sprawdza, czy numery są bez luk, łańcuchy nienaruszone, a zapisy zgodne ze zdarzeniami."""
    from kancelaria.central.upkeep import checkpoint_key
    from kancelaria.central.verify import verify as look

    found = look(administrator_url(session, url), checkpoint_key(key_file) if key_file else None)
    problems = [asdict(problem) for problem in found.problems]
    session.output.record({"counts": found.counts, "problems": problems})
    session.output.say(", ".join(f"{COUNTED.get(name, name)}: {count}" for name, count in found.counts.items()))
    for problem in problems:
        session.output.say(f"USZKODZONE {problem['code']}: {problem['subject']}")
    if problems:
        session.output.exit_code = Exit.DAMAGED


@central.command("status", options_metavar="[OPCJE]", short_help="jak stoi centrala")
@url_option
@json_option
@command
def status(session: Session, url: str | None) -> None:
    """Pokazuje wersję, urzędy, połączenia i ostatnie numery."""
    from kancelaria.central.status import status as look

    facts = asdict(look(administrator_url(session, url)))
    session.output.record(facts, _facts(facts))
    if facts["recovering"]:
        session.output.say("Centrala odzyskuje dane po odtworzeniu z kopii; nie nadaje nowych numerów.")
    for station in facts["missing"]:
        session.output.say(f"Nie oddało jeszcze swoich pism: {_named(station)}")
    for station in facts["behind"]:
        waiting = ", ".join(f"rok {year}: {count}" for year, count in sorted(station["waiting"].items()))
        session.output.say(f"Ma pisma niewysłane ({waiting}): {_named(station)}")


def _facts(facts: dict[str, Any]) -> str:
    last = (f"{year}: {number}" for year, number in facts["last_number"].items())
    line = "z szyfrowaniem" if facts["encrypted"] else "BEZ SZYFROWANIA (ssl = off)"
    lines = [
        f"Serwer: PostgreSQL {facts['server']}, baza {facts['database_bytes'] / 2**20:.0f} MB,"
        f" wersja budowy {facts['schema']}, {line}",
        f"Urzędy: {', '.join(facts['institutions'])}",
        f"Stanowiska: {facts['stations']}, czynne konta: {facts['people']}",
        f"Połączenia: {facts['connections']}, czekające na blokadę: {facts['waiting']}",
        f"Ostatnie numery: {', '.join(last) or 'jeszcze żadnego'}",
        f"Zamknięte lata: {', '.join(facts['closed_years']) or 'żadne'}",
    ]
    return "\n".join(lines)


def _named(station: dict[str, Any]) -> str:
    last = f"ostatnio {station['said_at']}, {station['login']}" if station["said_at"] else "nigdy się nie zgłosiło"
    point = f", punkt {station['point']}" if station["point"] else ""
    return f"{station['name']}{point} ({last})"


@central.command("backup", options_metavar="[OPCJE]", short_help="kopia całego serwera")
@click.argument("folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False))
@url_option
@json_option
@command
def backup(session: Session, folder: Path, url: str | None) -> None:
    """Robi fizyczną kopię serwera do nowego folderu i sprawdza ją; wymaga konta z prawem do kopii."""
    from kancelaria.central.backup import backup as copy

    copy(administrator_url(session, url), folder)
    session.output.record({"folder": str(folder)})
    session.output.say(f"Kopia gotowa i sprawdzona: {folder}")


@central.command("restore", options_metavar="[OPCJE]", short_help="wkłada kopię na miejsce serwera")
@click.argument("folder", metavar="[FOLDER]", required=False, type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--data", metavar="FOLDER", envvar="PGDATA", type=click.Path(path_type=Path, file_okay=False),
    help="Pusty folder danych zatrzymanego serwera (domyślnie z PGDATA).",
)  # fmt: skip
@click.option("--announce", is_flag=True, help="Serwer odtworzono innym narzędziem i działa: ogłoś to centrali.")
@url_option
@json_option
@command
def restore(session: Session, folder: Path | None, data: Path | None, announce: bool, url: str | None) -> None:
    """Sprawdza kopię i wkłada ją do pustego folderu danych. Po uruchomieniu serwera centrala odzyskuje dane."""
    from kancelaria.central import backup as care

    if announce:
        if folder is not None:
            raise click.UsageError("--announce dotyczy działającego serwera; podaj samo --url.")
        care.announce_restore(administrator_url(session, url))
        session.output.record({"recovering": True})
    elif folder is None or data is None:
        raise click.UsageError("Podaj FOLDER kopii oraz --data FOLDER danych serwera.")
    else:
        databases = care.restore(folder, data)
        session.output.record({"folder": str(folder), "data": str(data), "databases": databases, "recovering": True})
        session.output.say(f"Kopia jest na miejscu: {data}. Uruchom serwer.")
    session.output.say(
        "Centrala nie nadaje numerów, dopóki wszystkie stanowiska nie oddadzą swoich pism; stanowiska pracują dalej."
        "\nKogo brakuje: kancelaria central status. Zakończenie: kancelaria central reopen."
    )


@central.command("reopen", options_metavar="[OPCJE]", short_help="kończy odzyskiwanie danych")
@click.option("--void-missing", is_flag=True, help="Nie czekaj dłużej: numery, których nikt nie oddał, anuluj.")
@click.option(
    "--last-number", "last", metavar="ROK:NUMER", multiple=True, type=YearNumber(),
    help="Najwyższy wydrukowany numer roku, jeśli wiadomo; można powtórzyć.",
)  # fmt: skip
@url_option
@json_option
@command
def reopen(session: Session, void_missing: bool, last: tuple[tuple[int, int], ...], url: str | None) -> None:
    """Po odtworzeniu z kopii: centrala znów nadaje numery. Bez --void-missing tylko, gdy zgłosili się wszyscy."""
    from kancelaria.central.backup import reopen as open_again

    done = open_again(administrator_url(session, url), void_missing=void_missing, last=dict(last))
    if done.voided is None:
        raise CentralError(
            "stations_missing",
            f"Nie wszystkie stanowiska oddały swoje pisma: {', '.join(done.missing)}.",
            "Połącz je z centralą. Jeśli już nie wrócą: kancelaria central reopen --void-missing.",
        )
    session.output.record(asdict(done))
    session.output.say(f"Centrala nadaje numery. Pozycje anulowane, bo nikt ich nie oddał: {done.voided}.")


@central.command("close-year", options_metavar="[OPCJE]", short_help="zamyka rejestr roku")
@click.argument("year", metavar="ROK", type=click.IntRange(1990, 2200))
@click.option("--without", metavar="STANOWISKO", multiple=True, help="Nie czekaj na to stanowisko; można powtórzyć.")
@click.option("--undo", is_flag=True, help="Otwiera zamknięty rok na nowo.")
@url_option
@json_option
@command
def close_year(session: Session, year: int, without: tuple[str, ...], undo: bool, url: str | None) -> None:
    """Zamyka rejestr roku, gdy wszystkie stanowiska oddały jego pisma; potem nic się w nim nie rejestruje."""
    from kancelaria.central import provision

    place = administrator_url(session, url)
    if undo:
        provision.open_year(place, year)
    else:
        provision.close_year(place, year, without)
    session.output.record({"year": year, "closed": not undo})
    session.output.say(f"Rejestr roku {year} jest {'otwarty' if undo else 'zamknięty'}.")


@central.command("adopt", options_metavar="[OPCJE]", short_help="przejmuje samodzielne stanowisko")
@click.argument("url", metavar="ADRES")
@click.option("--login", metavar="LOGIN", help="Osoba, która zaloguje się na stanowisku po przejęciu.")
@click.option("--password-stdin", is_flag=True, help="Jej hasło w pierwszym wierszu standardowego wejścia.")
@json_option
@command
def adopt(session: Session, url: str, login: str | None, password_stdin: bool) -> None:
    """Przenosi pisma tego stanowiska do centrali wskazanej adresem z kontem administratora; numery zostają.

    Możliwe, gdy centrala nie nadała jeszcze numerów w latach tych pism. Przerwane można powtórzyć.
    """
    from ui.operations.central_care import adopt_station

    password = read_password(password_stdin)
    if password is None and login is not None:
        password = click.prompt("Hasło", hide_input=True) if sys.stdin.isatty() else ""
    done = adopt_station(session.office, url, login, password or "")
    station = session.office.station
    facts = {"station_id": station.id, "series": station.series, "central": station.central}
    session.output.record(asdict(done) | facts)
    session.output.say(f"Stanowisko należy do centrali: {done.institution}. Przejęte pisma: {done.items}.")
    if done.strangers:
        session.output.say("Osoby bez konta w centrali (ich zastrzeżonych pism nikt nie widzi, dopóki go nie dostaną):")
        session.output.say(f"  {', '.join(done.strangers)}: kancelaria central user add LOGIN --role registry")
    if login is None:
        session.output.say("Zaloguj tu osobę z kontem w centrali: kancelaria sign-in LOGIN. Skany popłyną same.")


@central.command("run", options_metavar="[OPCJE]", short_help="opieka nad centralą, bez końca")
@url_option
@click.option(
    "--key", "key_file", metavar="PLIK", required=True, type=click.Path(path_type=Path, dir_okay=False),
    help="Klucz pieczęci dziennika; powstanie, jeśli go nie ma.",
)  # fmt: skip
@json_option
@command
def run(session: Session, url: str | None, key_file: Path) -> None:
    """Kończy bezczynne blokady, zakłada partycje, pieczętuje dziennik; do przerwania (usługa systemd)."""
    from kancelaria.central.upkeep import run as care

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    care(administrator_url(session, url), key_file, stop, lambda told: session.output.record(asdict(told)))
