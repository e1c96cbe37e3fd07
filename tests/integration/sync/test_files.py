"""Files of routed letters come by themselves; of what was withdrawn nothing stays, whatever was under way."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from kancelaria.domain.incoming import IncomingItem, Page
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.exchange import WantedBlob
from kancelaria.services.renditions import SEARCHABLE_PDF, add_rendition
from kancelaria.services.return_item import return_item
from kancelaria.store import journal_files
from kancelaria.store.blobs import FileBlobStore
from kancelaria.sync import transfer
from tests.fakes.central import Proxy, unreachable
from tests.integration.sync.posts import FakeSite, Post
from ui.operations.register import StationRegister

MakePost = Callable[..., Post]
RAW = b"\xff\xd8\xff raw page " * 400
PDF = b"%PDF-1.7 " + bytes(range(256)) * 40


@pytest.fixture
def desk(fake_site: FakeSite, post: MakePost) -> Post:
    return post(fake_site, fake_site.person("anna", "registry"))


@pytest.fixture
def officer(fake_site: FakeSite, post: MakePost) -> Post:
    return post(fake_site, fake_site.person("olga", "officer", "GK"), "GK1")


def scanned(desk: Post, tmp_path: Path, title: str = "Wycinka", pdf: bytes | None = PDF) -> IncomingItem:
    """A letter with a page and, unless it couldn't be read, its searchable PDF."""
    raw, made = tmp_path / f"{title}.jpg", tmp_path / f"{title}.pdf"
    raw.write_bytes(RAW + title.encode())
    page = desk.office.blobs.put_file(raw, "image/jpeg")
    item = desk.register(title=title, pages=(Page(1, 10, 10, 300, page.sha256),), page_blobs=(page,))
    if pdf is not None:
        made.write_bytes(pdf + title.encode())
        add_rendition(item.id, made, desk.uow(), desk.office.workplace)
    return item


def route(desk: Post, item: IncomingItem) -> None:
    assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)


def files(post: Post) -> set[str]:
    """The SHA-256 of every file under the station's blobs, halves among them."""
    return {
        hashlib.sha256(path.read_bytes()).hexdigest()
        for path in post.office.settings.blobs.rglob("*")
        if path.is_file()
    }


def test_whoever_has_a_letter_gets_its_pdf_and_pages_by_themselves(
    desk: Post, officer: Post, fake_site: FakeSite, post: MakePost, tmp_path: Path
) -> None:
    other = post(fake_site, fake_site.person("bogdan", "registry"), "K2")
    item, unread = scanned(desk, tmp_path), scanned(desk, tmp_path, "Nieczytelne", pdf=None)
    for each in (item, unread):
        route(desk, each)
    desk.sync()
    fetched: list[str] = []

    def asked(name: str) -> None:
        if name == "download":
            fetched.append(name)

    other.wrap = lambda gateway: Proxy(gateway, asked)
    other.sync()
    officer.sync()
    rendition = officer.office.queries.rendition(item.id, SEARCHABLE_PDF)
    assert rendition is not None
    assert officer.office.blobs.read(rendition.sha256).startswith(b"%PDF")
    for each in (item, unread):
        path = officer.office.blobs.path(each.pages[0].sha256)
        assert path.suffix == ".jpg", "a program that opens it knows what it is"
    assert officer.engine.status.waiting.downloads == 0
    assert fetched == [], "another registry point has it by its record; a scan comes there when somebody opens it"
    other.engine.want(unread.id)
    other.engine.want(item.id)
    other.sync()
    assert other.office.blobs.read(unread.pages[0].sha256).startswith(RAW)
    assert other.office.queries.rendition(item.id, SEARCHABLE_PDF) is not None
    assert item.pages[0].sha256 not in files(other), "where there is a PDF, it shows the pages"


def test_what_is_withdrawn_while_it_comes_leaves_nothing(
    desk: Post, officer: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "CHUNK", 1000)
    item = scanned(desk, tmp_path)
    route(desk, item)
    desk.sync()
    left = [4]

    def cut(name: str) -> str | None:
        left[0] -= name == "download"
        return "before" if left[0] <= 0 else None

    officer.wrap = lambda gateway: Proxy(gateway, cut)
    with pytest.raises(type(unreachable())):
        officer.sync()
    assert list(officer.office.settings.blobs.rglob("*.part")), "half of it is here"
    officer.wrap = lambda gateway: gateway
    return_item(item.document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    desk.sync()
    officer.sync()
    assert officer.items() == {}
    assert files(officer) == set()


def test_a_file_that_arrives_after_its_withdrawal_is_erased(desk: Post, officer: Post, tmp_path: Path) -> None:
    item = scanned(desk, tmp_path)
    desk.sync()
    officer.sync()
    source = tmp_path / "spóźniony.pdf"
    source.write_bytes(PDF)
    stored = officer.office.blobs.put_file(source, "application/pdf")
    late = WantedBlob("r1", item.id, stored.sha256, SEARCHABLE_PDF, "2026-11-20T09:14:00.000Z")
    assert officer.office.journal().blob_arrived(late, stored) == []
    assert files(officer) == set()


def test_killed_between_file_and_row_nothing_stays_once_it_is_withdrawn(
    desk: Post, officer: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = scanned(desk, tmp_path)
    route(desk, item)
    desk.sync()

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    journal = officer.engine._journal
    with monkeypatch.context() as patched:
        patched.setattr(journal, "blob_arrived", killed)
        with pytest.raises(KeyboardInterrupt):
            officer.sync()
    assert files(officer), "the file is here, its row isn't"
    return_item(item.document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    desk.sync()
    officer.sync()
    assert files(officer) == set()


def test_a_file_somebody_has_open_is_erased_later(
    desk: Post, officer: Post, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = scanned(desk, tmp_path)
    route(desk, item)
    for each in (desk, officer):
        each.sync()
    return_item(item.document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    desk.sync()

    def held(_store: FileBlobStore, _sha256: str) -> None:
        raise PermissionError("open elsewhere")

    with monkeypatch.context() as patched:
        patched.setattr(FileBlobStore, "remove", held)
        officer.sync()
        assert officer.items() == {}
        assert files(officer) != set()
    officer.sync()
    assert files(officer) == set()


def test_pictures_drawn_for_a_view_go_with_their_letter(desk: Post, officer: Post, tmp_path: Path) -> None:
    drawn = io.BytesIO()
    Image.new("L", (100, 140), 255).save(drawn, "PDF")
    item = scanned(desk, tmp_path, pdf=drawn.getvalue())
    route(desk, item)
    for each in (desk, officer):
        each.sync()
    cache = tmp_path / "cache"
    register = StationRegister(officer.office, lambda: officer.login, cache)
    shown = register.details(item.document_uid)
    assert shown.pages[0].image is not None
    assert shown.pages[0].image.is_relative_to(cache)
    register.sweep()
    assert shown.pages[0].image.is_file(), "while its letter is here it stays"
    return_item(item.document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    officer.engine.on_changed(lambda _records: register.sweep())
    for each in (desk, officer):
        each.sync()
    assert list(cache.rglob("*")) == []


def test_a_page_two_letters_share_stays_for_the_other(desk: Post, officer: Post, tmp_path: Path) -> None:
    first = scanned(desk, tmp_path, pdf=None)
    page = first.pages[0]
    second = desk.register(title="Ta sama kartka", pages=(page,))
    for each in (first, second):
        route(desk, each)
    for post in (desk, officer):
        post.sync()
    return_item(first.document_uid, "nie nasze", desk.uow(), desk.office.workplace)
    for post in (desk, officer):
        post.sync()
    assert set(officer.items()) == {second.id}
    assert files(officer) == {page.sha256}


def test_search_rows_wait_in_a_few_and_what_changed_meanwhile_goes_once_more(
    desk: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer.Transfer, "move", lambda *_: False)
    items = [desk.register(title=f"Wniosek {number}") for number in range(4)]
    desk.sync()
    journal = desk.office.journal()
    first, *others = journal.waiting_search(10)
    assert {each[0] for each in (first, *others)} == {item.id for item in items}
    assert {each[0] for each in journal.waiting_search(10, {first[0]})} == {each[0] for each in others}
    assert len(journal.waiting_search(2)) == 2
    with monkeypatch.context() as small:
        small.setattr(journal_files, "SEARCH_BYTES", 1)
        assert len(journal.waiting_search(10)) == 1, "long ones go a few at a time"
    sent = journal.waiting_search(10)
    changed = desk.amend(desk.item(items[0].id), title="Skarga")
    desk.sync()
    journal.search_done(sent)
    assert [each[0] for each in journal.waiting_search(10)] == [changed.id]
