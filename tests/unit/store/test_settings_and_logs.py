"""Settings are read, never written; the log carries identifiers only."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from kancelaria.logs import LOG_FILE, get_log, set_up_logs
from kancelaria.settings import default_home, load_settings


def test_defaults_the_file_and_the_environment(tmp_path: Path) -> None:
    assert load_settings(tmp_path, {}).ocr_language == "pol"
    (tmp_path / "kancelaria.toml").write_text('ocr_language = "pol+eng"\nlog_level = "DEBUG"\nunknown = 1\n', "utf-8")
    settings = load_settings(tmp_path, {"KANCELARIA_LOG_LEVEL": "ERROR"})
    assert (settings.ocr_language, settings.log_level) == ("pol+eng", "ERROR")
    assert settings.store.parent == settings.blobs.parent == settings.spool.parent == settings.logs.parent == tmp_path
    assert settings.backups == tmp_path / "backups"


def test_the_home_is_named_or_the_systems(tmp_path: Path) -> None:
    assert default_home({"KANCELARIA_HOME": str(tmp_path)}) == tmp_path
    assert default_home({}).name == "kancelaria"
    assert load_settings(None, {"KANCELARIA_HOME": str(tmp_path)}).home == tmp_path


def test_the_log_keeps_identifiers_and_drops_the_rest(tmp_path: Path) -> None:
    handler = set_up_logs(tmp_path)
    try:
        get_log().info(
            "registered", document_uid="K1A-26-000123-U", title="Tajna sprawa", sender="Jan", query="zasiłek"
        )
        try:
            json.loads("{")
        except json.JSONDecodeError:
            get_log().exception("bug")
    finally:
        logging.getLogger("kancelaria").removeHandler(handler)
        handler.close()
    first, second = [json.loads(line) for line in (tmp_path / LOG_FILE).read_text("utf-8").splitlines()]
    assert set(first) == {"event", "level", "timestamp", "document_uid"}
    assert "JSONDecodeError" in second["exception"]
