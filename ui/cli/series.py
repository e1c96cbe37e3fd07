"""`kancelaria series`: identical letters of many senders, out of a list."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from ui.cli.options import Day, json_option, polish_command
from ui.cli.output import Exit
from ui.cli.session import Session, command

SHOWN = [("row", "Wiersz"), ("rpw_number", "RPW"), ("document_uid", "Identyfikator"), ("state_word", "Stan")]
WORDS = {"registered": "zarejestrowano", "already": "było już w rejestrze", "failed": "nie zarejestrowano"}
REASONS = ["page_size", "page_count", "content_form_state", "office_threshold"]
TOLD_EVERY = 50


@polish_command(short_help="rejestruje jednakowe pisma wielu nadawców")
@click.argument("source", metavar="PLIK", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--title", metavar="TEKST", required=True, help="Czego dotyczą pisma.")
@click.option("--kind", metavar="KOD", help="Rodzaj pisma (kod ze słownika).")
@click.option("--delivery", metavar="KOD", help="Sposób doręczenia (kod ze słownika).")
@click.option("--received", type=Day(), help="Dzień wpływu; domyślnie dziś.")
@click.option("--letter-date", metavar="DATA", help="Data pism (RRRR, RRRR-MM albo RRRR-MM-DD); bez niej „brak daty”.")
@click.option("--reference", metavar="ZNAK", help="Znak pism; bez niego „brak znaku”, chyba że podaje go lista.")
@click.option("--addressee", metavar="TEKST", help="Adresat w urzędzie, jak na pismach.")
@click.option("--attachments", type=click.IntRange(0), metavar="N", help="Liczba załączników każdego pisma.")
@click.option(
    "--no-scan", "reason", type=click.Choice(REASONS), default="content_form_state",
    help="Dlaczego pisma nie mają skanu.",
)  # fmt: skip
@click.option("--check", is_flag=True, help="Tylko przeczytaj listę i pokaż, co na niej jest.")
@json_option
@command
def series(
    session: Session, source: Path, title: str, kind: str | None, delivery: str | None, received: str | None,
    letter_date: str | None, reference: str | None, addressee: str | None, attachments: int | None, reason: str,
    check: bool,
) -> None:  # fmt: skip
    """Rejestruje jednakowe pisma: wspólne dane raz, a nadawców z listy CSV (albo „-” ze standardowego wejścia).

    Pierwszy wiersz nazywa kolumny: nazwa albo nazwisko i imiona, ulica, kod, miejscowość, znak, data pisma, etykieta…
    Każde pismo ma własny identyfikator i numer. Powtórzone polecenie dokańcza serię i niczego nie rejestruje dwa razy.
    """
    from kancelaria.domain.incoming import Reproduction, ReproductionExtent
    from kancelaria.domain.series import CommonValues, read_list
    from ui.operations.registration import today_in_warsaw
    from ui.operations.series import StationSeries

    found = read_list(_text(source))
    for column in found.strange:
        session.output.say(f"Pomijam kolumnę „{column}”.")
    if check:
        rows = [{"row": line.number, "name": line.name, **line.told} for line in found.lines]
        session.output.table(
            rows, [("row", "Wiersz"), ("name", "Nadawca"), ("street", "Ulica"), ("town", "Miejscowość")], ""
        )
        return
    common = CommonValues(
        title, received or today_in_warsaw(session.office), letter_date, letter_date is None, reference,
        reference is None, addressee, delivery, (kind,) if kind else (), attachment_count=attachments,
        reproduction=Reproduction(ReproductionExtent.NONE, reason),
    )  # fmt: skip
    person = session.clerk
    desk = StationSeries(session.office, lambda: person)
    if received is None:
        common = _begun_before(session, desk, common)
    _run(session, desk, desk.begin(common, found.lines).id, len(found.lines))


def _begun_before(session: Session, desk: Any, common: Any) -> Any:
    """A series cut off before midnight is finished under its own day: it would be registered twice otherwise."""
    from dataclasses import replace

    for begun, _rows in desk.waiting():
        if begun.common.received_on != common.received_on and common == replace(
            begun.common, received_on=common.received_on
        ):
            session.output.say(f"Dokańczam serię z dnia {begun.common.received_on}; nową zaczyna --received.")
            return begun.common
    return common


def _run(session: Session, desk: Any, series_id: str, count: int) -> None:
    from ui.operations.series import outcome_json

    def number_of(uid: str) -> int | None:
        item = session.office.queries.item(uid)
        return item.rpw_number if item else None

    shown: list[dict[str, Any]] = []

    def tell(outcome: Any) -> None:
        told = outcome_json(outcome, number_of)
        told["state_word"] = WORDS[told["state"]]
        if session.output.as_json:
            session.output.record({name: value for name, value in told.items() if name != "state_word"})
        else:
            shown.append(told)
        if outcome.error is not None:
            session.output.say(f"Wiersz {outcome.row.number}: {outcome.error.message}")
            session.output.exit_code = max(session.output.exit_code, Exit.SOME_FAILED)
        if len(shown) % TOLD_EVERY == 0 and shown:
            session.output.say(f"{len(shown)}/{count}")

    desk.run(series_id, tell)
    if not session.output.as_json:
        session.output.table(shown, SHOWN, "")


def _text(source: Path) -> str:
    from kancelaria.domain.errors import NotFound
    from kancelaria.domain.series import decoded

    if str(source) == "-":
        return decoded(sys.stdin.buffer.read())
    try:
        return decoded(source.read_bytes())
    except OSError as error:
        raise NotFound(
            "file_unreadable", "Nie można przeczytać tego pliku.", "Sprawdź ścieżkę.", source.name
        ) from error
