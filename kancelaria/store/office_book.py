"""The office's own rows: the station, and the dictionaries shipped with the program."""

from __future__ import annotations

import csv
import json
from dataclasses import asdict
from importlib.resources import files

from sqlalchemy import Connection, insert, select

from kancelaria.domain.office import Institution, Station
from kancelaria.store.tables import dictionary_entry, label_series, meta

_DICTIONARIES = ("document_kind", "delivery_method", "posting_operator")


def write_station(connection: Connection, station: Station) -> None:
    """Record which station this is, and its label series."""
    connection.execute(insert(meta).values(key="station", value=json.dumps(asdict(station), ensure_ascii=False)))
    connection.execute(insert(label_series).values(series=station.series, epoch=station.epoch))


def read_station(connection: Connection) -> Station | None:
    """Which station this is; None before `init`."""
    text = connection.scalar(select(meta.c.value).where(meta.c.key == "station"))
    if text is None:
        return None
    values = json.loads(text)
    return Station(**(values | {"institution": Institution(**values["institution"])}))


def fill_dictionaries(connection: Connection) -> None:
    """Copy the shipped dictionaries into the store, where the office may change them."""
    folder = files("resources") / "dictionaries"
    for name in _DICTIONARIES:
        with (folder / f"{name}.csv").open(encoding="utf-8") as stream:
            rows = [
                {"dictionary": name, "code": row["code"], "name": row["name"], "position": position, "active": 1}
                for position, row in enumerate(csv.DictReader(stream))
            ]
        connection.execute(insert(dictionary_entry), rows)
