"""The spool: pages are safe here before anyone hears of them."""

from scanning.spool.pages import DamagedPage, Place, StackCheck
from scanning.spool.root import Space, Spool
from scanning.spool.stack import Stack

__all__ = ["DamagedPage", "Place", "Space", "Spool", "Stack", "StackCheck"]
