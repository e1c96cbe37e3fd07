"""The sender's reference (znak, sygnatura, L.dz., numer faktury) as against marks only quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kancelaria.domain.incoming import Suggestion
from kancelaria.reading.dates import find_dates
from kancelaria.reading.folding import as_digits, fold
from kancelaria.reading.layout import PageLayout, Run
from kancelaria.reading.marks import MARK, find_marks, is_own
from kancelaria.reading.model import OfficeContext
from kancelaria.reading.zones import Role, Zones

_LABELS: tuple[tuple[re.Pattern[str], float], ...] = (
    (re.compile(r"\b(?:nasz|nasze|n/) ?znak\w*\b(?: sprawy| pisma)?\s*[.:]?\s*"), 0.97),
    (re.compile(r"\bsygn(?:atura|atury)?\b\.?\s*(?:akt|sprawy|pisma)?\b\.?(?: \w{4,12}ych)?\s*[.:]?\s*"), 0.95),
    (re.compile(r"\bznak (?:sprawy|pisma|akt|dokumentu)\b\s*[.:]?\s*"), 0.95),
    (re.compile(r"(?:^|(?<=\s))znak\s*[.:]\s*"), 0.95),
    (re.compile(r"(?:^|\s)[l1i][.,]?\s?dz[.,]?\s*[:.]?\s*(?:nr)?\s*"), 0.95),
    (re.compile(r"\bliczba dz(?:iennika|\.)\s*[:.]?\s*"), 0.95),
    (
        re.compile(
            r"\b(?:nr|numer) (?:pisma|sprawy|kancelaryjny|referencyjny|ref\.?|dokumentu|oferty"
            r"|akt|wniosku|zlecenia|zamowienia|dziennika|korespondencyjny|szkody|reklamacji|zgloszenia)\b\s*[.:]?\s*"
        ),
        0.92,
    ),
    (re.compile(r"\b(?:nr|numer) (?:faktury|rachunku)\b\s*[.:]?\s*"), 0.95),
    (
        re.compile(
            r"\b(?:faktura|rachunek)\b(?: vat| pro ?forma| korygujac\w| zaliczkow\w| koncow\w"
            r"|\s*-?\s*(?:oryginal|kopia))*\s*(?:nr|numer)\b\.?\s*[:.]?\s*"
        ),
        0.95,
    ),
    (re.compile(r"^\W*(?:faktura|rachunek)\b(?: vat)?\s+(?=\w*\d|[a-z]{1,4}[/ -])"), 0.9),
    (re.compile(r"\b(?:nr|numer) ref\w*\b\.?\s*[.:]?\s*|\bref(?:erencja|erencje|\.)?\s*(?:nr)?\s*[.:]\s*"), 0.9),
    (
        re.compile(
            r"^\W*(?:oferta|decyzja|wezwanie|zawiadomienie|postanowienie|zarzadzenie|uchwala"
            r"|pismo|polisa|zapytanie(?: ofertowe)?)\s+(?:nr|numer)\b\.?\s*[:.]?\s*"
        ),
        0.9,
    ),
    (re.compile(r"^\W*(?:nr|numer|n-r)\s*[.:]?\s*(?=\S*[\d/.])"), 0.7),
)
_FOREIGN = re.compile(
    r"(?:wasz\w*|panstwa|pana|pani|twoj)\s+(?:znak|sygn|nr|pism)|znak panstwa|nr panstwa"
    r"|w odpowiedzi na|odpowiadajac na|nawiazuj|w nawiazaniu|dotyczy|\bdot[.:]"
    r"|w zwiazku z|w sprawie|"
    r"zaskarz|nr (?:rachunku bankowego|konta|telefonu|dowodu|lokalu|dzialki|ksiegi)"
    r"|zamowieni\w* nr|umow\w* nr|zlecen\w* nr|\bod (?:decyzji|postanowienia|wyroku)"
    r"|na decyzje|do (?:decyzji|faktury|sprawy)|odpowiedz na"
)
_COURT = re.compile(
    r"(?<![\w.])([IVXl1|]{1,5})\s+([A-Z][A-Za-z]{0,3}(?:-[a-z]+)?)\s?(\d{1,5})\s?/\s?(\d{2,4})(?:\s([A-Z]{1,3}|upr)(?![\w.]))?"
)
_BAILIFF = re.compile(
    r"(?<![\w.])([GK](?:m|mp|Km|Kmp|M|Kms|Km[a-z])|Kmp|GKm|Kmn|KM)\.?\s?(\d{1,6})\s?/\s?(\d{2,4})(?!\d)"
)
_PROSECUTOR = re.compile(r"(?<![\w.])(?:P[RO] |\d{4}-\d\.)?Ds\.? ?\d{1,5}\.\d{2,4}(?:\.\w{1,4})?(?![\w])")
_SHAPED = re.compile(
    r"^\W*(?:[A-ZŁŚŻa-ząćęłńóśźż.]{2,6}:?\s)?([A-ZŁŚŻ][A-ZŁŚŻ\d]{0,7}[-./]?[\w.-]*\d+/(?:\d{2}|20\d{2})(?:[/.]\w{1,4})?|\d{1,5}/[A-ZŁŚŻ]{1,5}/(?:20)?\d{2})\W*$"
)
_TOKEN = re.compile(r"[^\s,;]+")
_ZEROS = re.compile(r"(?<![\w])(?=[A-ZŁŚŻ0]*[A-ZŁŚŻ])[A-ZŁŚŻ0]*0[A-ZŁŚŻ0]*(?![\w])")
"""A part of capitals and noughts alone: the noughts are the letter O."""
_INVOICE_STROKE = re.compile(r"^(F[VASK]?[A-Z]?)[Il|](?=\d+/)")
_MIXED = 0.85
_PLAIN = re.compile(r"^[\wŁŚŻŹĆÓĄĘŃ().\-/\\_:+&]+$")


@dataclass(frozen=True)
class _Found:
    value: str
    run: Run
    start: int
    end: int
    score: float


def suggest_reference(layout: PageLayout, zones: Zones, context: OfficeContext, authority: bool) -> list[Suggestion]:
    """The sender's reference, best first. `authority`: a sure organisation writes; else a mark is likely ours."""
    found: list[_Found] = []
    for run in layout.row_runs:
        found += _labelled(run, context, authority)
        found += _bare(run, context, authority)
    for row in layout.rows:
        for place, line in enumerate(row):
            found += _below_label(layout, line, context, authority)
            found += _shaped(line, row[:place], context, authority)
    best: dict[str, Suggestion] = {}
    for entry in found:
        score = entry.score * _zone_weight(layout, zones, entry.run, entry.start)
        confidence = round(score * (0.6 + 0.4 * entry.run.certainty(entry.start, entry.end)), 3)
        if confidence < 0.1:
            continue
        known = best.get(entry.value)
        if known is None or known.confidence < confidence:
            best[entry.value] = Suggestion(
                "sender_reference", entry.value, confidence, layout.number, entry.run.box_of(entry.start, entry.end)
            )
    return sorted(best.values(), key=lambda item: -item.confidence)[:4]


def _labelled(run: Run, context: OfficeContext, authority: bool) -> list[_Found]:
    found: list[_Found] = []
    for pattern, weight in _LABELS:
        for match in pattern.finditer(run.folded):
            before = run.folded[: match.start()]
            near = before[-45:]
            if _FOREIGN.search(near) and not re.search(r"(?:znak|sygn\w*)[\s:.]*\S*\s*$", near):
                continue
            if re.search(r"(?:wasz\w*|panstwa|pan[ai])\s*$", near):
                continue
            value = read_reference(run.text, match.end())
            if value is None:
                continue
            text, start, end = value
            score = weight * _plausible(text) * _ownness(text, context, authority)
            if len(before.split()) > 7:
                score *= 0.5
            found.append(_Found(text, run, start, end, score))
    return found


def _below_label(layout: PageLayout, line: Run, context: OfficeContext, authority: bool) -> list[_Found]:
    """Values under their label, as in a row of "Wasz znak / Nasz znak / Data"."""
    plain = line.folded.strip(" :.")
    if not re.fullmatch(
        r"nasz znak|znak(?: sprawy| pisma)?|l[.,]?\s?dz|nr pisma|sygnatura(?: akt)?"
        r"|sygn[.]? akt|numer (?:pisma|sprawy|faktury|dokumentu)|nr (?:faktury|sprawy"
        r"|dokumentu)",
        plain,
    ):
        return []
    beside = layout.right_of(line)
    for other, weight in ((beside, 0.93), (layout.below(line, 2.0), 0.88)):
        if other is None:
            continue
        value = read_reference(other.text, 0)
        if value is not None and value[1] <= 1:
            text, start, end = value
            return [_Found(text, other, start, end, weight * _plausible(text) * _ownness(text, context, authority))]
    return []


def _bare(run: Run, context: OfficeContext, authority: bool) -> list[_Found]:
    """References known by their shape alone."""
    found: list[_Found] = []
    for match in _COURT.finditer(run.text):
        quoted = bool(_FOREIGN.search(run.folded[: match.start()][-60:]))
        found.append(_Found(_court_value(match), run, match.start(), match.end(), 0.25 if quoted else 0.85))
    for match in _BAILIFF.finditer(run.text):
        quoted = bool(_FOREIGN.search(run.folded[: match.start()][-60:]))
        found.append(
            _Found(f"{match[1]} {match[2]}/{match[3]}", run, match.start(), match.end(), 0.25 if quoted else 0.9)
        )
    for match in _PROSECUTOR.finditer(run.text):
        quoted = bool(_FOREIGN.search(run.folded[: match.start()][-60:]))
        found.append(_Found(match[0], run, match.start(), match.end(), 0.25 if quoted else 0.88))
    for mark in find_marks(run.text):
        alone = mark.end - mark.start > 0.55 * len(run.text) or mark.start < 3
        base = 0.25 if mark.quoted else 0.86 if alone else 0.6
        found.append(_Found(mark.value, run, mark.start, mark.end, base * _ownness(mark.value, context, authority)))
    return found


def _shaped(line: Run, before: tuple[Run, ...], context: OfficeContext, authority: bool) -> list[_Found]:
    """A line, or a cell of a row, that is a reference and nothing else."""
    shaped = _SHAPED.match(line.text)
    if not shaped or line.place[1] >= 0.45 or find_dates(line.text):
        return []
    if any(_FOREIGN.search(cell.folded) for cell in (*before, line)):
        return []
    value = tidy_reference(shaped[1])
    return [_Found(value, line, shaped.start(1), shaped.end(1), 0.72 * _ownness(value, context, authority))]


def read_reference(text: str, start: int) -> tuple[str, int, int] | None:
    """The reference that begins at an offset: tidy value and its span, or None where none stands there."""
    dates = find_dates(text[start:])
    limit = start + (dates[0].start if dates else len(text) - start)
    court = _COURT.match(text, start) or _COURT.match(text, start + _skipped(text, start))
    if court:
        return _court_value(court), court.start(), court.end()
    mark = MARK.match(text, start + _skipped(text, start))
    if mark:
        for entry in find_marks(text[: mark.end()]):
            if entry.start == mark.start():
                return entry.value, entry.start, entry.end
    begin = end = -1
    for match in _TOKEN.finditer(text, start, limit):
        token = match[0].strip(":")
        gap = text[end : match.start()] if end >= 0 else ""
        if begin < 0 and not token.strip(".-–_"):
            continue
        if (
            not _PLAIN.match(token)
            or "," in gap
            or ";" in gap
            or "\n" in gap
            or not _belongs(token, text[begin:end] if begin >= 0 else "")
        ):
            break
        begin = match.start() if begin < 0 else begin
        end = match.end()
    if begin < 0:
        return None
    value = tidy_reference(text[begin:end])
    return (value, begin, end) if _is_reference(value) else None


def _skipped(text: str, start: int) -> int:
    rest = text[start:]
    return len(rest) - len(rest.lstrip(" .:"))


def _belongs(token: str, so_far: str) -> bool:
    """Whether a token goes on a reference: it has digits or separators, or is a short sign."""
    plain = token.strip("().:")
    if any(char.isdigit() for char in plain):
        return not (so_far and any(c.isdigit() for c in so_far) and so_far[-1] not in "/.-" and plain[0] not in "/.-(")
    if set(plain) & set("/-."):
        return len(plain) <= 14 and not re.search(r"[a-ząćęłńóśźż]{5,}", plain)
    if not plain:
        return token in ("/", "-", ".")
    short = len(plain) <= 4 and (plain[0].isupper() or so_far == "")
    done = any(char.isdigit() for char in so_far) and so_far[-1:] not in "/.-"
    return short and not done and fold(plain) not in ("r", "z", "dnia", "nr", "tel", "data", "nip")


def tidy_reference(text: str) -> str:
    """No spaces around separators, no punctuation at the ends."""
    value = re.sub(r"\s*([/\\])\s*", r"\1", text.strip(" .,:;-–_"))
    value = re.sub(r"(?<=\w-)\s+(?=\d)|(?<=\d)\s+(?=-\d)", "", value)
    value = re.sub(r"(?<=\w)\s*\.\s+(?=\d)|(?<=\d)\s+\.(?=\w)", ".", value)
    if value.endswith(")") and "(" not in value:
        value = value[:-1]
    value = _INVOICE_STROKE.sub(r"\1/", value)
    return _ZEROS.sub(lambda match: match[0].replace("0", "O"), value.rstrip("."))


def _court_value(match: re.Match[str]) -> str:
    division = match[1].replace("l", "I").replace("1", "I").replace("|", "I")
    tail = f" {match[5]}" if match[5] else ""
    return f"{division} {match[2]} {as_digits(match[3])}/{match[4]}{tail}"


def _is_reference(value: str) -> bool:
    digits = sum(char.isdigit() for char in value)
    return digits > 0 and 2 <= len(value) <= 40 and not re.fullmatch(r"[12]\d{3}", value)


def _plausible(value: str) -> float:
    """A reference has letters and digits, or digits with separators; a bare number is less sure, mixed signs too."""
    if "/" in value and value.count(".") > 1:
        return _MIXED
    letters = any(char.isalpha() for char in value)
    separated = bool(set(value) & set("/.-"))
    return 1.0 if letters and separated else 0.96 if separated else 0.9 if letters else 0.75


def _ownness(value: str, context: OfficeContext, authority: bool) -> float:
    """1 for a foreign mark; little for one of ours."""
    for mark in find_marks(value):
        if is_own(mark, context):
            return 0.8 if authority else 0.25
        if not authority:
            return 0.6
    return 1.0


def _zone_weight(layout: PageLayout, zones: Zones, run: Run, start: int) -> float:
    top = run.place[1]
    box = run.box_of(start, start + 1)
    for block in layout.blocks:
        if block.box[0] <= box[0] <= block.box[2] and block.box[1] <= box[1] <= block.box[3]:
            role = zones.role_of(block)
            if role is Role.ADDRESSEE:
                return 0.3
            if role is Role.FOOTER:
                return 0.5
            if role is Role.BODY and len(block.words) > 14 and len(block.lines) > 1:
                return 0.45
    return 1.0 if top < 0.35 else 0.93 if top < 0.5 else 0.55
