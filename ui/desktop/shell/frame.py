"""What a place may ask of the window around it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Station
from ui.desktop.shell.commands import CommandList
from ui.desktop.shell.status_line import StatusLine
from ui.desktop.shell.who import Who


class Frame(Protocol):
    """The main window as its places see it."""

    station: Station
    jobs: JobRunner
    commands: CommandList
    status: StatusLine
    who: Who

    def show_failure(self, error: Exception) -> None:
        """Show a known error with its next step, or treat a bug as one."""
        ...

    def on_saving(self, save: Callable[[], None]) -> None:
        """Call `save` before anything could be lost."""
        ...

    def open_item(self, document_uid: str) -> None:
        """Open an item in the register."""
        ...

    def print_file(self, kind: str, make: Callable[[], Path], of: str = "") -> None:
        """Make a PDF, `of` an item, and print it on the printer chosen for this kind."""
        ...

    def print_sample(self) -> None:
        """Print a label that is nobody's on the printer chosen for labels."""
        ...

    def ask_label_printer(self, known: str, chosen: Callable[[str], None]) -> None:
        """Ask for the address of a printer of labels; `chosen` hears it."""
        ...

    def open_anew(self) -> None:
        """Close the window and open the station again: something that counts for all of it has changed."""
        ...
