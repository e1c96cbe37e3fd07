"""What a registration needs: malformed values are always refused; missing ones keep the item `to_verify`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.identifiers import is_postcode
from kancelaria.domain.incoming import IncomingItem, Reproduction, ReproductionExtent, Sender
from kancelaria.domain.partial_date import parse_day, parse_partial_date

REPRODUCTION_REASONS = {
    "page_size": "rozmiar strony (A3 i większe)",
    "page_count": "liczba stron",
    "content_form_state": "treść, forma lub stan fizyczny",
    "office_threshold": "próg ustalony przez urząd",
    "sealed": "przesyłka nieotwierana",
}
"""The fixed list of reasons for a partial reproduction or none."""

TO_THE_MINUTE = frozenset({"procurement_bid", "job_competition", "competition_work"})
"""Reasons not to open an envelope for which the hour of receipt counts."""

POLAND = "PL"
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one field; `message` is for a person."""

    field: str
    code: str
    message: str


class RegistrationRefused(InvalidInput):
    """A registration that can't be accepted; `problems` names every field at once."""

    def __init__(self, problems: tuple[Problem, ...], subject: str = "") -> None:
        first = problems[0]
        super().__init__(
            first.code,
            " ".join(problem.message for problem in problems),
            "Popraw wskazane pola i zapisz ponownie.",
            subject or first.field,
        )
        self.problems = problems


def malformed_facts(item: IncomingItem) -> tuple[Problem, ...]:
    """Values that can't be right whatever else is known."""
    found: list[Problem] = []
    for check in (_dates, _sender_form, _amounts, _reproduction, _contradictions, _unopened):
        found.extend(check(item))
    return tuple(found)


def missing_facts(item: IncomingItem) -> tuple[Problem, ...]:
    """What is still needed before a person can confirm the registration."""
    found = []
    if not item.title.strip():
        found.append(Problem("title", "title_missing", "Podaj, czego dotyczy pismo."))
    if item.letter_date is None and not item.no_date:
        found.append(Problem("letter_date", "letter_date_missing", "Podaj datę pisma albo zaznacz „brak daty”."))
    if item.sender_reference is None and not item.no_reference:
        found.append(
            Problem("sender_reference", "sender_reference_missing", "Podaj znak nadawcy albo zaznacz „brak znaku”.")
        )
    found.extend(_missing_sender(item.sender))
    if needs_minute(item) and item.received_time is None:
        found.append(Problem("received_time", "received_time_missing", "Podaj godzinę wpływu: liczy się co do minuty."))
    return tuple(found)


def refuse_malformed(item: IncomingItem) -> None:
    """RegistrationRefused where any value is malformed."""
    if problems := malformed_facts(item):
        raise RegistrationRefused(problems)


def refuse_incomplete(item: IncomingItem) -> None:
    """RegistrationRefused where something required is missing or malformed."""
    if problems := malformed_facts(item) + missing_facts(item):
        raise RegistrationRefused(problems)


def with_default_country(sender: Sender) -> Sender:
    """The sender with Poland as the country where an address is given without one."""
    if sender.country is None and (sender.town or sender.postcode):
        return replace(sender, country=POLAND)
    return sender


def needs_minute(item: IncomingItem) -> bool:
    """Whether the hour of receipt decides something: an offer in a competition or a procurement."""
    return item.sealed and (item.offer_deadline is not None or item.sealed_reason in TO_THE_MINUTE)


def came_late(item: IncomingItem) -> bool | None:
    """Whether an offer came after its deadline; None where that can't be said. A person decides what follows."""
    if item.offer_deadline is None or item.received_time is None:
        return None
    return f"{item.received_on}T{item.received_time}" > item.offer_deadline


def _missing_sender(sender: Sender) -> Iterator[Problem]:
    if sender.anonymous:
        return
    if not (sender.organisation or sender.surname):
        yield Problem("sender", "sender_missing", "Podaj nadawcę albo zaznacz „nadawca anonimowy”.")
    elif not sender.town and not sender.email:
        # a letter that came by e-mail often gives no town: the address it came from stands for it
        yield Problem("sender.town", "sender_town_missing", "Podaj miejscowość nadawcy.")


def _dates(item: IncomingItem) -> Iterator[Problem]:
    checks: tuple[tuple[str, str | None, Callable[[str, str], object]], ...] = (
        ("received_on", item.received_on, parse_day),
        ("letter_date", item.letter_date, parse_partial_date),
        ("posted_on", item.posted_on, parse_partial_date),
    )
    for field, value, parse in checks:
        if value is not None:
            try:
                parse(value, field)
            except InvalidInput as wrong:
                yield Problem(field, wrong.code, wrong.message)
    if item.received_time is not None and not _TIME.fullmatch(item.received_time):
        yield Problem("received_time", "bad_time", "Podaj godzinę wpływu jako GG:MM.")


def _sender_form(item: IncomingItem) -> Iterator[Problem]:
    sender = item.sender
    if sender.postcode and sender.country in (None, POLAND) and not is_postcode(sender.postcode):
        yield Problem("sender.postcode", "bad_postcode", "Kod pocztowy ma postać 00-000.")
    if any(not _EMAIL.fullmatch(address) for address in sender.email):
        yield Problem("sender.email", "bad_email", "Niepoprawny adres e-mail nadawcy.")
    if sender.organisation and sender.surname:
        yield Problem("sender", "sender_twofold", "Podaj albo nazwę instytucji, albo nazwisko i imię nadawcy.")


def _amounts(item: IncomingItem) -> Iterator[Problem]:
    if item.attachment_count is not None and item.attachment_count < 0:
        yield Problem("attachment_count", "bad_attachment_count", "Liczba załączników nie może być ujemna.")
    if [page.number for page in item.pages] != list(range(1, len(item.pages) + 1)):
        yield Problem("pages", "bad_page_numbers", "Strony muszą być ponumerowane kolejno od 1.")


def _reproduction(item: IncomingItem) -> Iterator[Problem]:
    reproduction: Reproduction = item.reproduction
    if reproduction.extent is ReproductionExtent.FULL:
        if reproduction.reason is not None:
            yield Problem("reproduction", "reason_unwanted", "Pełne odwzorowanie nie wymaga przyczyny.")
    elif reproduction.reason not in REPRODUCTION_REASONS:
        yield Problem(
            "reproduction", "reproduction_reason_missing", "Wybierz przyczynę niepełnego odwzorowania z listy."
        )


def _contradictions(item: IncomingItem) -> Iterator[Problem]:
    if item.no_date and item.letter_date is not None:
        yield Problem("letter_date", "date_and_no_date", "Podano datę pisma i zaznaczono „brak daty”.")
    if item.no_reference and item.sender_reference is not None:
        yield Problem("sender_reference", "reference_and_none", "Podano znak nadawcy i zaznaczono „brak znaku”.")
    if item.sender.anonymous and (item.sender.organisation or item.sender.surname):
        yield Problem("sender", "anonymous_and_named", "Podano nadawcę i zaznaczono „nadawca anonimowy”.")
    if item.envelope_page is not None and not 1 <= item.envelope_page <= len(item.pages):
        yield Problem("envelope_page", "bad_envelope_page", "Nie ma takiej strony, która miałaby być kopertą.")
    if item.sealed and item.reproduction.extent is ReproductionExtent.FULL:
        yield Problem("sealed", "sealed_and_full", "Przesyłki nieotwieranej nie odwzorowuje się w całości.")


def _unopened(item: IncomingItem) -> Iterator[Problem]:
    if item.offer_deadline is not None:
        try:
            fits = datetime.fromisoformat(item.offer_deadline).isoformat(timespec="minutes") == item.offer_deadline
        except ValueError:
            fits = False
        if not fits:
            yield Problem("offer_deadline", "bad_deadline", "Podaj dzień i godzinę terminu ofert: RRRR-MM-DD GG:MM.")
    if not item.sealed and (item.sealed_reason or item.offer_deadline):
        yield Problem("sealed", "reason_without_seal", "Podano, dlaczego przesyłki nie otwarto, a nie jest zamknięta.")
