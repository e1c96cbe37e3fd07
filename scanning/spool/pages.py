"""What a manifest adds up to: the pages of a stack, their order, and the facts recorded about it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scanning.pages.model import PageReading, SpooledPage
from scanning.pages.order import Change, History, Mark
from scanning.spool.codec import decode
from scanning.spool.manifest import Entry


@dataclass(frozen=True)
class DamagedPage:
    """A page whose file no longer holds what was saved; `reason` is `missing`, `changed` or `unreadable`."""

    page: SpooledPage
    reason: str


@dataclass(frozen=True)
class StackCheck:
    """What checking a stack found: damaged pages, page files no line names, and manifest lines that don't check."""

    damaged: tuple[DamagedPage, ...] = ()
    unlisted: tuple[Path, ...] = ()
    damaged_lines: tuple[int, ...] = ()

    @property
    def sound(self) -> bool:
        """Nothing that was shown as saved is harmed (an unlisted page file was never shown)."""
        return not self.damaged and not self.damaged_lines


@dataclass(frozen=True)
class Place:
    """Where a page goes that isn't the next: in place of a page, as a new sheet behind one, or as the back of one.

    `first`: a letter begins at the page replaced.
    """

    replaces: int | None = None
    behind: int | None = None
    back_of: int | None = None
    first: bool = False

    def as_entry(self) -> Entry:
        """What the manifest says of it."""
        return {name: value for name, value in vars(self).items() if value not in (None, False)}


@dataclass
class StackState:
    """The entries of one manifest, folded."""

    folder: Path
    header: Entry = field(default_factory=dict)
    listed: dict[int, SpooledPage] = field(default_factory=dict)
    history: History = field(default_factory=History)
    removed: dict[int, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    feed: Entry | None = None
    feed_finished: bool = True
    closed: bool = False

    def apply(self, entry: Entry) -> None:
        """Fold one more entry in; an entry of a later version is passed over."""
        match entry.get("t"):
            case "stack":
                self.header = entry
            case "page":
                self._add(entry)
            case "remove":
                self.removed.update(dict.fromkeys(entry["numbers"], entry["reason"]))
            case "change":
                self.history = self.history.do(decode(Change, entry["change"]))
            case "undo" if len(self.history.done) == entry["of"]:
                self.history = self.history.undo()
            case "redo" if len(self.history.undone) == entry["of"]:
                self.history = self.history.redo()
            case "fact":
                self.facts[entry["key"]] = entry["value"]
            case "feed":
                self.feed, self.feed_finished = entry, False
            case "feed-end":
                self.feed_finished = True
            case "closed":
                self.closed = True

    def live(self) -> list[SpooledPage]:
        """Pages in the order a person gave them, without the removed ones."""
        return [self.listed[number] for number in self.history.now.order if self.has(number)]

    def scanned(self) -> list[SpooledPage]:
        """The same pages as the paper lay."""
        return [self.listed[number] for number in self.history.now.scanned if self.has(number)]

    def has(self, number: int) -> bool:
        """Whether a page is in the stack and neither removed nor replaced."""
        return number not in self.removed and self.history.now.get(Mark.OUT, number) is None

    def last_good_sheet(self) -> int:
        """The last sheet that is whole: in an interrupted duplex feed a sheet with only its front doesn't count."""
        pages = [page for number, page in self.listed.items() if self.has(number)]
        if not pages:
            return 0
        last = max(page.sheet for page in pages)
        if self.feed_finished or self.feed is None or not self.feed.get("duplex"):
            return last
        sides = {page.side for page in pages if page.sheet == last}
        return last if {0, 1} <= sides or last < self.feed["first_sheet"] else last - 1

    def _add(self, entry: Entry) -> None:
        number = entry["number"]
        self.listed[number] = SpooledPage(
            number=number,
            path=self.folder / entry["file"],
            sha256=entry["sha256"],
            dpi=entry["dpi"],
            sheet=entry["sheet"],
            side=entry["side"],
            source_name=entry["source_name"],
        )
        if (old := entry.get("replaces")) in self.listed:
            self.history = self.history.replaced(old, number, first=bool(entry.get("first")))
        elif (before := entry.get("behind")) in self.listed:
            self.history = self.history.inserted(number, before)
        else:
            self.history = self.history.added(number, entry.get("back_of"))


def as_said(reading: PageReading, blank: int | None) -> PageReading:
    """A page blank or not as a person says (None = as it was found); what was found is kept beside it."""
    facts = reading.facts
    found = facts.blank if facts.found_blank is None else facts.found_blank
    marked = replace(facts, blank=found, found_blank=None)
    if blank is not None:
        marked = replace(facts, blank=bool(blank), found_blank=found)
    return reading if marked == facts else replace(reading, facts=marked)
