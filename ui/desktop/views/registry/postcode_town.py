"""The town follows the postcode, as the office's own correspondents know it; tinted until a person confirms it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from kancelaria.domain.identifiers import is_postcode
from kancelaria.domain.incoming import Suggestion
from ui.desktop.jobs.job import Job
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.ports import Desk
from ui.desktop.views.registry.fields import Field

FROM_THE_BOOK = 0
"""The page of a suggestion that was read on none."""


class PostcodeTown(QObject):
    """Asks for the town of a postcode just typed; what a person has said of the town stays."""

    def __init__(self, desk: Desk, jobs: JobRunner, postcode: Field, town: Field, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self._postcode, self._town = postcode, town
        self._job: Job | None = None
        postcode.edited.connect(lambda _name: self._ask())

    def _ask(self) -> None:
        typed = self._postcode.value.strip()
        if self._job is not None:
            self._job.cancel()
        if not is_postcode(typed) or (self._town.value and not self._town.suggested):
            return
        self._job = self._jobs.submit(
            "db",
            lambda _job: self._desk.towns(typed),
            lambda towns: self._suggest(typed, towns),
            owner=self,
            urgent=True,
        )

    def _suggest(self, postcode: str, towns: list[tuple[str, float]]) -> None:
        if towns and self._postcode.value.strip() == postcode:
            town, share = towns[0]
            self._town.suggest(Suggestion("sender.town", town, share, FROM_THE_BOOK))
