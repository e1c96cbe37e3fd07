"""Each defect of pyinsane2 has a guard; each scan here is good with it and is not without it."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from tests.integration.devices.conftest import SaneChild

SIDE = 393  # 100 mm at 100 dpi


def _pages(facts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [fact for fact in facts if "page" in fact]


def _errors(facts: list[dict[str, Any]]) -> list[str]:
    return [fact["error"] for fact in facts if "error" in fact]


def _ten_good_pages(facts: list[dict[str, Any]]) -> None:
    pages = _pages(facts)
    assert not _errors(facts)
    assert [page["page"] for page in pages] == list(range(1, 11))
    assert {(tuple(page["size"]), page["mode"], page["dpi"]) for page in pages} == {((SIDE, SIDE), "L", 100)}


def _one_colour_page(facts: list[dict[str, Any]]) -> None:
    assert not _errors(facts)
    assert [(tuple(page["size"]), page["mode"]) for page in _pages(facts)] == [((SIDE, SIDE), "RGB")]


def _in_one_process(facts: list[dict[str, Any]]) -> None:
    assert {"threaded": False} in facts
    _ten_good_pages(facts)


def _feeder_empty(facts: list[dict[str, Any]]) -> None:
    assert _errors(facts) == ["no_paper"]
    assert not _pages(facts)


def _refused(facts: list[dict[str, Any]]) -> None:
    assert _errors(facts) == ["bad_page"]
    assert not _pages(facts)


def _only_one_alive(facts: list[dict[str, Any]]) -> None:
    _ten_good_pages(facts)
    assert max(fact["living"] for fact in facts if "living" in fact) <= 1


CASES: dict[str, tuple[dict[str, str], dict[str, Any], Any]] = {
    "demand_single_thread": ({}, {}, _in_one_process),
    "to_sane": ({}, {}, _ten_good_pages),
    "from_sane": ({}, {}, _ten_good_pages),
    "eight_bit_depth": ({"depth": "1"}, {}, _ten_good_pages),
    "eight_bit_depth ": ({"depth": "16"}, {}, _ten_good_pages),
    "switch_off_three_pass": (
        {"mode": "Color", "three-pass": "true"},
        {"mode": "color", "source": "flatbed"},
        _one_colour_page,
    ),
    "real_page": ({"read-status-code": '"SANE_STATUS_EOF"'}, {}, _feeder_empty),
    "real_page ": ({"read-status-code": '"SANE_STATUS_NO_DOCS"'}, {}, _feeder_empty),
    "new_session": ({}, {"count_living": True}, _only_one_alive),
}


@pytest.mark.parametrize("name", CASES)
def test_scan_is_good_with_the_guard(name: str, sane_test: SaneChild) -> None:
    conf, order, good = CASES[name]
    good(sane_test(conf, **order))


@pytest.mark.parametrize("name", CASES)
def test_scan_is_spoiled_without_the_guard(name: str, sane_test: SaneChild) -> None:
    conf, order, good = CASES[name]
    with pytest.raises(AssertionError):
        good(sane_test(conf, without=[name.strip()], **order))


@pytest.mark.parametrize("depth", ["1", "16"])
def test_device_that_insists_on_another_depth_is_refused(depth: str, sane_test: SaneChild) -> None:
    order = {"without": ["eight_bit_depth"]}
    _refused(sane_test({"depth": depth}, **order))
    with pytest.raises(AssertionError):
        _refused(sane_test({"depth": depth}, without=["eight_bit_depth", "refuse_spoiled_frames"]))


@pytest.mark.parametrize("depth", ["1", "16"])
def test_chosen_depth_gives_the_pixels_of_an_eight_bit_scan(depth: str, sane_test: SaneChild) -> None:
    plain, chosen = _pages(sane_test(max_pages=1)), _pages(sane_test({"depth": depth}, max_pages=1))
    assert chosen[0]["pixels"] == plain[0]["pixels"]


def test_padded_lines_are_not_sheared(sane_test: SaneChild) -> None:
    def picture(conf: dict[str, str], **order: Any) -> Image.Image:
        with Image.open(_pages(sane_test(conf, max_pages=1, **order))[0]["path"]) as image:
            image.load()
        return image

    whole, padded = picture({}), picture({"ppl-loss": "10"})
    assert padded.size == (SIDE - 10, SIDE)
    assert padded.tobytes() == whole.crop((0, 0, *padded.size)).tobytes()
    sheared = picture({"ppl-loss": "10"}, without=["use_whole_lines"])
    assert sheared.tobytes() != padded.tobytes()
