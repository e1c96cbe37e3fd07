"""A station's disk that is really full while letters come: records and words go on, files wait, nothing stays half."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest

from kancelaria.domain.errors import StoreError
from kancelaria.domain.incoming import IncomingItem, Page
from kancelaria.services.assign import Target, assign_item
from kancelaria.services.renditions import add_rendition
from kancelaria.sync import transfer
from kancelaria.sync.status import LastError, SyncMood, SyncStatus
from tests.fakes.small_disk import fill, small_disk
from tests.integration.sync.posts import FakeSite, Post, new_post
from ui.operations.in_step import said

MB = 1024**2


@pytest.fixture
def site() -> FakeSite:
    return FakeSite()


@pytest.fixture
def desk(site: FakeSite, folder: Path) -> Iterator[Post]:
    made = new_post(folder / "desk", site, site.person("anna", "registry"))
    yield made
    made.close()


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", 24) as place:
        yield place


@pytest.fixture
def officer(site: FakeSite, disk: Path) -> Iterator[Post]:
    made = new_post(disk / "officer", site, site.person("olga", "officer", "GK"), "GK1")
    made.sync()
    yield made
    made.close()


def scanned(desk: Post, tmp_path: Path, title: str) -> IncomingItem:
    """A letter of a page and a PDF, 6 MB each, routed to the officer's unit."""
    raw, made = tmp_path / f"{title}.jpg", tmp_path / f"{title}.pdf"
    raw.write_bytes(b"\xff\xd8\xff" + secrets.token_bytes(6 * MB))
    made.write_bytes(b"%PDF" + secrets.token_bytes(6 * MB))
    page = desk.office.blobs.put_file(raw, "image/jpeg")
    item = desk.register(title=title, pages=(Page(1, 10, 10, 300, page.sha256),), page_blobs=(page,))
    add_rendition(item.id, made, desk.uow(), desk.office.workplace)
    assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)
    desk.sync()
    return item


def test_files_wait_for_room_and_records_do_not(
    desk: Post, officer: Post, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "KEEP_FREE", 12 * MB)
    ballast = fill(disk, 8 * MB)
    item = scanned(desk, tmp_path, "Zdjęcia")
    report = officer.sync()
    assert officer.item(item.id).title == "Zdjęcia"
    assert report.downloaded == 0
    assert any("brakuje miejsca" in reason for reason in officer.engine.status.reasons)
    assert list(officer.office.settings.blobs.rglob("*.part")) == []
    ballast.unlink()
    assert officer.sync().downloaded >= 1
    assert not any("brakuje miejsca" in reason for reason in officer.engine.status.reasons)


def test_a_disk_that_fills_up_on_the_way_leaves_no_half_behind(
    desk: Post, officer: Post, disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "KEEP_FREE", 0)
    ballast = fill(disk, 5 * MB)
    item = scanned(desk, tmp_path, "Mapy")
    officer.sync()
    assert officer.item(item.id).title == "Mapy"
    assert list(officer.office.settings.blobs.rglob("*.part")) == [], "its room is given back to what people write"
    officer.amend(officer.item(item.id), title="Mapy i plany")
    officer.sync()
    assert officer.office.queries.waiting_events() == 0
    ballast.unlink()
    officer.sync()
    officer.sync()
    names = {path.stem: path for path in officer.office.settings.blobs.rglob("*.*") if path.is_file()}
    assert len(names) == 2
    for name, path in names.items():
        assert hashlib.sha256(path.read_bytes()).hexdigest() == name


def test_records_that_find_no_room_come_again(desk: Post, officer: Post, disk: Path) -> None:
    ballast = fill(disk, 0)
    items = []
    for number in range(30):
        item = desk.register(title=f"Pismo {number} " + "słowo " * 60)
        assign_item(item.document_uid, Target(unit="GK"), desk.uow(), desk.office.workplace)
        items.append(item)
    desk.sync()
    with pytest.raises(StoreError) as full:
        officer.sync()
    assert full.value.code == "disk_full"
    assert said(officer.engine.status).text == "brak miejsca na dysku"
    ballast.unlink()
    officer.sync()
    assert set(officer.items()) == {item.id for item in items}
    assert officer.office.damage() == []


def test_words_for_a_full_disk() -> None:
    error = LastError("disk_full", "Brakuje miejsca na dysku.", "Zwolnij miejsce.", "2026-11-21T08:00:00Z")
    told = said(SyncStatus(mood=SyncMood.OFFLINE, last_error=error))
    assert (told.text, told.problem) == ("brak miejsca na dysku", "Brakuje miejsca na dysku.")
