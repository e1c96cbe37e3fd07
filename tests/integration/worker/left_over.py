"""Which of our worker processes still run under this one."""

from __future__ import annotations

import contextlib

import psutil


def workers_left() -> list[psutil.Process]:
    """Living children started as `scanning.worker.child`, at any depth."""
    left = []
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess, psutil.ZombieProcess):
            if "scanning.worker.child" in child.cmdline() and child.status() != psutil.STATUS_ZOMBIE:
                left.append(child)
    return left
