"""The real command with one planted cut: SIGKILL to itself just before or after the n-th call of a function.

`python cut_program.py MODULE:NAME before|after N [--no-claims] -- ARGUMENTS…`; `--no-claims` plants the defect that a
letter's id isn't kept on its stack, to show that the checks see it.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any


def plant(name: str, when: str, count: int) -> None:
    """Replace the function by one that dies at its n-th call."""
    module, _, path = name.partition(":")
    *owners, attribute = path.split(".")
    owner: Any = importlib.import_module(module)
    for part in owners:
        owner = getattr(owner, part)
    setattr(owner, attribute, _deadly(getattr(owner, attribute), when, count))


def _deadly(real: Callable[..., Any], when: str, count: int) -> Callable[..., Any]:
    calls = 0

    @wraps(real)
    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        last = calls == count
        if last and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*args, **kwargs)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return dying


def forget_claims() -> None:
    """Every attempt to register a letter gets a new id."""
    from scanning.spool import Stack

    def claim_item(self: Stack, document: str, item_id: str) -> str:
        return item_id

    Stack.claim_item = claim_item  # type: ignore[method-assign]


def main(arguments: list[str]) -> None:
    """Plant, then run the command."""
    planted, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    name, when, count = planted[:3]
    if name != "none":
        plant(name, when, int(count))
    if "--no-claims" in planted:
        forget_claims()
    from ui.cli.main import main as kancelaria

    kancelaria(["--json", *command])


if __name__ == "__main__":
    main(sys.argv[1:])
