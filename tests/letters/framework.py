"""Layouts and samples: a layout is a function of a seeded random source that sets one letter and says its truth."""

from __future__ import annotations

import importlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from tests.letters.degrade import Level, degrade
from tests.letters.render import RenderedPage, render
from tests.letters.sheet import Sheet
from tests.letters.truth import Truth

FAMILIES = ("unseen", "known")


@dataclass(frozen=True)
class Letter:
    """A letter set but not yet drawn: its sheets (one a page, in order) and its truth."""

    sheets: tuple[Sheet, ...]
    truth: Truth


class Layout(Protocol):
    """Sets one letter; the same state of `rng` gives the same letter."""

    def __call__(self, rng: random.Random) -> Letter: ...


@dataclass(frozen=True)
class Sample:
    """One letter as it comes from a scanner, with its truth. `layout` is "unseen.court" and the like."""

    layout: str
    number: int
    level: Level
    truth: Truth
    pages: tuple[RenderedPage, ...]


def layouts(family: str = "unseen") -> Mapping[str, Layout]:
    """The layouts of a family (or of `all`), by full name; a family is a package with a `LAYOUTS` mapping."""
    found: dict[str, Layout] = {}
    for name in FAMILIES if family == "all" else (family,):
        try:
            package = importlib.import_module(f"tests.letters.{name}")
        except ModuleNotFoundError as error:
            if error.name != f"tests.letters.{name}" or family != "all":
                raise
            continue
        found.update({f"{name}.{key}": layout for key, layout in package.LAYOUTS.items()})
    return found


def compose(layout: Layout, seed: str) -> Letter:
    """Sets a letter from a seed and enters its number of pages."""
    letter = layout(random.Random(seed))
    return replace(letter, truth=replace(letter.truth, pages=len(letter.sheets)))


def generate(
    seed: int,
    count: int,
    level: Level = Level.CLEAN,
    family: str = "unseen",
    dpi: int | None = None,
    colour: bool = False,
    turn: bool = False,
) -> Iterator[Sample]:
    """Makes `count` letters, taking the layouts in turn. `dpi` None: 300 when clean, 200 or 300 when hard."""
    for number, (name, key, letter) in enumerate(chosen(seed, count, family)):
        yield Sample(name, number, level, letter.truth, scanned(letter, key, level, dpi, colour, turn))


def chosen(seed: int, count: int, family: str) -> Iterator[tuple[str, str, Letter]]:
    """Sets `count` letters, taking the layouts in turn: the layout's name, the letter's own seed, the letter."""
    available = list(layouts(family).items())
    for number in range(count):
        name, layout = available[number % len(available)]
        key = f"{seed}/{number}/{name}"
        yield name, key, compose(layout, key)


def scanned(
    letter: Letter, key: str, level: Level, dpi: int | None = None, colour: bool = False, turn: bool = False
) -> tuple[RenderedPage, ...]:
    """The pages of a letter as they come from a scanner."""
    rng = random.Random(f"{key}/{level}")
    used = dpi or (300 if level is Level.CLEAN else rng.choice((200, 300)))
    return tuple(degrade(render(sheet, used, colour), rng, level, turn) for sheet in letter.sheets)
