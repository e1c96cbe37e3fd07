"""Frozen settings of a station: `kancelaria.toml` in its folder, overridden by `KANCELARIA_*` in the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import platformdirs

SETTINGS_FILE = "kancelaria.toml"


@dataclass(frozen=True)
class Settings:
    """What an administrator sets. Folders derive from `home`."""

    home: Path
    language: str = "pl"
    ocr_language: str = "pol"
    log_level: str = "INFO"
    label_printer: str = ""
    """A printer of the system by name, or one that speaks ZPL by its address (`tcp://…`, `lp://…`)."""
    label_sheet: str = ""
    """How A4 sheets of labels are parted (`3x8`); empty: 4 × 9 labels of 50 × 30 mm."""
    report_printer: str = ""
    lock_minutes: int = 10
    """After so long without input the window is locked, unless a person chose otherwise; 0 = never."""
    offline_hours: int = 72
    """So long after the central last let a person in they may sign in and work without it."""
    drop_box_before: str = ""
    """What is taken out of a drop box before this hour (GG:MM) counts for the working day before; empty = never."""

    @property
    def store(self) -> Path:
        """The store's file."""
        return self.home / "kancelaria.sqlite"

    @property
    def blobs(self) -> Path:
        """The folder of stored files."""
        return self.home / "blobs"

    @property
    def spool(self) -> Path:
        """The folder of scanned pages not yet registered."""
        return self.home / "spool"

    @property
    def logs(self) -> Path:
        """The folder of logs."""
        return self.home / "logs"

    @property
    def backups(self) -> Path:
        """The folder of copies made before a migration."""
        return self.home / "backups"


def default_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The station's folder: `KANCELARIA_HOME`, else the system's place for a program's data."""
    named = environ.get("KANCELARIA_HOME")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("kancelaria", appauthor=False))


def load_settings(home: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a station's folder."""
    place = (home or default_home(environ)).absolute()
    file = place / SETTINGS_FILE
    written = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
    names = {field.name for field in fields(Settings)} - {"home"}
    chosen: dict[str, Any] = {name: str(written[name]) for name in names if name in written}
    chosen |= {name: environ[f"KANCELARIA_{name.upper()}"] for name in names if f"KANCELARIA_{name.upper()}" in environ}
    for field in fields(Settings):
        if isinstance(field.default, int) and field.name in chosen:
            said = str(chosen[field.name])  # what isn't a number says nothing
            chosen[field.name] = int(said) if said.isdecimal() else field.default
    return Settings(home=place, **chosen)
