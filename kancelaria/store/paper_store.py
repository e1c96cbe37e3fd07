"""The stores of paper and carriers: their tables, the writing book and the reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ColumnElement,
    Connection,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    and_,
    exists,
    func,
    insert,
    select,
    update,
)

from kancelaria.domain.chronological_store import (
    Box,
    Handling,
    Loan,
    ModeRule,
    StoredPaper,
    StoreSet,
    Withdrawal,
    WithdrawalReason,
    belongs_in_store,
)
from kancelaria.domain.incoming import IncomingItem
from kancelaria.services.chronological_store import BoxLook, TransferList
from kancelaria.store.item_queries import day_start
from kancelaria.store.reader import Reader
from kancelaria.store.repositories import load_items
from kancelaria.store.tables import item, metadata

handling_mode = Table(
    "handling_mode", metadata,
    Column("records_class", Text, primary_key=True), Column("from_day", Text, primary_key=True),
    Column("handling", Text, CheckConstraint("handling IN ('electronic', 'traditional')"), nullable=False),
    Column("set_at", Text, nullable=False), Column("set_by", Text, nullable=False),
    sqlite_with_rowid=False,
)  # fmt: skip

store_box = Table(
    "store_box", metadata,
    Column("id", Text, primary_key=True), Column("name", Text, nullable=False, unique=True),
    Column("number", Integer, CheckConstraint("number > 0"), nullable=False),
    Column("kind", Text, CheckConstraint("kind IN ('full', 'incomplete', 'carriers')"), nullable=False),
    Column("year", Integer, nullable=False), Column("place", Text, nullable=False),
    Column("opened_at", Text, nullable=False), Column("closed_at", Text), Column("transferred", Text),
)  # fmt: skip

# a paper may come back after it was withdrawn: each stay is a row of its own
store_paper = Table(
    "store_paper", metadata,
    Column("seq", Integer, primary_key=True), Column("item_id", Text, nullable=False),
    Column("document_uid", Text, nullable=False), Column("box_id", Text, ForeignKey("store_box.id"), nullable=False),
    Column("sort", Text, nullable=False), Column("placed_at", Text, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("reason", Text), Column("basis", Text), Column("withdrawn_at", Text), Column("withdrawn_by", Text),
)  # fmt: skip
Index("store_paper_lies", store_paper.c.item_id, unique=True, sqlite_where=store_paper.c.withdrawn_at.is_(None))
Index("store_paper_item", store_paper.c.item_id)
Index("store_paper_box", store_paper.c.box_id, store_paper.c.sort)

store_loan = Table(
    "store_loan", metadata,
    Column("id", Text, primary_key=True), Column("paper_seq", Integer, ForeignKey("store_paper.seq"), nullable=False),
    Column("borrower", Text, nullable=False), Column("due_on", Text, nullable=False),
    Column("lent_at", Text, nullable=False), Column("lent_by", Text, nullable=False),
    Column("returned_at", Text), Column("returned_by", Text),
)  # fmt: skip
Index("store_loan_out", store_loan.c.paper_seq, unique=True, sqlite_where=store_loan.c.returned_at.is_(None))
Index("store_loan_paper", store_loan.c.paper_seq)

store_transfer = Table(
    "store_transfer", metadata,
    Column("id", Text, primary_key=True), Column("number", Text, nullable=False, unique=True),
    Column("year", Integer, nullable=False), Column("serial", Integer, nullable=False),
    Column("made_at", Text, nullable=False), Column("made_by", Text, nullable=False),
    Column("boxes", Text, nullable=False),
)  # fmt: skip

_LIES = store_paper.c.withdrawn_at.is_(None)
_LENT = ("id", "borrower", "due_on", "lent_at", "lent_by")
_OUT = store_loan.c.returned_at.is_(None)


class SqlPaperStore:
    """The stores in one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def modes(self) -> list[ModeRule]:
        """The rules of handling."""
        rows = self._connection.execute(select(handling_mode).order_by(handling_mode.c.from_day))
        return [ModeRule(row.records_class, Handling(row.handling), row.from_day) for row in rows]

    def put_mode(self, rule: ModeRule, at: str, by: str) -> None:
        """Add a rule; one of the same class and day is replaced."""
        same = and_(handling_mode.c.records_class == rule.records_class, handling_mode.c.from_day == rule.from_day)
        self._connection.execute(handling_mode.delete().where(same))
        values = {"records_class": rule.records_class, "from_day": rule.from_day, "handling": rule.handling.value}
        self._connection.execute(insert(handling_mode).values(**values, set_at=at, set_by=by))

    def highest_box(self, which: StoreSet, year: int) -> int | None:
        """The highest number of a set's boxes of a year."""
        mine = and_(store_box.c.kind == which.value, store_box.c.year == year)
        number: int | None = self._connection.scalar(select(func.max(store_box.c.number)).where(mine))
        return number

    def box(self, name: str) -> Box | None:
        """The box of a name."""
        return self._one_box(store_box.c.name == name)

    def box_by_id(self, box_id: str) -> Box | None:
        """The box of an id."""
        return self._one_box(store_box.c.id == box_id)

    def add_box(self, box: Box) -> None:
        """Add a box."""
        self._connection.execute(insert(store_box).values(**_stored(box)))

    def save_box(self, box: Box) -> None:
        """Save whether it is closed and with what it left."""
        values = {"closed_at": box.closed_at, "transferred": box.transferred}
        self._connection.execute(update(store_box).where(store_box.c.id == box.id).values(**values))

    def span(self, box_id: str) -> tuple[str, str] | None:
        """The first and last order in a box."""
        mine = and_(store_paper.c.box_id == box_id, _LIES)
        first, last = self._connection.execute(
            select(func.min(store_paper.c.sort), func.max(store_paper.c.sort)).where(mine)
        ).one()
        return (first, last) if first is not None else None

    def paper(self, item_id: str) -> StoredPaper | None:
        """An item's paper; of several stays the last."""
        found = _papers(self._connection, store_paper.c.item_id == item_id, everything=True)
        return found[-1] if found else None

    def put(self, paper: StoredPaper) -> None:
        """A paper is in its box."""
        names = ("item_id", "document_uid", "box_id", "placed_at", "placed_by")
        values = {name: getattr(paper, name) for name in names}
        self._connection.execute(insert(store_paper).values(**values, sort=paper.order))

    def lend(self, paper: StoredPaper) -> None:
        """A paper goes out."""
        loan = paper.loan
        assert loan is not None
        self._connection.execute(
            insert(store_loan).values(paper_seq=self._seq(paper), **{name: getattr(loan, name) for name in _LENT})
        )

    def give_back(self, paper: StoredPaper) -> None:
        """A paper is back."""
        loan = paper.loan
        assert loan is not None
        values = {"returned_at": loan.returned_at, "returned_by": loan.returned_by}
        self._connection.execute(update(store_loan).where(store_loan.c.id == loan.id).values(**values))

    def withdraw(self, paper: StoredPaper) -> None:
        """A paper left for good."""
        gone = paper.withdrawal
        assert gone is not None
        values = {
            "reason": gone.reason.value, "basis": gone.basis, "withdrawn_at": gone.at, "withdrawn_by": gone.by,
        }  # fmt: skip
        self._connection.execute(update(store_paper).where(store_paper.c.seq == self._seq(paper)).values(**values))

    def lent_out(self, box_id: str) -> list[str]:
        """Identifiers of a box's papers that are out."""
        out = (
            select(store_paper.c.document_uid)
            .join(store_loan, store_loan.c.paper_seq == store_paper.c.seq)
            .where(store_paper.c.box_id == box_id, _LIES, _OUT)
            .order_by(store_paper.c.sort)
        )
        return list(self._connection.scalars(out))

    def highest_transfer(self, year: int) -> int | None:
        """The highest serial of a year's transfer lists."""
        mine = select(func.max(store_transfer.c.serial)).where(store_transfer.c.year == year)
        serial: int | None = self._connection.scalar(mine)
        return serial

    def add_transfer(self, made: TransferList) -> None:
        """Add a transfer list."""
        names = ("id", "number", "year", "serial", "made_at", "made_by")
        values = {name: getattr(made, name) for name in names}
        self._connection.execute(insert(store_transfer).values(**values, boxes="\n".join(made.boxes)))

    def _seq(self, paper: StoredPaper) -> int:
        mine = and_(store_paper.c.item_id == paper.item_id, _LIES)
        return int(self._connection.execute(select(store_paper.c.seq).where(mine)).scalar_one())

    def _one_box(self, condition: ColumnElement[bool]) -> Box | None:
        row = self._connection.execute(select(store_box).where(condition)).mappings().first()
        return None if row is None else _box(row)


class PaperStoreQueries(Reader):
    """Reads of the stores."""

    def handling_modes(self) -> list[ModeRule]:
        """The rules of handling, oldest first."""
        with self._read() as connection:
            return SqlPaperStore(connection).modes()

    def boxes(self) -> list[BoxLook]:
        """The boxes, the newest first."""
        lies = and_(store_paper.c.box_id == store_box.c.id, _LIES)
        out = exists().where(store_loan.c.paper_seq == store_paper.c.seq, _OUT)
        counted = (
            select(
                store_box, func.count(store_paper.c.seq).label("papers"),
                func.coalesce(func.sum(out.cast(Integer)), 0).label("out"),
                func.min(store_paper.c.sort).label("first_sort"), func.max(store_paper.c.sort).label("last_sort"),
            )
            .outerjoin(store_paper, lies)
            .group_by(store_box.c.id)
            .order_by(store_box.c.year.desc(), store_box.c.opened_at.desc(), store_box.c.number.desc())
        )  # fmt: skip
        with self._read() as connection:
            rows = connection.execute(counted).mappings().all()
            return [
                BoxLook(
                    _box(row), row["papers"], row["out"], _uid(connection, row["id"], row["first_sort"]),
                    _uid(connection, row["id"], row["last_sort"]),
                )
                for row in rows
            ]  # fmt: skip

    def papers_in(self, box_id: str) -> list[StoredPaper]:
        """What lies in a box, in order, with what is lent out of it."""
        with self._read() as connection:
            return _papers(connection, store_paper.c.box_id == box_id)

    def stored_paper(self, item_id: str) -> StoredPaper | None:
        """An item's paper in the store."""
        with self._read() as connection:
            return SqlPaperStore(connection).paper(item_id)

    def store_box(self, name: str) -> Box | None:
        """The box of a name."""
        with self._read() as connection:
            return SqlPaperStore(connection).box(name)

    def lent_papers(self, due_before: str | None = None) -> list[StoredPaper]:
        """What is lent out, by its due day; `due_before`: what should have been back before that day."""
        with self._read() as connection:
            found = _papers(connection, and_(store_loan.c.id.is_not(None), _OUT))
        late = [paper for paper in found if paper.loan and (due_before is None or paper.loan.due_on < due_before)]
        return sorted(late, key=lambda paper: (paper.loan.due_on if paper.loan else "", paper.order))

    def store_transfer(self, number: str) -> TransferList | None:
        """The transfer list of a number."""
        with self._read() as connection:
            found = (
                connection.execute(select(store_transfer).where(store_transfer.c.number == number)).mappings().first()
            )
        return None if found is None else TransferList(**dict(found) | {"boxes": tuple(found["boxes"].splitlines())})

    def to_be_stored(self, since: str, day: str, limit: int) -> list[IncomingItem]:
        """What belongs in the store and lies in no box, in order, of what was registered from an instant on.

        What was registered before the office began to work electronically isn't looked for.
        """
        with self._read() as connection:
            rules = SqlPaperStore(connection).modes()
        begun = [rule.from_day for rule in rules if rule.handling is Handling.ELECTRONIC and rule.from_day <= day]
        if not begun:
            return []
        lies = exists().where(store_paper.c.item_id == item.c.id)
        wanted = (
            select(item)
            .where(
                item.c.registered_at >= max(since, day_start(min(begun), "from_day")),
                func.coalesce(item.c.reproduction_extent, "") == "full", item.c.sealed == 0,
                func.coalesce(item.c.state, "").not_in(("to_verify", "voided")), ~lies,
            )
            .order_by(item.c.seq)
        )  # fmt: skip
        with self._read() as connection:
            found: list[IncomingItem] = []
            for page in connection.execute(wanted).mappings().partitions(500):
                items = load_items(connection, [dict(row) for row in page])
                found += [each for each in items if belongs_in_store(each, rules, day)]
                if len(found) >= limit:
                    break
            return found[:limit]


def _papers(connection: Connection, condition: ColumnElement[bool], everything: bool = False) -> list[StoredPaper]:
    other = store_loan.alias("other")
    newest = select(func.max(other.c.id)).where(other.c.paper_seq == store_paper.c.seq).scalar_subquery()
    loan = store_loan.c.id == newest
    columns = [column.label(f"loan_{column.name}") for column in store_loan.columns]
    wanted = (
        select(store_paper, *columns)
        .select_from(store_paper.outerjoin(store_loan, loan))
        .where(condition, *([] if everything else [_LIES]))
        .order_by(store_paper.c.sort, store_paper.c.seq)
    )
    return [_paper(row) for row in connection.execute(wanted).mappings()]


def _paper(row: Mapping[Any, Any]) -> StoredPaper:
    names = ("id", "borrower", "due_on", "lent_at", "lent_by", "returned_at", "returned_by")
    loan = Loan(**{name: row[f"loan_{name}"] for name in names}) if row["loan_id"] else None
    gone = None
    if row["withdrawn_at"]:
        gone = Withdrawal(WithdrawalReason(row["reason"]), row["basis"], row["withdrawn_at"], row["withdrawn_by"])
    return StoredPaper(
        row["item_id"], row["document_uid"], row["box_id"], row["sort"], row["placed_at"], row["placed_by"], loan, gone
    )


def _box(row: Mapping[Any, Any]) -> Box:
    names = ("id", "number", "year", "place", "opened_at", "closed_at", "transferred")
    return Box(set=StoreSet(row["kind"]), **{name: row[name] for name in names})


def _stored(box: Box) -> dict[str, Any]:
    names = ("id", "name", "number", "year", "place", "opened_at", "closed_at", "transferred")
    return {name: getattr(box, name) for name in names} | {"kind": box.set.value}


def _uid(connection: Connection, box_id: str, sort: str | None) -> str:
    if sort is None:
        return ""
    mine = and_(store_paper.c.box_id == box_id, store_paper.c.sort == sort, _LIES)
    return str(connection.scalar(select(store_paper.c.document_uid).where(mine)) or "")
