"""Errors that cross from a child to its program, and those that stand for a child's own death."""

from __future__ import annotations

from scanning.errors import DeviceError, InputError, ScanningError, StorageError
from scanning.worker.frames import Frame

_KINDS: dict[str, type[ScanningError]] = {
    kind.__name__: kind for kind in (ScanningError, DeviceError, InputError, StorageError)
}


class WorkerBug(ScanningError):
    """A defect of the program in a child; `details` (traceback and the child's last output) goes to the log only."""

    def __init__(self, details: str, subject: str = "") -> None:
        hint = "Dotychczasowa praca jest zapisana. Zgłoś błąd administratorowi; szczegóły są w dzienniku programu."
        super().__init__("bug", "Wystąpił błąd programu.", hint, subject)
        self.details = details


def to_frame(error: ScanningError) -> Frame:
    """A known error as frame fields."""
    kind = next((name for name, known in _KINDS.items() if type(error) is known), "")
    kind = kind or next(known.__name__ for known in type(error).__mro__ if known.__name__ in _KINDS)
    texts = {"code": error.code, "message": error.message, "hint": error.hint, "subject": error.subject}
    return {"kind": kind, **texts}


def from_frame(frame: Frame) -> ScanningError:
    """The known error of frame fields."""
    kind = _KINDS.get(str(frame.get("kind")), ScanningError)
    return kind(*(str(frame.get(key, "")) for key in ("code", "message", "hint", "subject")))


def device_hung(subject: str) -> DeviceError:
    """No progress for too long; the child was ended."""
    hint = "Wyłącz i włącz skaner, połóż z powrotem kartki, których nie widać na ekranie, i wznów skanowanie."
    return DeviceError("hung", "Skaner przestał odpowiadać.", hint, subject)


def device_crashed(subject: str) -> DeviceError:
    """The child with the driver died."""
    hint = "Zapisane strony są bezpieczne. Połóż z powrotem kartki, których nie widać na ekranie, i wznów skanowanie."
    return DeviceError("crashed", "Sterownik skanera niespodziewanie zakończył pracę.", hint, subject)


def reading_hung(subject: str) -> ScanningError:
    """A page took too long, twice."""
    hint = "Skan strony jest bezpieczny. Przeczytaj ją ponownie albo wpisz dane ręcznie."
    return ScanningError("reading_hung", "Czytanie strony trwało zbyt długo.", hint, subject)


def reading_crashed(subject: str) -> ScanningError:
    """The reading child died on a page, twice."""
    hint = "Skan strony jest bezpieczny. Przeczytaj ją ponownie albo wpisz dane ręcznie."
    return ScanningError("reading_crashed", "Nie udało się przeczytać strony.", hint, subject)


def worker_unavailable(details: str) -> WorkerBug:
    """Children die before they are ready."""
    return WorkerBug(f"worker can't start\n{details}")
