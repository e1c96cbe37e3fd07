"""What is said of a letter's envelope in its form: which page shows it, and which letter it is shared with."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ui.desktop import theme
from ui.desktop.models.form_values import deadline_note
from ui.desktop.ports import LetterForm


class EnvelopeMark(QLabel):
    """One line above the fields; hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("envelopeMark")
        self.setProperty("role", "muted")
        self.setWordWrap(True)
        self.shared_with: str | None = None
        """Identifier of the letter that came in the same envelope."""
        self.page: int | None = None
        """The stack page that shows the envelope."""
        self.accepted: str | None = None
        """What was accepted before and waited: the id of its record."""
        self._accepted_words = ""
        self._say()

    def begin(self) -> None:
        """Another letter: nothing is known of its envelope."""
        self.shared_with = self.page = self.accepted = None
        self._say()

    def show_values(self, form: LetterForm) -> None:
        """What a form kept says."""
        self.shared_with, self.page, self.accepted = form.same_envelope_as, form.envelope, form.consignment_id
        self._accepted_words = ""
        self._say()

    def share(self, document_uid: str | None) -> None:
        """The letter came in the same envelope as this one, or in its own."""
        self.shared_with = document_uid
        self._say()

    def mark(self, page: int | None) -> None:
        """This stack page shows the envelope, or none does."""
        self.page = page
        self._say()

    def take(self, consignment_id: str | None, words: str = "") -> None:
        """The letter came in this, which was accepted before."""
        self.accepted, self._accepted_words = consignment_id, words
        self._say()

    def _say(self) -> None:
        parts = []
        if self.accepted:
            parts.append(f"✉ z przesyłki przyjętej wcześniej {self._accepted_words}".rstrip())
        if self.shared_with:
            parts.append(f"✉ ta sama koperta co {self.shared_with}  (F9 cofa)")
        if self.page:
            parts.append("✉ koperta zaznaczona na stronie")
        self.setText("\n".join(parts))
        self.setAccessibleName(self.text() or "Koperta")
        self.setVisible(bool(parts))


class DeadlineNote(QLabel):
    """Whether an offer came in time, beside its deadline."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("deadlineNote")

    def say(self, form: LetterForm) -> None:
        """What the form's day, hour and deadline come to."""
        note = deadline_note(form)
        self.setText(note)
        theme.restyle(self, role="warn" if note.startswith("▲") else "ok")
