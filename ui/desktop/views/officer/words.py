"""Routing as people say it: roles, dates, whole rows."""

from __future__ import annotations

from datetime import date, timedelta

from ui.desktop import said
from ui.operations.routing_facts import CONTRIBUTING, FOR_INFORMATION, LEAD, RETURNED, AssignedRow, RoutingLine

ROLE_NAMES = {LEAD: "wiodąca", CONTRIBUTING: "do współpracy", FOR_INFORMATION: "do wiadomości"}
MINE = {
    LEAD: "prowadzisz", CONTRIBUTING: "współpracujesz", FOR_INFORMATION: "do wiadomości", RETURNED: "do dekretacji",
}  # fmt: skip
UNITS = {LEAD: "prowadzi", CONTRIBUTING: "współpracuje", FOR_INFORMATION: "do wiadomości"}


def role(row: AssignedRow) -> str:
    """What a letter asks of this person, or of their unit."""
    if row.to_unit and row.role != RETURNED:
        return f"{UNITS[row.role]} {row.to_unit.split(' ', 1)[0]}"
    return MINE[row.role]


def deadline(due: str | None, today: date | None = None) -> str:
    """A deadline as said: "po terminie 20.11", "dziś", "jutro", "do 25.11"; empty without one."""
    if due is None:
        return ""
    today = today or said.now().date()
    day = date.fromisoformat(due)
    shown = f"{day:%d.%m}" if day.year == today.year else f"{day:%d.%m.%Y}"
    if day < today:
        return f"po terminie {shown}"
    if day == today:
        return "dziś"
    return "jutro" if day == today + timedelta(days=1) else f"do {shown}"


def order(row: AssignedRow) -> str:
    """What was ordered and by whom; for what came back, why and from whom."""
    if row.role == RETURNED:
        reason = f"„{row.reason}”" if row.reason else "bez podanej przyczyny"
        return reason + (f" – {row.issuer}" if row.issuer else "")
    note = f"„{row.disposition}”" if row.disposition else ""
    return " – ".join(part for part in (note, row.issuer) if part)


def sentence(row: AssignedRow) -> str:
    """A whole row for whoever can't see it, and for the tooltip."""
    parts = (
        "" if row.seen else "nowe", "pilne" if row.urgent else "", deadline(row.due_on), row.sender, row.title,
        row.reference or "", role(row), order(row), row.document_uid,
    )  # fmt: skip
    return ", ".join(part for part in parts if part)


def routed(line: RoutingLine) -> str:
    """One routing in the card of a letter: from whom to whom, in what role."""
    return f"{line.issuer} → {line.to} ({ROLE_NAMES[line.role]})"


def due_of(text: str, today: date | None = None) -> str | None:
    """A deadline as typed ("25.11", "jutro", "+14") as a whole date; None if it is none."""
    text, today = text.strip().casefold(), today or said.now().date()
    if text == "jutro":
        return (today + timedelta(days=1)).isoformat()
    if text.startswith("+") and text[1:].isdigit() and len(text) <= 4:
        return (today + timedelta(days=int(text[1:]))).isoformat()
    made = said.to_date(text, today)
    return made if made is not None and len(made) == 10 else None
