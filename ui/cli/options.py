"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from scanning.pages.model import SplitMode

F = TypeVar("F", bound=Callable[..., Any])

polish_command = partial(click.command, options_metavar="[OPCJE]", context_settings={"show_default": True})
"""A click command whose usage line is Polish."""


class Day(click.ParamType[str]):
    """A day as `YYYY-MM-DD`; `dziś` is today's."""

    name = "RRRR-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The day as ISO text, or a usage error."""
        try:
            return date.fromisoformat(str(value)).isoformat()
        except ValueError:
            self.fail(f"{value!r} nie jest datą RRRR-MM-DD.", param, ctx)


class Split(click.ParamType[tuple[SplitMode, int]]):
    """How a stack is parted: label, separator, blank, sheets:N, none."""

    name = "label|separator|blank|sheets:N|none"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[SplitMode, int]:
        """The mode and its count of sheets (1 where it takes none)."""
        if isinstance(value, tuple):
            return value
        match = re.fullmatch(r"(?:sheets:([1-9][0-9]{0,3}))|(label|separator|blank|none)", str(value))
        if match is None:
            self.fail(f"{value!r} to nie sposób podziału; do wyboru: {self.name}.", param, ctx)
        return (SplitMode.SHEETS, int(match[1])) if match[1] else (SplitMode(match[2]), 1)


text_option = partial(click.option, default="", show_default=False)
"""An option with a text; empty where it isn't given."""


def target_option(run: F) -> F:
    """`-o FILE`, required."""
    return click.option(
        "-o",
        "--output",
        "target",
        required=True,
        type=click.Path(path_type=Path, dir_okay=False),
        help="Plik wynikowy.",
    )(run)


def json_option(run: F) -> F:
    """`--json` after the command, as well as before it."""

    def heard(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
        if value:
            ctx.obj.output.as_json = True

    return click.option(
        "--json",
        is_flag=True,
        expose_value=False,
        callback=heard,
        help="Wyniki jako JSON, po jednym obiekcie w wierszu.",
    )(run)
