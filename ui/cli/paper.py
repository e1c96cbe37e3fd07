"""Commands that turn paper and files into registered letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from scanning.devices.protocol import Mode, Source
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.cli.options import Day, Split, json_option, polish_command
from ui.cli.session import Session, command

CHOICES = (
    PageMaterial.PRINT, PageMaterial.HANDWRITING, PageMaterial.COLOUR, PageMaterial.PHOTOGRAPH, PageMaterial.OVERSIZE,
)  # fmt: skip

if TYPE_CHECKING:
    from ui.operations.facts import ScanOptions
    from ui.operations.unattended import Outcome, Unattended

_OPTIONS = {
    "device": ("device_id",), "source": ("source",), "dpi": ("dpi",), "mode": ("mode",),
    "split": ("split", "sheets_per_document"), "material": ("material",),
}  # fmt: skip
"""What each of the command's parameters sets of a scan."""
_MATERIAL = click.option(
    "--material",
    type=click.Choice([material.value for material in CHOICES]),
    help="Czym są wszystkie strony; bez tego każda jest rozpoznawana.",
)
LETTER_COLUMNS = [
    ("rpw", "RPW"), ("document_uid", "Identyfikator"), ("sender", "Nadawca"), ("title", "Dotyczy"),
    ("letter_date", "Z dnia"), ("sender_reference", "Znak"), ("pages", "Stron"), ("pdf", "PDF/A"),
]  # fmt: skip


@polish_command(short_help="skanery w zasięgu")
@json_option
@command
def devices(session: Session) -> None:
    """Pokazuje skanery w zasięgu."""
    from kancelaria.settings import load_settings
    from scanning.worker.discover import DiscoveryEnded, DriverFailed
    from ui.operations.devices import StationDevices

    rows: list[dict[str, object]] = []
    for event in StationDevices(load_settings(session.home)).events():
        if isinstance(event, DriverFailed):
            session.output.say(f"{event.driver}: {event.error.message} {event.error.hint}")
        elif isinstance(event, DiscoveryEnded):
            for device in event.devices:
                rows.append(
                    {
                        "id": device.id,
                        "name": device.name,
                        "driver": device.driver,
                        "sources": [source.value for source in device.sources],
                        "resolutions": list(device.resolutions),
                    }
                )
    columns = [
        ("id", "Skaner (--device)"),
        ("name", "Nazwa"),
        ("driver", "Sterownik"),
        ("sources", "Źródła"),
        ("resolutions", "dpi"),
    ]
    session.output.table(rows, columns, "Nie znaleziono skanera. Sprawdź, czy jest włączony i podłączony.")


@polish_command(short_help="skanuje, czyta, rejestruje")
@click.option("--device", metavar="SKANER", help="Skaner: id z polecenia „devices” (jeśli nie podaje go profil).")
@click.option("--profile", metavar="NAZWA", default="", help="Profil skanera z pliku ustawień; zablokowany obowiązuje.")
@click.option(
    "--source",
    type=click.Choice([s.value for s in Source]),
    default=Source.ADF.value,
    show_default=True,
    help="Skąd skaner bierze papier.",
)
@click.option("--dpi", type=click.IntRange(75, 1200), metavar="N", default=300, help="Rozdzielczość.")
@click.option("--mode", type=click.Choice([m.value for m in Mode]), default=Mode.GRAY.value, help="Barwa.")
@click.option("--split", type=Split(), default="label", help="Podział stosu na pisma.")
@click.option("--expect", type=click.IntRange(1, 5000), metavar="N", help="Ile kartek włożono.")
@_MATERIAL
@click.option("--sealed", is_flag=True, help="Przesyłki nieotwierane: tylko koperta, bez czytania.")
@click.option("--received-on", type=Day(), help="Data wpływu (domyślnie dziś).")
@json_option
@command
def scan(
    session: Session, device: str | None, profile: str, source: str, dpi: int, mode: str,
    split: tuple[SplitMode, int], expect: int | None, material: str | None, sealed: bool, received_on: str | None,
) -> None:  # fmt: skip
    """Skanuje stos, czyta pisma i rejestruje je jako „do sprawdzenia”."""
    from ui.operations.facts import ScanOptions

    options = ScanOptions(
        device or "", Source(source), dpi, Mode(mode), split[0], split[1], expect, sealed,
        material=PageMaterial(material) if material else None,
    )  # fmt: skip
    if profile:
        options = _by_profile(session, profile, options)
    if not options.device_id:
        raise click.UsageError("Podaj skaner (--device) albo profil, który go wskazuje (--profile).")
    _run(session, lambda run: run.scan(options), sealed, received_on)


def _by_profile(session: Session, name: str, given: ScanOptions) -> ScanOptions:
    """What the profile sets, but for what was given in the command; a locked one refuses that when scanning begins."""
    from ui.operations.devices import profiles_of
    from ui.operations.profiles import profile_named

    profile = profile_named(profiles_of(session.office.settings), name)
    context = click.get_current_context()
    typed = {
        option
        for parameter, options in _OPTIONS.items()
        if context.get_parameter_source(parameter) is ParameterSource.COMMANDLINE
        for option in options
    }
    return replace(profile.on(given), **{option: getattr(given, option) for option in typed})


@polish_command(short_help="to samo dla plików i folderów")
@click.argument("paths", metavar="ŚCIEŻKA…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--split", type=Split(), help="Podział; domyślnie każdy plik to osobne pismo, dalej dzielone etykietami.")
@_MATERIAL
@click.option("--sealed", is_flag=True, help="Przesyłki nieotwierane: tylko koperta, bez czytania.")
@click.option("--received-on", type=Day(), help="Data wpływu (domyślnie dziś).")
@json_option
@command
def intake(
    session: Session,
    paths: tuple[Path, ...],
    split: tuple[SplitMode, int] | None,
    material: str | None,
    sealed: bool,
    received_on: str | None,
) -> None:
    """Wczytuje pliki PDF, TIFF, JPEG i PNG albo całe foldery, czyta pisma i rejestruje je."""
    from scanning.devices.files import files_under

    files = [file for path in paths for file in files_under(path)]
    if not files:
        raise click.UsageError("Nie ma plików do wczytania.")
    mode, sheets = split or (None, 1)
    of = PageMaterial(material) if material else None
    _run(session, lambda run: run.intake(files, mode, sheets, of), sealed, received_on)


@polish_command(short_help="niedokończone stosy")
@click.option("--resume", metavar="ID", help="Dokończ ten stos: doczytaj i zarejestruj pozostałe pisma.")
@click.option("--discard", metavar="ID", help="Odłóż ten stos na bok; jego strony zostają na dysku.")
@click.option("--expect", type=click.IntRange(1, 5000), metavar="N", help="Z --resume: tyle kartek było naprawdę.")
@json_option
@command
def stacks(session: Session, resume: str | None, discard: str | None, expect: int | None) -> None:
    """Pokazuje stosy przerwane przed końcem, pozwala je dokończyć albo odłożyć."""
    if expect is not None and not resume:
        raise click.UsageError("--expect poprawia liczbę kartek stosu z --resume.")
    if resume:
        _run(session, lambda run: run.resume(resume, expect), False, None)
        return
    from ui.operations.batch import StackBatch

    batch = StackBatch(session.office)
    try:
        if discard:
            batch.discard(discard)
        rows = [
            {"id": left.id, "started_at": left.started_at, "pages": left.pages, "registered": left.registered}
            for left in batch.unfinished()
        ]
    finally:
        batch.close()
    columns = [
        ("id", "Stos"),
        ("started_at", "Rozpoczęty"),
        ("pages", "Stron"),
        ("registered", "Zarejestrowanych pism"),
    ]
    session.output.table(rows, columns, "Nie ma niedokończonych stosów.")


def _run(
    session: Session, outcomes: Callable[[Unattended], Iterator[Outcome]], sealed: bool, received_on: str | None
) -> None:
    from ui.operations.batch import StackBatch
    from ui.operations.unattended import LetterDone, LetterFailed, Note, Unattended

    person = session.clerk  # asked before anything is scanned
    batch = StackBatch(session.office, headers=False)
    done: list[str] = []
    try:
        for left in batch.unfinished():
            session.output.say(
                f"Niedokończony stos {left.id} ({left.pages} str.): kancelaria stacks --resume {left.id}"
            )
        run = Unattended(session.office, batch, person, sealed=sealed, received_on=received_on)
        for outcome in outcomes(run):
            if isinstance(outcome, Note):
                session.output.say(outcome.text)
            elif isinstance(outcome, LetterFailed):
                session.output.failed(outcome.error, outcome.subject)
            elif isinstance(outcome, LetterDone):
                done.append(outcome.item.document_uid)
                _tell(session, outcome.item.document_uid)
    finally:
        batch.close()
    if not session.output.as_json:
        session.output.table([_row(session, uid) for uid in done], LETTER_COLUMNS, "Nie zarejestrowano żadnego pisma.")


def _tell(session: Session, uid: str) -> None:
    """A JSON line at once, so that a script sees each letter when it is registered."""
    if session.output.as_json:
        session.output.record(_json(session, uid))


def _json(session: Session, uid: str) -> dict[str, object]:
    from kancelaria.services.item_json import describe_item

    office = session.office
    item = office.queries.item(uid)
    assert item is not None
    return describe_item(item, office.queries, office.blobs)


def _row(session: Session, uid: str) -> dict[str, object]:
    from ui.cli.records import shown

    item = session.office.queries.item(uid)
    assert item is not None
    return shown(item) | {"pdf": _json(session, uid)["pdf"]}
