"""Work in hand: forms filled but not yet confirmed, kept so that a crash or closing loses nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

from ui.desktop.models.form_values import from_json, to_json
from ui.desktop.ports import LetterForm


class DraftBook:
    """Forms by letter, in one small file replaced as a whole."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: dict[str, str] = {}
        self.stack = ""

    def load(self) -> None:
        """Read what was kept; a damaged file is put aside, never silently overwritten."""
        if not self._path.exists():
            return
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
            self._kept = {str(key): str(value) for key, value in raw["forms"].items()}
            self.stack = str(raw["stack"])
        except (ValueError, KeyError, AttributeError):
            self._path.replace(self._path.with_suffix(".damaged"))

    def begin(self, stack: str) -> None:
        """Drafts from now on belong to this stack; those of another are gone."""
        if stack != self.stack:
            self._kept.clear()
            self.stack = stack

    def put(self, letter_key: str, form: LetterForm) -> None:
        """Keep a form."""
        self._kept[letter_key] = to_json(form)

    def get(self, letter_key: str) -> LetterForm | None:
        """A form kept before."""
        kept = self._kept.get(letter_key)
        return from_json(kept) if kept else None

    def drop(self, letter_key: str) -> None:
        """The letter is registered."""
        self._kept.pop(letter_key, None)

    def save(self) -> None:
        """Write all drafts safely."""
        if not self._kept and not self._path.exists():
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"stack": self.stack, "forms": self._kept}, stream, ensure_ascii=False)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self._path)
