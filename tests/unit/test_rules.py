"""Every rule of the office has a test that names it, or stands among the open ones."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.rules import OPEN, RULES

TESTS = Path(__file__).parents[1]


def _named() -> dict[str, list[str]]:
    """Rule → files whose tests are marked with it."""
    found: dict[str, list[str]] = {}
    for path in TESTS.rglob("test_*.py"):
        source = path.read_text(encoding="utf-8")
        if "mark.rule" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.rule":
                for name in node.args:
                    assert isinstance(name, ast.Constant), f"{path}: a rule is named by its text"
                    found.setdefault(str(name.value), []).append(path.name)
    return found


def test_each_name_is_a_rule() -> None:
    unknown = {name: files for name, files in _named().items() if name not in RULES}
    assert not unknown
    assert not OPEN - RULES.keys()


def test_each_rule_is_shown_or_open() -> None:
    assert not RULES.keys() - _named().keys() - OPEN, "no test names these: write one, or say that they are open"
    assert not OPEN & _named().keys(), "shown now: take these out of OPEN"
