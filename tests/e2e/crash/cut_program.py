"""The real command with one planted cut: SIGKILL to itself just before or after the n-th call of a function.

`python cut_program.py MODULE:NAME before|after N [--no-claims] [--early-marks] -- ARGUMENTS…`; `--no-claims` plants the
defect that a letter's id isn't kept on its stack, `--early-marks` that a letter is marked before it is committed.
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


def mark_early() -> None:
    """A letter is marked as registered before it is."""
    from scanning.spool import Stack

    claim = Stack.claim_item

    def claim_item(self: Stack, document: str, item_id: str) -> str:
        claimed = claim(self, document, item_id)
        self.mark_registered(document, claimed)
        return claimed

    Stack.claim_item = claim_item  # type: ignore[method-assign]


def main(arguments: list[str]) -> None:
    """Plant, then run the command."""
    planted, command = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    name, when, count = planted[:3]
    if name != "none":
        plant(name, when, int(count))
    if "--no-claims" in planted:
        forget_claims()
    if "--early-marks" in planted:
        mark_early()
    from ui.cli.main import main as kancelaria

    kancelaria(["--json", *command])


if __name__ == "__main__":
    main(sys.argv[1:])
