"""Where on its pages a letter's suggestions were read."""

from __future__ import annotations

from kancelaria.reading.model import LetterSuggestions
from ui.desktop.models import form_values
from ui.desktop.views.page_view import PageBox


def boxes_of(read: LetterSuggestions) -> dict[int, list[PageBox]]:
    """The boxes by page number, named by form field."""
    found: dict[int, list[PageBox]] = {}
    for name in form_values.FORM_FIELDS:
        suggestion = form_values.best(read, name)
        if suggestion is not None and suggestion.box is not None:
            found.setdefault(suggestion.page, []).append(PageBox(suggestion.box, name))
    return found
