"""The office's own rows: the station, and the dictionaries shipped with the program."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from importlib.resources import files

from sqlalchemy import Connection, Table, insert, select, update

from kancelaria.domain.office import Institution, OrgUnit, Person, RecordsClass, RegistryPoint, Station
from kancelaria.store.tables import (
    dictionary_entry,
    label_series,
    meta,
    org_unit,
    person,
    records_class,
    registry_point,
)

_DICTIONARIES = ("document_kind", "delivery_method", "posting_operator", "disposition", "not_opened")


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


def demo_classes() -> list[RecordsClass]:
    """The sample classification of the demonstration office."""
    with (files("resources") / "dictionaries" / "records_classification_demo.csv").open(encoding="utf-8") as stream:
        return [RecordsClass(row["symbol"], row["heading"], row["retention"] or None) for row in csv.DictReader(stream)]


class SqlOfficeBook:
    """Registry points, units, people and the records classification."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put_station(self, station: Station) -> None:
        """Keep the station's changed facts."""
        text = json.dumps(asdict(station), ensure_ascii=False)
        self._connection.execute(update(meta).where(meta.c.key == "station").values(value=text))

    def put_points(self, points: Sequence[RegistryPoint]) -> None:
        """Add or replace registry points."""
        self._put(registry_point, points)

    def put_units(self, units: Sequence[OrgUnit]) -> None:
        """Add or replace units."""
        self._put(org_unit, units)

    def put_people(self, people: Sequence[Person]) -> None:
        """Add or replace people."""
        self._put(person, people)

    def put_classes(self, classes: Sequence[RecordsClass]) -> None:
        """Add or replace classes of the records classification."""
        self._put(records_class, classes)

    def _put(self, table: Table, records: Sequence[RegistryPoint | OrgUnit | Person | RecordsClass]) -> None:
        rows = [asdict(record) for record in records]
        if rows:
            self._connection.execute(insert(table).prefix_with("OR REPLACE"), rows)
