"""Counting of mail: one pass over the items of a period, one over who leads them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select

from kancelaria.domain.errors import InvalidInput
from kancelaria.domain.incoming import ItemState
from kancelaria.domain.numbering import WARSAW, parse_instant
from kancelaria.services.queries import ItemFilter
from kancelaria.services.statistics import MailCounts
from kancelaria.store.item_queries import condition, restricted_count
from kancelaria.store.reader import Reader
from kancelaria.store.tables import assignment, assignment_ended, item, person

_HOUR = func.substr(item.c.registered_at, 1, 13)
_PARTS = (
    _HOUR, item.c.state, item.c.delivery_method, item.c.document_kind, item.c.registry_point, item.c.sealed,
    item.c.reproduction_extent,
)  # fmt: skip


class StatisticsQueries(Reader):
    """What is counted of the mail."""

    def mail_counts(self, first: str, last: str) -> MailCounts:
        """Items registered from a Warsaw day to another, inclusive. InvalidInput where the days are turned round."""
        if first > last:
            raise InvalidInput(
                "bad_range", "Data początkowa jest późniejsza niż końcowa.", "Zamień daty.", f"{first}–{last}"
            )
        wanted = ItemFilter(since=first, until=last)
        within = condition(wanted)
        assert within is not None
        with self._read() as connection:
            grouped = select(*_PARTS, func.count()).where(within).group_by(*_PARTS)
            rows = connection.execute(grouped).all()
            return _counted(
                first,
                last,
                (tuple(row) for row in rows),
                _led(connection, within),
                restricted_count(connection, wanted),
            )


def _led(connection: Connection, within: Any) -> Mapping[str, int]:
    """Unit → items it leads now: the newest lead in force, a person counting for their unit."""
    other = assignment.alias("other")
    ended = exists().where(assignment_ended.c.assignment_id == assignment.c.id)
    newer = exists().where(
        other.c.item_id == assignment.c.item_id, other.c.role == "lead", other.c.id > assignment.c.id
    )  # fmt: skip
    unit = func.coalesce(assignment.c.unit, person.c.unit, "")
    wanted = (
        select(unit, func.count())
        .select_from(item)
        .join(assignment, assignment.c.item_id == item.c.id)
        .outerjoin(person, person.c.login == assignment.c.person)
        .where(and_(within, item.c.state != ItemState.VOIDED.value, assignment.c.role == "lead", ~newer, ~ended))
        .group_by(unit)
    )
    return {row[0]: row[1] for row in connection.execute(wanted)}


def _counted(
    first: str, last: str, rows: Iterable[tuple[Any, ...]], led: Mapping[str, int], restricted: int
) -> MailCounts:
    days, hours, methods, kinds, points, states = Counter(_days(first, last)), [0] * 24, _c(), _c(), _c(), _c()
    sealed = incomplete = 0
    for hour, state, method, kind, point, is_sealed, extent, count in rows:
        states[state] += count
        if state == ItemState.VOIDED.value:
            continue
        moment = parse_instant(f"{hour}:00:00.000Z").astimezone(WARSAW)
        days[moment.date().isoformat()] += count
        hours[moment.hour] += count
        methods[method or ""] += count
        kinds[_first(kind)] += count
        points[point or ""] += count
        sealed += count if is_sealed else 0
        incomplete += count if extent != "full" else 0
    total = sum(hours)
    units = Counter(led)
    units[""] += total - sum(led.values())
    return MailCounts(
        first, last, total, states[ItemState.VOIDED.value], states[ItemState.TO_VERIFY.value], incomplete, sealed,
        restricted, dict(days), tuple(hours), _most(units), _most(methods), _most(kinds), _most(points),
        {state: states[state.value] for state in ItemState},
    )  # fmt: skip


def _c() -> Counter[str]:
    return Counter()


def _days(first: str, last: str) -> dict[str, int]:
    """Every day of the period, so that a day without mail is seen too."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {(start + timedelta(days=number)).isoformat(): 0 for number in range((end - start).days + 1)}


def _first(kinds: str) -> str:
    """The first of a list of kinds, as it is stored."""
    listed = json.loads(kinds or "[]")
    return str(listed[0]) if listed else ""


def _most(counted: Counter[str]) -> dict[str, int]:
    """The most frequent first; none without any."""
    return {name: count for name, count in sorted(counted.items(), key=lambda each: (-each[1], each[0])) if count}
