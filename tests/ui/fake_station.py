"""A station of fakes: letters drawn by Pillow, a batch that "scans" them, a register in memory."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from kancelaria.domain.errors import NotFound
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import IncomingItem, ItemState, Page, Sender, Suggestion
from kancelaria.reading.model import LetterSuggestions
from scanning.devices.protocol import DeviceInfo, Source
from scanning.pages.minima import PageMaterial
from scanning.pages.model import SplitMode
from ui.desktop.ports import (
    BatchEvent,
    Dictionaries,
    Duplicate,
    HistoryLine,
    ItemDetails,
    Letter,
    LetterForm,
    OfficeFacts,
    PageArrived,
    PageImage,
    PageRead,
    PageStep,
    ReadingProgress,
    RegisterFilter,
    RegisterRow,
    ScanEnded,
    ScanFailed,
    ScanOptions,
    StackChanged,
    Station,
    UnfinishedStack,
)
from ui.operations.corrections import made_changes
from ui.operations.profiles import ScanProfile

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WIDTH, HEIGHT = 1240, 1754
SENDERS = (
    Sender(organisation="Sąd Rejonowy w Zmyślinie", street="ul. Wymyślona 44", postcode="00-001", town="Zmyślin"),
    Sender(
        surname="Kowalczyński-Próbny",
        given_names="Jan",
        street="ul. Przykładowa 3/7",
        postcode="00-002",
        town="Bajkowo",
    ),
    Sender(
        organisation="Wspólnota Mieszkaniowa „Pod Wiatrakiem”",
        street="ul. Młyńska 12",
        postcode="00-003",
        town="Zmyślin",
    ),
    Sender(
        organisation="Komornik Sądowy przy Sądzie Rejonowym w Bajkowie",
        street="pl. Rynek 1",
        postcode="00-004",
        town="Bajkowo",
    ),
    Sender(
        organisation="Przedsiębiorstwo Zmyślone sp. z o.o.",
        street="al. Nieistniejąca 100",
        postcode="00-005",
        town="Zmyślin",
    ),
)
TITLES = (
    "Zawiadomienie o terminie posiedzenia w sprawie o stwierdzenie nabycia spadku",
    "Wniosek o ustalenie warunków zabudowy",
    "Odwołanie od decyzji w sprawie wysokości opłaty za gospodarowanie odpadami",
    "Zajęcie wierzytelności",
    "Faktura za utrzymanie zieleni",
)
REFERENCES = ("I Ns 12/26", None, "WM/7/2026", "Km 123/26", "FV/2026/11/17")


def draw_letter(target: Path, number: int, page: int = 1) -> dict[str, tuple[int, int, int, int]]:
    """Draw a letter's page; returns where its facts stand."""
    sender, title = SENDERS[number % len(SENDERS)], TITLES[number % len(TITLES)]
    image = Image.new("L", (WIDTH, HEIGHT), 248)
    pen = ImageDraw.Draw(image)
    small, large = ImageFont.truetype(FONT, 24), ImageFont.truetype(FONT, 30)
    boxes: dict[str, tuple[int, int, int, int]] = {}

    def write(name: str, x: int, y: int, text: str, font: ImageFont.FreeTypeFont) -> None:
        pen.text((x, y), text, fill=30, font=font)
        left, top, right, bottom = pen.textbbox((x, y), text, font=font)
        boxes[name] = (int(left), int(top), int(right), int(bottom))

    if page == 1:
        write("letter_date", 820, 110, "Zmyślin, 17 listopada 2026 r.", small)
        write("sender", 120, 110, sender.display_name, small)
        write("street", 120, 146, sender.street or "", small)
        write("town", 120, 182, f"{sender.postcode} {sender.town}", small)
        write("sender_reference", 120, 260, f"Znak: {REFERENCES[number % 5] or '—'}", small)
        write("addressee", 760, 360, "Burmistrz Zmyślina", small)
        write("title", 120, 520, title[:60], large)
    for line in range(24):
        pen.text(
            (120, 640 + line * 38),
            "Treść pisma jest przykładowa i nie dotyczy żadnej prawdziwej osoby ani sprawy.",
            fill=40,
            font=small,
        )
    write("attachment_count", 120, 1600, "Załączniki: 3", small)
    image.save(target)
    return boxes


@dataclass
class FakeBatch:
    """Emits what a batch emits, from a thread of its own, one page at a time when asked."""

    folder: Path
    letters: list[Letter] = field(default_factory=list)
    calls: list[tuple[object, ...]] = field(default_factory=list)
    left_over: list[UnfinishedStack] = field(default_factory=list)
    fail_with: Exception | None = None
    count: int = 5
    at_counter: int = 1
    refusal: Exception | None = None
    steps: list[PageStep] = field(default_factory=list)
    _callbacks: list[Callable[[BatchEvent], None]] = field(default_factory=list)

    def subscribe(self, callback: Callable[[BatchEvent], None]) -> Callable[[], None]:
        self._callbacks.append(callback)
        return lambda: self._callbacks.remove(callback)

    def emit(self, *events: BatchEvent) -> None:
        def tell() -> None:
            for event in events:
                for callback in list(self._callbacks):
                    callback(event)

        thread = threading.Thread(target=tell)
        thread.start()
        thread.join()

    def start(self, options: ScanOptions) -> None:
        self.calls.append(("start", options))
        if self.fail_with is not None:
            self.emit(ScanFailed(self.fail_with))
            return
        self.letters = make_letters(self.folder, self.at_counter if options.one_letter else self.count, options.sealed)
        pages = sum(len(letter.pages) for letter in self.letters)
        self.emit(
            *(PageArrived(number + 1) for number in range(pages)),
            StackChanged(tuple(self.letters)),
            ReadingProgress(pages // 2, pages),
            PageRead(1),
            ScanEnded(pages, pages, options.expected_sheets),
        )

    def intake(self, paths: Sequence[Path], split: SplitMode, sheets_per_document: int) -> None:
        self.calls.append(("intake", tuple(paths), split, sheets_per_document))

    def cancel(self) -> None:
        self.calls.append(("cancel",))
        self.emit(ScanEnded(1, 1))

    def unfinished(self, aside: bool = False) -> list[UnfinishedStack]:
        self.calls.append(("unfinished", aside))
        return self.left_over

    def look_again(self) -> None:
        self.calls.append(("look_again",))

    def resume(self, stack_id: str) -> None:
        self.calls.append(("resume", stack_id))
        self.letters = make_letters(self.folder, 3)
        self.emit(StackChanged(tuple(self.letters)), ScanEnded(3, 3))

    def discard(self, stack_id: str) -> None:
        self.calls.append(("discard", stack_id))

    def give_label(self, key: str, document_uid: str) -> None:
        self.calls.append(("give_label", key, document_uid))
        if self.refusal is not None:
            raise self.refusal

    def drop_repeated(self, pages: Sequence[int]) -> None:
        self.calls.append(("drop_repeated", tuple(pages)))

    def settle_backs(self, *, again: bool) -> None:
        self.calls.append(("settle_backs", again))

    def expect_sheets(self, sheets: int) -> None:
        self.calls.append(("expect_sheets", sheets))
        self.refusal = None

    def finish(self) -> None:
        self.calls.append(("finish",))
        if self.refusal is not None:
            raise self.refusal

    def put_aside(self) -> None:
        self.calls.append(("put_aside",))

    def prioritise(self, page_number: int) -> None:
        self.calls.append(("prioritise", page_number))

    def rescan(self, page_number: int, options: ScanOptions) -> None:
        self.calls.append(("rescan", page_number))

    @property
    def pages(self) -> FakeBatch:
        return self

    def insert(self, page_number: int, options: ScanOptions) -> None:
        self.calls.append(("insert", page_number))

    def mark_blank(self, page: int, blank: bool) -> None:
        self.calls.append(("mark_blank", page, blank))

    def check_boundary(self, key: str) -> None:
        self.calls.append(("check_boundary", key))

    def reread(self, page: int) -> None:
        self.calls.append(("reread", page))

    def undo(self) -> PageStep | None:
        self.calls.append(("undo",))
        return self.steps.pop() if self.steps else None

    def redo(self) -> PageStep | None:
        self.calls.append(("redo",))
        return self.steps.pop() if self.steps else None

    def split_at(self, page_number: int) -> None:
        self.calls.append(("split_at", page_number))

    def join(self, letter_key: str) -> None:
        self.calls.append(("join", letter_key))

    def move(self, page: int, steps: int) -> None:
        self.calls.append(("move", page, steps))

    def rotate(self, page_number: int, degrees: int) -> None:
        self.calls.append(("rotate", page_number, degrees))

    def choose_material(self, page_number: int, material: PageMaterial | None) -> None:
        self.calls.append(("choose_material", page_number, material))
        chosen = {"material": (material or PageMaterial.PRINT).value, "material_chosen": material is not None}

        def seen(page: PageImage) -> PageImage:
            return replace(page, **chosen) if page.number == page_number else page

        self.letters = [replace(letter, pages=tuple(seen(page) for page in letter.pages)) for letter in self.letters]
        self.emit(StackChanged(tuple(self.letters)))

    def set_sealed(self, letter_key: str, sealed: bool) -> None:
        self.calls.append(("set_sealed", letter_key, sealed))
        self.letters = [replace(x, sealed=sealed) if x.key == letter_key else x for x in self.letters]
        self.emit(StackChanged(tuple(self.letters)))


@cache
def _drawn(folder: Path, number: int, page: int) -> tuple[Path, dict[str, tuple[int, int, int, int]]]:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"letter{number}-{page}.png"
    return target, draw_letter(target, number, page)


def make_letters(folder: Path, count: int, sealed: bool = False) -> list[Letter]:
    """Letters of a stack: the third has a doubtful boundary, the fifth is sealed."""
    numbers, made = itertools.count(1), []
    for index in range(count):
        pages, boxes = [], {}
        for page in range(1, (3, 1, 2, 1, 1)[index % 5] + 1):
            path, found = _drawn(folder, index % 5, page)
            pages.append(PageImage(next(numbers), path, path, path, WIDTH, HEIGHT, material=PageMaterial.PRINT.value))
            if page == 1:
                boxes = found
        closed = sealed or index % 5 == 4
        made.append(
            Letter(
                key=f"p{pages[0].number}",
                pages=tuple(pages),
                sealed=closed,
                header_only=False,
                certain=index % 5 != 2,
                boundary_evidence=(
                    f"Etykieta {make_document_uid('K1A', 2026, 123 + index)} na stronie {pages[0].number}.",
                    f"Przed stroną {pages[0].number} leży karta rozdzielająca.",
                    "Początek stosu, ale bez etykiety: sprawdź.",
                )[index % 3],
                label_uid=make_document_uid("K1A", 2026, 123 + index) if index % 5 != 2 else None,
                suggestions=LetterSuggestions() if closed else _suggest(index, pages[0].number, boxes),
            )
        )
    return made


def _suggest(index: int, page: int, boxes: dict[str, tuple[int, int, int, int]]) -> LetterSuggestions:
    sender = SENDERS[index % 5]
    values = {
        "sender.organisation": (sender.organisation, 0.91, "sender"),
        "sender.surname": (sender.surname, 0.88, "sender"),
        "sender.given_names": (sender.given_names, 0.88, "sender"),
        "sender.street": (sender.street, 0.88, "street"),
        "sender.postcode": (sender.postcode, 0.93, "town"),
        "sender.town": (sender.town, 0.93, "town"),
        "letter_date": ("2026-11-17", 0.96, "letter_date"),
        "sender_reference": (REFERENCES[index % 5], 0.62, "sender_reference"),
        "title": (TITLES[index % 5], 0.84, "title"),
        "addressee": ("Burmistrz Zmyślina", 0.9, "addressee"),
        "attachment_count": ("3", 0.97, "attachment_count"),
        "document_kind": ("pismo", 0.9, "title"),
    }
    return LetterSuggestions(
        tuple(Suggestion(name, value, sure, page, boxes[box]) for name, (value, sure, box) in values.items() if value)
    )


@dataclass
class FakeRegister:
    """A register of any size; rows are computed, so a million costs nothing."""

    folder: Path
    items: dict[str, IncomingItem] = field(default_factory=dict)
    size: int = 0
    places: Sequence[RegisterRow] = ()
    reads: list[tuple[int, int]] = field(default_factory=list)
    changes: list[dict[str, object]] = field(default_factory=list)

    def count(self, wanted: RegisterFilter) -> int:
        return self.size or len(self.places) + len(
            [
                item
                for item in self.items.values()
                if wanted.state in (None, item.state.value)
                and wanted.text.casefold() in (item.title + item.document_uid).casefold()
            ]
        )

    def rows(
        self, wanted: RegisterFilter, order: str, descending: bool, offset: int, limit: int
    ) -> Sequence[RegisterRow]:
        self.reads.append((offset, limit))
        if self.places:
            return self.places[offset : offset + limit]
        if not self.size:
            found = [
                _row(item)
                for item in self.items.values()
                if wanted.text.casefold() in (item.title + item.document_uid).casefold()
                and wanted.state in (None, item.state.value)
            ]
            return sorted(found, key=lambda row: row.document_uid, reverse=descending)[offset : offset + limit]
        numbers = range(offset, min(offset + limit, self.size))
        return [computed_row(self.size - n if descending else n + 1) for n in numbers]

    def details(self, document_uid: str) -> ItemDetails:
        item = self.items.get(document_uid)
        if item is None:
            raise NotFound("item_not_found", "Nie ma tu takiego pisma.", "Sprawdź identyfikator.", document_uid)
        path, _ = _drawn(self.folder, 1, 1)
        history = (HistoryLine("2026-11-20T08:14:05Z", "M. Próbna", "zarejestrowano"),)
        return ItemDetails(item, (PageImage(1, path, path, path, WIDTH, HEIGHT),), history)

    def confirm(self, item: IncomingItem, shown: LetterForm, form: LetterForm) -> IncomingItem:
        changes = made_changes(shown, form)
        self.changes.append(changes)
        sender = {k.removeprefix("sender."): v for k, v in changes.items() if k.startswith("sender.")}
        plain = {k: v for k, v in changes.items() if "." not in k}
        now = self.items[item.document_uid]
        changed = replace(now, sender=replace(now.sender, **sender), version=now.version + 1, **plain)
        if now.state is ItemState.TO_VERIFY:
            changed = replace(changed, state=ItemState.REGISTERED)
        self.items[item.document_uid] = changed
        return changed

    amend = confirm

    def void(self, document_uid: str, reason: str) -> None:
        self.items[document_uid] = replace(self.items[document_uid], state=ItemState.VOIDED, void_reason=reason)

    def print_out(self, wanted: RegisterFilter, target: Path) -> Path:
        if target.suffix == ".csv":
            target.write_text("numer;identyfikator\n", encoding="utf-8")
        else:
            _pdf(target, "Rejestr")
        return target


def computed_row(number: int) -> RegisterRow:
    """The row with this register number."""
    sender = SENDERS[number % 5]
    return RegisterRow(
        make_document_uid("K1A", 2026, number % 999_999 + 1),
        number,
        2026,
        "2026-11-20T08:14:05Z",
        "2026-11-20",
        sender.display_name,
        TITLES[number % 5],
        "2026-11-17",
        REFERENCES[number % 5],
        "list polecony",
        3,
        "Wydział Dróg",
        "voided" if number % 17 == 0 else "to_verify" if number % 3 == 0 else "registered",
    )


def _row(item: IncomingItem) -> RegisterRow:
    return RegisterRow(
        item.document_uid,
        item.rpw_number,
        item.rpw_year,
        item.registered_at,
        item.received_on,
        item.sender.display_name,
        item.title,
        item.letter_date,
        item.sender_reference,
        item.delivery_method,
        item.attachment_count,
        None,
        item.state.value,
    )


@dataclass
class FakeDesk:
    """Registers into the fake register."""

    register_book: FakeRegister
    folder: Path
    calls: list[tuple[object, ...]] = field(default_factory=list)
    same: list[Duplicate] = field(default_factory=list)
    fail_with: Exception | None = None

    def dictionaries(self) -> Dictionaries:
        return Dictionaries(
            (
                ("letter", "list zwykły"),
                ("registered", "list polecony"),
                ("in_person", "osobiście"),
                ("courier", "kurier"),
            ),
            (("pismo", "pismo"), ("wniosek", "wniosek"), ("faktura", "faktura"), ("odwołanie", "odwołanie")),
            (
                ("page_size", "rozmiar strony (A3 i większe)"),
                ("page_count", "liczba stron"),
                ("sealed", "przesyłka nieotwierana"),
            ),
            (("designated", "operator wyznaczony"), ("private_courier", "firma kurierska")),
            (("personal", "do rąk własnych"), ("procurement_bid", "oferta w postępowaniu o zamówienie")),
        )

    def register(self, letter_key: str, form: LetterForm) -> IncomingItem:
        self.calls.append(("register", letter_key, form))
        if self.fail_with is not None:
            raise self.fail_with
        number = len(self.register_book.items) + 1
        item = _item(number, form)
        self.register_book.items[item.document_uid] = item
        return item

    def register_without_scan(self, form: LetterForm) -> IncomingItem:
        return self.register("", form)

    def undo(self, item: IncomingItem) -> None:
        self.calls.append(("undo", item.document_uid))

    def amend(self, item: IncomingItem, form: LetterForm) -> IncomingItem:
        self.calls.append(("amend", item.document_uid, form))
        changed = replace(_item(item.rpw_number or 1, form), document_uid=item.document_uid, version=item.version + 1)
        self.register_book.items[item.document_uid] = changed
        return changed

    def label_pdf(self, document_uid: str) -> Path:
        self.calls.append(("label", document_uid))
        return _pdf(self.folder / "label.pdf", document_uid)

    def receipt_pdf(self, document_uid: str) -> Path:
        self.calls.append(("receipt", document_uid))
        return _pdf(self.folder / "receipt.pdf", document_uid)

    def complete_sender(self, prefix: str) -> list[Sender]:
        return [s for s in SENDERS if s.display_name.casefold().startswith(prefix.casefold())]

    def duplicates(self, letter_key: str, form: LetterForm) -> list[Duplicate]:
        return list(self.same)

    def towns(self, postcode: str) -> list[tuple[str, float]]:
        return [("Bajkowo", 1.0)] if postcode == "00-001" else []

    def same_letter(self, letter_key: str, document_uid: str) -> IncomingItem:
        self.calls.append(("same", letter_key, document_uid))
        return next(same.item for same in self.same if same.item.document_uid == document_uid)


def _item(number: int, form: LetterForm) -> IncomingItem:
    return IncomingItem(
        id=f"id-{number}",
        document_uid=make_document_uid("K1A", 2026, number),
        rpw_number=number,
        rpw_year=2026,
        registered_at="2026-11-20T08:14:05Z",
        received_on=form.received_on,
        title=form.title,
        sender=form.sender,
        letter_date=form.letter_date,
        no_date=form.no_date,
        sender_reference=form.sender_reference,
        no_reference=form.no_reference,
        delivery_method=form.delivery_method,
        document_kind=form.document_kind,
        attachment_count=form.attachment_count,
        addressee=form.addressee,
        sealed=form.sealed,
        pages=(Page(1, WIDTH, HEIGHT, 150, "0" * 64),),
        registered_by="M. Próbna",
    )


def _pdf(target: Path, text: str) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    canvas = Canvas(str(target), pagesize=(142, 85))
    canvas.drawString(10, 40, text)
    canvas.save()
    return target


OFFICE = OfficeFacts(
    "Urząd Miejski w Zmyślinie", "K1", "Kancelaria główna", "Zmyślin", "pl. Rynek 1", "M. Próbna", True
)


@dataclass
class FakeOffice:
    """Facts in memory."""

    known: OfficeFacts = field(default_factory=lambda: OFFICE)

    def facts(self) -> OfficeFacts:
        return self.known

    def configure(self, facts: OfficeFacts) -> OfficeFacts:
        self.known = replace(facts, configured=True)
        return self.known


@dataclass
class FakeDevices:
    """One scanner."""

    set_up: tuple[ScanProfile, ...] = ()
    health_line: str = ""

    def health(self, device: str) -> str:
        return self.health_line

    def profiles(self) -> tuple[ScanProfile, ...]:
        return self.set_up

    def known(self) -> list[DeviceInfo]:
        return [
            DeviceInfo(
                "demo:office",
                "Skaner pokazowy",
                "demo",
                (Source.ADF, Source.ADF_DUPLEX, Source.FLATBED),
                (150, 200, 300, 600),
            )
        ]

    def discover(self) -> list[DeviceInfo]:
        return self.known()


@dataclass
class FakeChoices:
    """Choices in memory."""

    kept: dict[str, str] = field(default_factory=dict)

    def get(self, name: str, default: str = "") -> str:
        return self.kept.get(name, default)

    def set(self, name: str, value: str) -> None:
        self.kept[name] = value


@dataclass
class FakeStation:
    """The fakes together."""

    folder: Path
    drafts: Path

    def __post_init__(self) -> None:
        self.batch = FakeBatch(self.folder)
        self.register = FakeRegister(self.folder)
        self.desk = FakeDesk(self.register, self.folder)
        self.office, self.devices, self.choices = FakeOffice(), FakeDevices(), FakeChoices()
        self.choices.kept["scan.device"] = "demo:office"

    def station(self) -> Station:
        """As the window gets it."""
        return Station(self.batch, self.desk, self.register, self.office, self.devices, self.choices, self.drafts)
