"""Where the pages of a feed go when they don't simply follow the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from scanning.devices.protocol import RawPage
from scanning.spool import Place, Stack


@dataclass(frozen=True)
class Destination:
    """In place of the pages of one sheet (`replaces`, front first), as a new sheet behind a page, or as backs.

    `first`: a letter begins at the sheet replaced. `backs_of`: fronts in the order in which their backs come.
    """

    replaces: tuple[int, ...] = ()
    first: bool = False
    behind: int | None = None
    backs_of: tuple[int, ...] = ()

    @property
    def one_sheet(self) -> bool:
        """Whether a single sheet is wanted, not a whole feeder."""
        return bool(self.replaces) or self.behind is not None

    @property
    def pages(self) -> tuple[int, ...]:
        """Pages of the stack whose letter changes when a page comes."""
        return (*self.replaces, *([self.behind] if self.behind is not None else []), *self.backs_of)

    def place(self, raw: RawPage, came: int, last: int, stack: Stack) -> tuple[RawPage, Place | None]:
        """The next page with its sheet and side, and its place; `came` pages came before it, the last as `last`."""
        if came < len(self.replaces):
            old = stack.page(self.replaces[came])
            place = Place(replaces=old.number, first=self.first and came == 0)
            return replace(raw, sheet=old.sheet, side=old.side), place
        if self.replaces:
            # the sheet had one side on the spool and has two now
            return replace(raw, sheet=stack.page(last).sheet, side=1), Place(behind=last)
        if self.behind is not None:
            return raw, Place(behind=last if came else self.behind)
        if came < len(self.backs_of):
            front = stack.page(self.backs_of[came])
            return replace(raw, sheet=front.sheet, side=1), Place(back_of=front.number)
        return raw, None
