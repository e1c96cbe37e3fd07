"""Known errors of scanning: what can go wrong with a device, a file or the disk, said for a person."""

from __future__ import annotations


class ScanningError(Exception):
    """A known error: stable `code`, `message` and `hint` in Polish (the next step), `subject` = what it is about."""

    def __init__(self, code: str, message: str, hint: str = "", subject: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.subject = subject


class DeviceError(ScanningError):
    """A scanner failed or can't be reached (codes: jam, cover_open, no_paper, busy, io_error, gone, hung, crashed)."""


class InputError(ScanningError):
    """A file given to us is no usable page source (truncated, encrypted, bomb, empty, wrong kind …)."""


class StorageError(ScanningError):
    """The spool can't be written (disk full, permissions)."""
