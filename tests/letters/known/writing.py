"""What the known layouts share: wording, numbers, the addressee and the body."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.letters import motifs, office
from tests.letters.flow import Flow
from tests.letters.sheet import MM, Style

FONTS = ("liberation-serif", "liberation-sans", "noto-serif", "noto-sans", "dejavu-sans", "lato")
FILLER = (
    "Jednocześnie informuję, że w razie potrzeby dostarczę dodatkowe dokumenty we "
    "wskazanym terminie, a o każdej zmianie "
    "okoliczności niezwłocznie powiadomię Urząd.",
    "Opisany stan trwa od kilku miesięcy i mimo rozmów prowadzonych z zarządcą terenu "
    "nie uległ żadnej poprawie, co potwierdzają "
    "załączone zdjęcia oraz korespondencja.",
    "W toku czynności ustalono, że dokumentacja zgromadzona w sprawie jest kompletna i "
    "pozwala na zajęcie stanowiska bez "
    "przeprowadzania dalszych dowodów.",
    "Proszę o potraktowanie sprawy jako pilnej ze względu na zbliżający się sezon zimowy "
    "oraz bezpieczeństwo mieszkańców ulicy.",
    "Zgodnie z obowiązującymi przepisami odpowiedzi należy udzielić na piśmie, podając "
    "podstawę prawną zajętego stanowiska.",
)


def typeface(rng: random.Random, low: float = 10.5, high: float = 12) -> Style:
    """A text face at a usual size."""
    return Style(rng.choice(FONTS), round(rng.uniform(low, high), 1), leading=rng.uniform(1.15, 1.35))


def unit(rng: random.Random) -> str:
    """The symbol of one of our units."""
    return rng.choice(tuple(office.UNITS))


def addressee(flow: Flow, rng: random.Random, lines: Sequence[str], x: float | None = None) -> None:
    """The addressee block, to the right, its first line sometimes bold."""
    left = flow.left + flow.width * rng.uniform(0.52, 0.6) if x is None else x
    for index, text in enumerate(lines):
        flow.line(text, flow.style.but(bold=index == 0 and rng.random() < 0.6), x=left)


def paragraphs(flow: Flow, rng: random.Random, texts: Sequence[str], filler: int = 1) -> None:
    """The body: given paragraphs and some filling."""
    indent = rng.choice((0.0, 9 * MM))
    align = rng.choice(("justify", "left"))
    for text in (*texts, *rng.sample(FILLER, filler)):
        flow.paragraph(text, align=align, indent=indent)  # type: ignore[arg-type]
        flow.gap(flow.style.line * 0.35)


def signed(flow: Flow, rng: random.Random, name: str, post: str | None = None, courtesy: str = "Z poważaniem") -> None:
    """Courtesy, signature, name."""
    flow.gap(flow.style.line)
    flow.need(80)
    x = flow.left + flow.width * 0.6
    flow.line(courtesy, x=x)
    motifs.signature(flow.sheet, x, flow.y + 16, rng)
    flow.gap(34)
    flow.line(name, x=x)
    if post:
        flow.line(post, flow.style.but(size=flow.style.size - 1.5), x=x)


def listed(flow: Flow, rng: random.Random, names: Sequence[str]) -> int | None:
    """The attachments, listed or counted; returns what the letter says."""
    if not names:
        return None
    flow.gap(flow.style.line)
    small = flow.style.but(size=flow.style.size - 1.5)
    way = rng.randrange(4)
    if way == 0:
        flow.line("Załączniki:", small)
        flow.lines([f"{number}. {name}" for number, name in enumerate(names, 1)], small)
    elif way == 1:
        flow.line(f"Załączniki: {len(names)}", small)
    elif way == 2:
        flow.line("W załączeniu:", small)
        flow.lines([f"– {name}" for name in names], small)
    else:
        flow.line(f"Zał. {len(names)} szt.", small)
    return len(names)
