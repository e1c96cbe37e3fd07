from __future__ import annotations

from pathlib import Path

import pytest

from kancelaria.domain.incoming import Access, Reproduction, ReproductionExtent, Sender, Suggestion
from kancelaria.reading.model import LetterSuggestions
from ui.desktop.drafts import DraftBook
from ui.desktop.models import form_values
from ui.desktop.ports import LetterForm

FULL = LetterForm(
    sender=Sender(
        surname="Próbny",
        given_names="Jan",
        street="ul. Zmyślona 1",
        postcode="00-001",
        town="Bajkowo",
        email=("a@example.com",),
    ),
    title="Wniosek",
    received_on="2026-11-20",
    received_time="09:14",
    letter_date="2026-11",
    sender_reference="AB.1",
    posted_on="2026-11-18",
    addressee="Burmistrz",
    depositor="Ewa Próbna",
    delivery_method="letter",
    posting_number="RR123456785PL",
    document_kind=("wniosek",),
    attachment_count=3,
    access=Access.PARTLY_PUBLIC,
    remarks=("uszkodzona koperta",),
    reproduction=Reproduction(ReproductionExtent.PARTIAL, "page_count"),
)


def test_values_survive_the_way_through_the_form() -> None:
    texts, ticks = form_values.spread(FULL)
    assert form_values.collect(texts, ticks) == FULL


def test_values_survive_being_kept_as_draft() -> None:
    assert form_values.from_json(form_values.to_json(FULL)) == FULL


def test_ticks_silence_their_fields() -> None:
    texts, _ = form_values.spread(FULL)
    form = form_values.collect(texts, {"no_date": True, "no_reference": True, "sender.anonymous": True})
    assert form.letter_date is None
    assert form.sender_reference is None
    assert form.sender.display_name == "nadawca anonimowy"
    assert form_values.faults(form) == {}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", "", "title"),
        ("letter_date", "kiedyś", "letter_date"),
        ("letter_date", "", "letter_date"),
        ("sender_reference", "", "sender_reference"),
        ("sender.surname", "", "sender.organisation"),
        ("sender.organisation", "Urząd", "sender.surname"),
        ("received_on", "", "received_on"),
        ("reproduction.reason", "", "reproduction.reason"),
    ],
)
def test_faults_name_their_field(field: str, value: str, fault: str) -> None:
    texts, ticks = form_values.spread(FULL)
    assert fault in form_values.faults(form_values.collect(texts | {field: value}, ticks))


def test_full_form_has_no_fault() -> None:
    assert form_values.faults(FULL) == {}


@pytest.mark.parametrize(("count", "pages", "says"), [(3, 1, True), (3, 4, False), (None, 1, False), (0, 1, False)])
def test_attachment_check(count: int | None, pages: int, says: bool) -> None:
    assert bool(form_values.attachment_note(count, pages)) is says


@pytest.mark.parametrize(
    ("person", "institution", "wanted"), [(0.6, 0.64, False), (0.9, 0.64, True), (0.9, None, True), (None, 0.3, False)]
)
def test_the_surer_sender_is_suggested(person: float | None, institution: float | None, wanted: bool) -> None:
    read = [("sender.surname", person), ("sender.organisation", institution)]
    made = LetterSuggestions(tuple(Suggestion(name, "x", sure, 1) for name, sure in read if sure is not None))
    assert form_values.is_person(made) is wanted


def test_drafts_come_back_after_a_restart_and_only_for_their_stack(tmp_path: Path) -> None:
    book = DraftBook(tmp_path / "drafts")
    book.begin("stack-1")
    book.put("p1", FULL)
    book.save()
    again = DraftBook(tmp_path / "drafts")
    again.load()
    again.begin("stack-1")
    assert again.get("p1") == FULL
    again.begin("stack-2")
    assert again.get("p1") is None


def test_damaged_drafts_are_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "drafts"
    path.write_text("{ nie json", encoding="utf-8")
    book = DraftBook(path)
    book.load()
    assert book.get("p1") is None
    assert path.with_suffix(".damaged").read_text(encoding="utf-8") == "{ nie json"
