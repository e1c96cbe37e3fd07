"""The correspondents' book grows from registrations; people correct it, merge records and part them again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from kancelaria.domain.correspondents import (
    NUMBER_KINDS,
    Address,
    Correspondent,
    changed_fields_of,
    deduplication_key,
    moved,
    rekeyed,
    seen_at,
)
from kancelaria.domain.correspondents_merging import merge_of, merged_record, undone
from kancelaria.domain.correspondents_numbers import NUMBER_WORDS, checked_number, without_numbers
from kancelaria.domain.errors import InvalidInput, NotFound, StateForbids
from kancelaria.domain.identifiers import is_postcode
from kancelaria.domain.incoming import Sender
from kancelaria.services.access import AccessKind
from kancelaria.services.journal import now_text, record
from kancelaria.services.ports import UnitOfWork, Workplace

NAME_FIELDS = ("organisation", "surname", "given_names")
ADDRESS_FIELDS = ("street", "postcode", "town", "country")
EDITABLE = (*NAME_FIELDS, *ADDRESS_FIELDS, "email", *NUMBER_KINDS)
"""What a person may correct in the book, each as text; e-mail addresses parted by spaces."""


def remember_sender(
    sender: Sender, uow: UnitOfWork, at: Workplace, moment: str, checked: bool = False
) -> Correspondent | None:
    """Add the sender to the book or count another letter of theirs; `checked`: a person has seen the address.

    Inside a unit of work.
    """
    if not (sender.organisation or sender.surname):
        return None
    known = uow.correspondents.by_key(deduplication_key(sender))
    if known is None:
        fresh = Correspondent(at.ids.new(), sender, 1, moment)
        uow.correspondents.add(fresh)
        record(uow, at, "add_correspondent", ("correspondent", fresh.id), 0, _filled(sender))
        return fresh
    again = replace(known, sender=_completed(known.sender, sender), uses=known.uses + 1, last_used_at=moment)
    if checked:
        again = seen_at(again, sender, moment[:10])
    return _kept(known, again, "complete_correspondent", uow, at)


def correct_correspondent(
    correspondent_id: str,
    changes: Mapping[str, str],
    uow: UnitOfWork,
    at: Workplace,
    base_version: int | None = None,
) -> Correspondent:
    """Correct what the book says of a correspondent; another address makes the present one a former one."""
    with uow:
        before = _living(correspondent_id, uow, base_version)
        after = rekeyed(before, _corrected(before, changes, now_text(at)[:10]))
        _refuse_nameless(after)
        _refuse_taken(after, uow)
        saved = _kept(before, after, "correct_correspondent", uow, at)
        uow.commit()
    return saved


def take_address(correspondent_id: str, place: Address, uow: UnitOfWork, at: Workplace) -> Correspondent:
    """An address seen on letters, or a former one, is the present one from now on."""
    with uow:
        before = _living(correspondent_id, uow)
        after = rekeyed(before, moved(before, place, now_text(at)[:10]))
        _refuse_taken(after, uow)
        saved = _kept(before, after, "correct_correspondent", uow, at)
        uow.commit()
    return saved


def reveal_number(correspondent_id: str, kind: str, purpose: str, uow: UnitOfWork, at: Workplace) -> str:
    """A personal number in full, for a purpose that is said; the showing is logged before the number is given."""
    if not purpose.strip():
        raise InvalidInput("purpose_missing", "Napisz, po co jest potrzebny.", "Na przykład: „potwierdzenie osoby”.")
    if kind not in NUMBER_KINDS:
        raise InvalidInput("number_kind", "Nie ma takiego identyfikatora.", f"Są: {', '.join(NUMBER_KINDS)}.", kind)
    with uow:
        value: str | None = getattr(_existing(correspondent_id, uow).numbers, kind)
        if not value:
            raise NotFound("number_missing", f"Ten korespondent nie ma w książce: {NUMBER_WORDS[kind]}.", subject=kind)
        uow.access.append(
            now_text(at), uow.actor, AccessKind.VIEW, [f"correspondent/{correspondent_id}/{kind}"], purpose.strip()
        )
        uow.commit()
    return value


def merge_correspondents(
    kept_id: str, other_id: str, take: Collection[str], uow: UnitOfWork, at: Workplace
) -> Correspondent:
    """Join a record into another. Letters keep what was written on them; the given-up record remembers the way back."""
    with uow:
        kept, other = _living(kept_id, uow), _living(other_id, uow)
        if kept.id == other.id:
            raise InvalidInput("merge_itself", "To jest ten sam korespondent.", "Wybierz dwóch różnych.")
        _refuse_untold((kept, other), uow, at)
        moment = now_text(at)
        after = merged_record(kept, other, take, moment[:10])
        given_up = replace(other, merged=merge_of(kept, after, moment, uow.actor))
        _kept(other, given_up, "merge_correspondent", uow, at)
        _refuse_taken(after, uow)
        recent = max(kept.last_used_at, other.last_used_at)
        after = replace(after, uses=kept.uses + other.uses, last_used_at=recent)
        saved = _kept(kept, after, "take_correspondent", uow, at)
        uow.commit()
    return saved


def undo_merge(other_id: str, uow: UnitOfWork, at: Workplace) -> tuple[Correspondent, tuple[str, ...]]:
    """Part two records again: the one that was given up, and fields of the other that were changed since and stay."""
    with uow:
        other = _existing(other_id, uow)
        merge = other.merged
        if merge is None:
            raise StateForbids("not_merged", "Ten zapis nie był scalony.", subject=other_id)
        kept = _existing(merge.into, uow)
        was, stays = undone(kept, merge)
        was = replace(was, uses=max(0, was.uses - other.uses))
        if kept.merged is None:
            _refuse_taken(was, uow)
        _kept(kept, was, "give_back_correspondent", uow, at)
        back = replace(other, merged=None)
        _refuse_taken(back, uow)
        saved = _kept(other, back, "unmerge_correspondent", uow, at)
        uow.commit()
    return saved, stays


def keep_apart(first_id: str, second_id: str, uow: UnitOfWork, at: Workplace) -> None:
    """Two that look alike aren't the same: they are suspected no more at this station."""
    with uow:
        first, second = sorted((_existing(first_id, uow).id, _existing(second_id, uow).id))
        uow.correspondents.keep_apart(first, second, now_text(at), uow.actor)
        uow.audit.append(now_text(at), uow.actor, "keep_apart", ("correspondent", first), {"other": second})
        uow.commit()


def unknown_correspondent(subject: str) -> NotFound:
    """There is no correspondent of this id here."""
    return NotFound(
        "correspondent_unknown", "Nie ma takiego korespondenta.", "Odśwież listę i wybierz jeszcze raz.", subject
    )


def _existing(correspondent_id: str, uow: UnitOfWork) -> Correspondent:
    found = uow.correspondents.get(correspondent_id)
    if found is None:
        raise unknown_correspondent(correspondent_id)
    return found


def _living(correspondent_id: str, uow: UnitOfWork, base_version: int | None = None) -> Correspondent:
    found = _existing(correspondent_id, uow)
    if found.merged is not None:
        raise StateForbids(
            "merged_already", "Ten zapis scalono już z innym.", "Otwórz ten, w którym został, albo cofnij scalenie.",
            correspondent_id,
        )  # fmt: skip
    if base_version is not None and found.version != base_version:
        raise StateForbids(
            "changed_meanwhile", "Tego korespondenta zmienił w międzyczasie ktoś inny.",
            "Odśwież i popraw jeszcze raz.", correspondent_id,
        )  # fmt: skip
    return found


def _kept(before: Correspondent, after: Correspondent, action: str, uow: UnitOfWork, at: Workplace) -> Correspondent:
    """Save a record and leave its traces; where only the count of letters changed there is nothing to tell."""
    patch = changed_fields_of(before, after)
    if patch:
        after = replace(after, version=before.version + 1)
        record(uow, at, action, ("correspondent", before.id), before.version, patch, without_numbers(patch))
    uow.correspondents.save(after)
    return after


def _corrected(before: Correspondent, changes: Mapping[str, str], day: str) -> Correspondent:
    if strange := sorted(set(changes) - set(EDITABLE)):
        raise InvalidInput("unknown_field", f"Nie ma pola: {strange[0]}.", f"Są: {', '.join(EDITABLE)}.", strange[0])
    typed = {name: value.strip() or None for name, value in changes.items()}
    if typed.get("postcode") and not is_postcode(str(typed["postcode"])) and _country(before, typed) == "PL":
        raise InvalidInput("bad_postcode", "Kod pocztowy ma postać 00-000.", subject="postcode")
    named: dict[str, Any] = {name: typed[name] for name in NAME_FIELDS if name in typed}
    if "email" in typed:
        named["email"] = tuple((typed["email"] or "").replace(",", " ").split())
    numbers = {
        kind: checked_number(kind, text).value if (text := typed[kind]) else None
        for kind in NUMBER_KINDS
        if kind in typed
    }
    after = replace(before, sender=replace(before.sender, **named), numbers=replace(before.numbers, **numbers))
    place = {name: typed.get(name, getattr(before.sender, name)) for name in ADDRESS_FIELDS}
    return moved(after, Address(**place), day)


def _country(before: Correspondent, typed: Mapping[str, str | None]) -> str:
    return (typed.get("country") or before.sender.country or "PL").upper()


def _refuse_nameless(known: Correspondent) -> None:
    if bool(known.sender.organisation) == bool(known.sender.surname):
        raise InvalidInput(
            "name_missing", "Podaj nazwę instytucji albo nazwisko osoby.", "Jedno z dwojga jest potrzebne.", "name"
        )


def _refuse_taken(known: Correspondent, uow: UnitOfWork) -> None:
    """Another living record may not go by the same name and place: the two are to be merged instead."""
    other = uow.correspondents.bearer(deduplication_key(known.sender))
    if other is not None and other.id != known.id:
        raise StateForbids(
            "correspondent_exists", "Jest już korespondent o tej nazwie i adresie.", "Scal oba zapisy.", other.id
        )


def _refuse_untold(both: tuple[Correspondent, ...], uow: UnitOfWork, at: Workplace) -> None:
    """A record the central doesn't know yet may still get another id there: other stations couldn't follow."""
    if at.station.central and not all(uow.correspondents.told(each.id) for each in both):
        raise StateForbids(
            "correspondent_untold", "Jeden z zapisów nie dotarł jeszcze do centrali.",
            "Scal je, gdy zmiany zostaną wysłane.",
        )  # fmt: skip


def _completed(known: Sender, seen: Sender) -> Sender:
    """What was known, with its gaps filled by what was seen now."""
    gaps: dict[str, Any] = {
        field.name: getattr(seen, field.name)
        for field in fields(Sender)
        if field.name not in NAME_FIELDS and not getattr(known, field.name)
    }
    whole = replace(known, **gaps)
    # a letter under the name of a record that was merged may not turn this one into another
    return whole if deduplication_key(whole) == deduplication_key(known) else known


def _filled(sender: Sender) -> dict[str, Any]:
    return {field.name: getattr(sender, field.name) for field in fields(Sender) if getattr(sender, field.name)}
