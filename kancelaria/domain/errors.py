"""Known errors of the office: a stable code, a Polish message, a hint with the next step, and the subject."""

from __future__ import annotations


class OfficeError(Exception):
    """A known error; anything else that is raised is a bug."""

    def __init__(self, code: str, message: str, hint: str = "", subject: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.subject = subject


class InvalidInput(OfficeError):
    """What was given can't be accepted (a malformed value, a missing required field)."""


class NotFound(OfficeError):
    """The named record doesn't exist here."""


class StateForbids(OfficeError):
    """The record's state doesn't allow the action (for example a frozen registration fact)."""


class StoreError(OfficeError):
    """The local store can't do it: disk full, damaged, newer than the program, unsafe SQLite, network share."""


class CentralError(OfficeError):
    """The central can't do it or won't: `central_refused`, `login_refused`, `central_busy`, `client_too_old` …"""


class CentralUnreachable(CentralError):
    """No connection, or it broke: nothing is known of what was under way; try again later."""
