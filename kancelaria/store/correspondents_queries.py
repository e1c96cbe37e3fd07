"""Reads of the correspondents' book: completion by any word, one record with its letters, who may be the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text, union

from kancelaria.domain.correspondents import Correspondent, deduplication_key, folded, keys_of, name_of_key
from kancelaria.services.correspondents_reads import Suspicion, TownOfPostcode
from kancelaria.services.queries import RegisterRow
from kancelaria.store import mappers
from kancelaria.store.correspondents import SqlCorrespondents, correspondent_of
from kancelaria.store.correspondents_tables import PLACES, correspondent, correspondent_apart
from kancelaria.store.item_queries import register_row, shown_rows
from kancelaria.store.reader import Reader
from kancelaria.store.tables import fingerprint, item

_FOUND = text(
    "SELECT rowid FROM search_index_correspondents WHERE search_index_correspondents MATCH :match"
    " ORDER BY rowid LIMIT :limit"
)
_BY_SEQ = select(correspondent).where(correspondent.c.seq.in_(bindparam("seqs", expanding=True)))
_SAME_NUMBERS = ("pesel", "nip", "regon", "krs")
_TYPED_NUMBERS = ("nip", "regon", "krs")
"""Nobody is looked up by a PESEL."""
_STREAMED = 4
"""The longest beginning the index has by itself."""
_LOOKED_AT = 12
_SPARE = 4
"""So many are fetched for each one shown: some are merged into others, or were found already."""
_LIKENESS = 0.85
_NEAR_EACH = 40
_NEWEST = 300
_FEWEST_LETTERS = 500


class CorrespondentQueries(Reader):
    """Reads of the correspondents' book."""

    def complete_sender(self, beginning: str, limit: int = 8) -> list[Correspondent]:
        """Correspondents with words of name or town, or a number, beginning so; the usual ones first."""
        words = folded(beginning).split()
        if not words:
            return []
        with self._read() as connection:
            found = _by_number(connection, beginning, limit)
            found += _by_words(connection, words, limit)
            book = SqlCorrespondents(connection)
            once: dict[str, Correspondent] = {}
            for each in found:
                living = book.living(each.id) if each.merged else each
                if living is not None:
                    once.setdefault(deduplication_key(living.sender), living)
        return list(once.values())[:limit]

    def correspondent(self, correspondent_id: str) -> Correspondent | None:
        """The record of an id, merged or not."""
        with self._read() as connection:
            return SqlCorrespondents(connection).get(correspondent_id)

    def merged_into(self, correspondent_id: str) -> list[Correspondent]:
        """Records that were joined into this one, one after the other."""
        with self._read() as connection:
            return _merged_into(connection, correspondent_id)

    def letters_of(self, correspondent_id: str, limit: int = 100) -> list[RegisterRow]:
        """Letters that bear a name and address of this correspondent, or of one merged into it, newest first."""
        with self._read() as connection:
            known = SqlCorrespondents(connection).get(correspondent_id)
            if known is None:
                return []
            records = [known, *_merged_into(connection, correspondent_id)]
            keys = frozenset().union(*(keys_of(each) for each in records))
            names = {name_of_key(key) for key in keys}
            seqs = sorted(_letters(connection, names, keys, limit), reverse=True)[:limit]
            rows = {row["seq"]: register_row(row) for row in connection.execute(shown_rows(seqs)).mappings()}
        return [rows[seq] for seq in seqs]

    def towns_of(self, postcode: str, limit: int = 3) -> list[TownOfPostcode]:
        """Towns the office's own correspondents have at a postcode, the most frequent first."""
        place = correspondent.c
        query = (
            select(place.town, func.count().label("n"))
            .where(place.postcode == postcode, place.town.is_not(None))
            .group_by(place.town)
            .order_by(func.count().desc(), place.town)
            .limit(limit)
        )
        with self._read() as connection:
            return [TownOfPostcode(row.town, row.n) for row in connection.execute(query)]

    def may_be(self, correspondent_id: str, limit: int = 20) -> list[Suspicion]:
        """Records that may be the same as this one."""
        with self._read() as connection:
            known = SqlCorrespondents(connection).get(correspondent_id)
            if known is None or known.merged is not None:
                return []
            return _apart_left_out(connection, _suspicions_of(connection, known))[:limit]

    def suspected(self, limit: int = 200, go_on: Callable[[], bool] = lambda: True) -> list[Suspicion]:
        """Pairs that may be one: by number, by name and town, and by likeness among those used last."""
        with self._read() as connection:
            found: dict[tuple[str, str], Suspicion] = {}
            for pair in _all_suspicions(connection, limit, go_on):
                first, second = sorted((pair.first.id, pair.second.id))
                found.setdefault((first, second), pair)
                if len(found) >= limit * 2:
                    break
            return _apart_left_out(connection, found.values())[:limit]


def beginnings(words: Iterable[str]) -> str:
    """The FTS5 expression: every word begins so, in any order."""
    return " AND ".join(f'"{word}"*' for word in words)


def _of_places(connection: Connection, places: Iterable[int]) -> list[Correspondent]:
    """The records of places of the index, in their order."""
    seqs = [place % PLACES for place in places]
    if not seqs:
        return []
    rows = {row["seq"]: correspondent_of(row) for row in connection.execute(_BY_SEQ, {"seqs": seqs}).mappings()}
    return [rows[seq] for seq in seqs if seq in rows]


def _by_words(connection: Connection, words: Sequence[str], limit: int) -> list[Correspondent]:
    """The index streams beginnings as short as its own; longer ones it must gather first, so those come second."""
    short = [word[:_STREAMED] for word in words]
    enough = limit * (_SPARE if short == list(words) else _LOOKED_AT)
    places = connection.scalars(_FOUND, {"match": beginnings(short), "limit": enough}).all()
    found = [each for each in _of_places(connection, places) if _has(each, words)]
    if len(found) >= limit or len(places) < enough:
        return found
    return _of_places(
        connection, connection.scalars(_FOUND, {"match": beginnings(words), "limit": limit * _SPARE}).all()
    )


def _has(known: Correspondent, words: Sequence[str]) -> bool:
    own = f"{folded(known.sender.display_name)} {folded(known.sender.town or '')}".split()
    return all(any(each.startswith(word) for each in own) for word in words)


def _by_number(connection: Connection, typed: str, limit: int) -> list[Correspondent]:
    digits = re.sub(r"[\s-]", "", typed)
    if not re.fullmatch(r"[0-9]{3,14}", digits):
        return []
    begins = (
        select(correspondent.c.seq).where(column >= digits, column < digits + ":").limit(limit)  # ":" follows "9"
        for column in (correspondent.c[kind] for kind in _TYPED_NUMBERS)
    )
    seqs = [seq for query in begins for seq in connection.scalars(query) if seq is not None]
    return _of_places(connection, dict.fromkeys(seqs))


def _merged_into(connection: Connection, correspondent_id: str) -> list[Correspondent]:
    found: dict[str, Correspondent] = {}
    waiting = [correspondent_id]
    while waiting:
        mine = select(correspondent).where(correspondent.c.merged_into == waiting.pop())
        for row in connection.execute(mine).mappings():
            if row["id"] not in found and row["id"] != correspondent_id:
                found[row["id"]] = correspondent_of(row)
                waiting.append(row["id"])
    return list(found.values())


def _letters(connection: Connection, names: set[str], keys: frozenset[str], limit: int) -> set[int]:
    """Places in the register of letters under these names, whose whole sender has one of the keys."""
    seqs: set[int] = set()
    for name in names:
        newest = (
            select(fingerprint.c.item_id)
            .where(fingerprint.c.sender == name)
            .order_by(fingerprint.c.item_id.desc())
            .limit(max(_FEWEST_LETTERS, limit))
        )
        for row in connection.execute(select(item).where(item.c.id.in_(newest))).mappings():
            if deduplication_key(mappers.sender_of(row)) in keys:
                seqs.add(row["seq"])
    return seqs


def _suspicions_of(connection: Connection, known: Correspondent) -> list[Suspicion]:
    found = []
    for kind in _SAME_NUMBERS:
        value = getattr(known.numbers, kind)
        if value:
            found += [Suspicion(known, other, kind) for other in _living(connection, correspondent.c[kind] == value)]
    name = folded(known.sender.display_name)
    words = f"{name}|{folded(known.sender.town or '')}"
    found += [Suspicion(known, other, "name") for other in _living(connection, correspondent.c.words == words)]
    found += [Suspicion(known, other, "near") for other in _near(connection, known, name)]
    others: dict[str, Suspicion] = {}
    for pair in found:
        if pair.second.id != known.id:
            others.setdefault(pair.second.id, pair)
    return list(others.values())


def _living(connection: Connection, condition: Any) -> list[Correspondent]:
    query = select(correspondent).where(condition, correspondent.c.merged_into.is_(None)).limit(_NEAR_EACH)
    return [correspondent_of(row) for row in connection.execute(query).mappings()]


def _near(connection: Connection, known: Correspondent, name: str) -> list[Correspondent]:
    """Of the same town, with one word of the name written otherwise."""
    tokens, town = name.split(), folded(known.sender.town or "").split()
    if len(tokens) < 2 or not town:
        return []
    places: dict[int, None] = {}
    for odd in dict.fromkeys(tokens):
        others = [token for token in tokens if token != odd]
        match = " AND ".join([f'"{token}"' for token in (*others, *town)] + [f'"{odd[:1]}"*'])
        places |= dict.fromkeys(connection.scalars(_FOUND, {"match": match, "limit": _NEAR_EACH}))
    found = _of_places(connection, places)
    return [
        other
        for other in found
        if other.merged is None
        and folded(other.sender.town or "").split() == town
        and bool(other.sender.organisation) == bool(known.sender.organisation)
        and SequenceMatcher(None, name, folded(other.sender.display_name)).ratio() >= _LIKENESS
    ]


def _all_suspicions(connection: Connection, limit: int, go_on: Callable[[], bool]) -> Iterable[Suspicion]:
    for kind in (*_SAME_NUMBERS, "words"):
        column, reason = correspondent.c[kind], "name" if kind == "words" else kind
        twice = select(column).where(column.is_not(None)).group_by(column).having(func.count() > 1).limit(limit)
        for value in connection.scalars(twice).all():
            same = _living(connection, column == value) if go_on() else []
            yield from (Suspicion(same[0], other, reason) for other in same[1:])
    newest = select(correspondent).order_by(correspondent.c.seq.desc()).limit(_NEWEST)
    for row in connection.execute(newest).mappings().all():
        if not go_on():
            return
        known = correspondent_of(row)
        if known.merged is None:
            near = _near(connection, known, folded(known.sender.display_name))
            yield from (Suspicion(known, other, "near") for other in near if other.id != known.id)


def _apart_left_out(connection: Connection, pairs: Iterable[Suspicion]) -> list[Suspicion]:
    """Without those of which a person has said that they aren't the same."""
    listed = list(pairs)
    ids = {one.id for pair in listed for one in (pair.first, pair.second)}
    apart = correspondent_apart.c
    told = union(
        select(apart.first_id, apart.second_id).where(apart.first_id.in_(ids)),
        select(apart.first_id, apart.second_id).where(apart.second_id.in_(ids)),
    )
    parted = {(row.first_id, row.second_id) for row in connection.execute(told)}
    return [pair for pair in listed if tuple(sorted((pair.first.id, pair.second.id))) not in parted]
