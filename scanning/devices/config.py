"""Which scanners a station has been told about: the administrator's TOML file and the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from scanning.errors import InputError


@dataclass(frozen=True)
class DevicesConfig:
    """Settings of all drivers; picklable, so a worker process gets it whole.

    `sane_backends` empty = SANE's own list. Seconds everywhere.
    """

    sane_backends: tuple[str, ...] = ()
    escl_urls: tuple[str, ...] = ()
    escl_discover_seconds: float = 2.5
    escl_timeout_seconds: float = 60.0
    escl_busy_seconds: float = 60.0
    escl_retry_seconds: float = 0.5
    watched_folders: tuple[Path, ...] = ()
    watch_poll_seconds: float = 0.5
    watch_patience_seconds: float = 20.0
    demo_folder: Path | None = None
    demo_page_seconds: float = 1.2
    enabled: tuple[str, ...] = ("demo", "folder", "escl", "sane")


_LISTS = {"sane_backends": str, "escl_urls": str, "watched_folders": Path, "enabled": str}
_PATHS = {"demo_folder"}
_VARIABLES = {
    "KANCELARIA_SANE_BACKENDS": "sane_backends",
    "KANCELARIA_ESCL_URLS": "escl_urls",
    "KANCELARIA_ESCL_DISCOVER_SECONDS": "escl_discover_seconds",
    "KANCELARIA_ESCL_TIMEOUT": "escl_timeout_seconds",
    "KANCELARIA_ESCL_BUSY_SECONDS": "escl_busy_seconds",
    "KANCELARIA_ESCL_RETRY_SECONDS": "escl_retry_seconds",
    "KANCELARIA_WATCH_DIRS": "watched_folders",
    "KANCELARIA_WATCH_POLL_SECONDS": "watch_poll_seconds",
    "KANCELARIA_WATCH_PATIENCE_SECONDS": "watch_patience_seconds",
    "KANCELARIA_DEMO_DIR": "demo_folder",
    "KANCELARIA_DEMO_PAGE_SECONDS": "demo_page_seconds",
    "KANCELARIA_SCANNER_DRIVERS": "enabled",
}


def load_config(file: Path | None = None, environment: Mapping[str, str] | None = None) -> DevicesConfig:
    """Defaults, then `[scanners]` of the TOML `file` (absent is fine), then `KANCELARIA_*` variables (lists by `,`)."""
    config = DevicesConfig()
    if file is not None and file.is_file():
        config = _from_toml(config, file)
    for variable, field in _VARIABLES.items():
        text = (os.environ if environment is None else environment).get(variable)
        if text is not None:
            value = [part.strip() for part in text.split(",") if part.strip()] if field in _LISTS else text
            config = _with(config, field, value, variable)
    return config


def _from_toml(config: DevicesConfig, file: Path) -> DevicesConfig:
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8")).get("scanners", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _bad(str(file), str(error)) from error
    for field, value in table.items():
        if field not in _VARIABLES.values():
            raise _bad(str(file), f"nieznany klucz „{field}”")
        config = _with(config, field, value, str(file))
    return config


def _with(config: DevicesConfig, field: str, value: object, where: str) -> DevicesConfig:
    try:
        if field in _LISTS:
            if not isinstance(value, list):
                raise ValueError(f"„{field}” musi być listą")
            parsed: object = tuple(_LISTS[field](part) for part in value)
        elif field in _PATHS:
            parsed = Path(str(value))
        else:
            parsed = float(str(value))
            if not 0 <= parsed < 86_400:
                raise ValueError(f"„{field}” poza zakresem")
    except (TypeError, ValueError) as error:
        raise _bad(where, str(error)) from error
    return replace(config, **{field: parsed})  # type: ignore[arg-type]


def _bad(where: str, what: str) -> InputError:
    return InputError(
        "bad_scanner_settings",
        f"Ustawienia skanerów są błędne: {what}.",
        "Popraw je w pliku ustawień albo w zmiennej środowiskowej.",
        where,
    )
