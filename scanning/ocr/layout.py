"""What both adapters tell Tesseract of the page's layout."""

from __future__ import annotations

LAYOUT_OPTIONS = {
    # Tables are read as the lines they are: looking for them costs time and swallows words.
    "textord_tabfind_find_tables": "0",
    # The search for typewriter pitch decides nothing the recogniser asks for.
    "textord_all_prop": "1",
}
