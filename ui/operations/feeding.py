"""A scan that is made ready on the thread that takes its pages: starting it keeps nobody waiting."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kancelaria.bootstrap import Office
from kancelaria.domain.errors import OfficeError
from kancelaria.logs import get_log
from kancelaria.services.preferences import keep_setting
from scanning.devices.config import DevicesConfig
from scanning.devices.protocol import Source
from scanning.errors import DeviceError, ScanningError, StorageError
from scanning.worker.destination import Destination
from scanning.worker.drivers import driver_for
from scanning.worker.faults import WorkerBug
from scanning.worker.intake import IntakeSession
from scanning.worker.scan import ScanEnded, ScanEvent, ScanFailed, ScanSession
from ui.operations.devices import devices_config
from ui.operations.facts import ScanOptions
from ui.operations.materials import MATERIAL
from ui.operations.stack_in_hand import StackInHand
from ui.operations.two_pass import AWAITED, TWO_PASS

DEMO = "demo:"
ACTOR = "kancelaria"
TURN = "demo.turn"
_log = get_log()


@dataclass(frozen=True)
class Preparing:
    """Something must be made ready before the first page comes; what, in Polish."""

    text: str


class DemoFeeder:
    """What lies in the demo scanner: the whole stack of sample letters, one letter after the other, or given sheets.

    Which letter comes next is kept in the store: the next visitor brings another one after a restart, too.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._folder = office.settings.home / "demo-feeder"

    def fill(self, one_letter: bool, again: Sequence[Path] = ()) -> Path:
        """Put paper into the feeder; gives its folder."""
        from ui.operations.demo_stack import fill_demo_feeder, put_sheets

        if again:
            return put_sheets(again, self._folder)
        if not one_letter:
            return fill_demo_feeder(self._office, ACTOR, self._folder)
        turn = int(self._office.queries.setting(ACTOR, TURN, 0))
        filled = fill_demo_feeder(self._office, ACTOR, self._folder, turn)
        keep_setting(ACTOR, TURN, turn + 1, self._office.uow(ACTOR))
        return filled


class LaterScan:
    """A scan whose driver is made only when its events are taken; `make` gives the session for driver and cancel."""

    def __init__(
        self,
        office: Office,
        feeder: DemoFeeder,
        device_id: str,
        make: Callable[..., ScanSession],
        *,
        one_letter: bool = False,
        again: Sequence[Path] = (),
    ) -> None:
        self._office, self._feeder, self._device_id, self._make = office, feeder, device_id, make
        self._one_letter, self._again = one_letter, again
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Stop after the page in the feeder."""
        self._cancel.set()

    def events(self) -> Iterator[Preparing | ScanEvent]:
        """What is made ready, then the scan's events; a fault in making ready ends the scan like any other."""
        try:
            config = devices_config(self._office.settings)
            if self._device_id.startswith(DEMO) and config.demo_folder is None:
                yield Preparing("Przygotowuję stos pokazowy…")
                config = self._filled(config)
            driver = driver_for(self._device_id, config)
        except ScanningError as error:
            yield ScanFailed(error, 0, 0)
        except OfficeError as error:
            yield ScanFailed(DeviceError(error.code, error.message, error.hint, error.subject), 0, 0)
        except Exception:  # noqa: BLE001 - the thread would end and the scanner seem busy for good
            _log.exception("scan_not_made_ready")
            yield ScanFailed(WorkerBug(traceback.format_exc()), 0, 0)
        else:
            if self._cancel.is_set():
                yield ScanEnded(0, cancelled=True)
            else:
                yield from self._make(driver=driver, cancel=self._cancel).events()

    def _filled(self, config: DevicesConfig) -> DevicesConfig:
        return replace(config, demo_folder=self._feeder.fill(self._one_letter, self._again))


Session = LaterScan | IntakeSession


class Feeding:
    """The session that brings pages now, if one does; its events are taken on the batch's thread."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        self._post = post
        self._session: Session | None = None
        self.waiting: frozenset[int] = frozenset()
        """Pages whose letter waits for a sheet: scanned again, put in, or its back."""

    @property
    def running(self) -> bool:
        """Whether pages still come."""
        return self._session is not None

    def require_idle(self) -> None:
        """StorageError while pages come."""
        if self._session is not None:
            raise StorageError("scan_running", "Skaner jeszcze pracuje.", "Poczekaj, aż skończy, albo przerwij (Esc).")

    def run(self, session: Session, take: Callable[[object], None], waiting: frozenset[int]) -> None:
        """Begin; each event is given to `take`."""
        self._session, self.waiting = session, waiting

        def bring() -> None:
            for event in session.events():
                self._post(partial(take, event))

        threading.Thread(target=bring, name="feed", daemon=True).start()

    def cancel(self) -> None:
        """Stop after the page in the feeder."""
        if self._session is not None:
            self._session.cancel()

    def end(self) -> Session | None:
        """The session has said its last; gives it."""
        session, self._session, self.waiting = self._session, None, frozenset()
        return session


def facts_of(options: ScanOptions) -> dict[str, str]:
    """What is kept on a new stack of how it is scanned."""
    material = {MATERIAL: options.material.value} if options.material else {}
    return material | ({TWO_PASS: AWAITED} if options.two_pass else {})


def in_place_of(hand: StackInHand, page: int, options: ScanOptions) -> Destination:
    """Scan the sheet of a page again: a scanner that takes both sides replaces both."""
    letter = hand.letter_with(page)
    hand.require_free(*letter.pages)
    chosen = hand.stack.page(page)
    pages: tuple[int, ...] = (page,)
    if options.source is Source.ADF_DUPLEX and chosen.sheet:
        sides = sorted((known.side, known.number) for known in hand.stack.pages() if known.sheet == chosen.sheet)
        pages = tuple(number for _, number in sides)
    return Destination(replaces=pages, first=letter.pages[0] in pages)


def behind(hand: StackInHand, page: int) -> Destination:
    """Put one more sheet in behind a page."""
    hand.require_free(*hand.letter_with(page).pages)
    return Destination(behind=page)
