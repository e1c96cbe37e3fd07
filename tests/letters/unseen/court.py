"""A court: its name and division left, "Sygn. akt", a summons, notice or order; instruction in small print."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random
from datetime import date

from tests.letters import blocks, dates, motifs, office, people
from tests.letters.flow import Flow
from tests.letters.framework import Letter
from tests.letters.sheet import MM, Style, measure
from tests.letters.truth import DocumentKind, Truth

_COURTS = (
    (
        "Sąd Rejonowy w {0}",
        ("I Wydział Cywilny", "III Wydział Rodzinny i Nieletnich", "II Wydział Karny", "V Wydział Ksiąg Wieczystych"),
        ("I C", "III RNs", "II K", "I Ns", "I Nc"),
    ),
    (
        "Sąd Okręgowy w {0}",
        ("I Wydział Cywilny", "IX Wydział Pracy i Ubezpieczeń Społecznych"),
        ("I C", "IX U", "I Ca"),
    ),
    ("Wojewódzki Sąd Administracyjny w {0}", ("Wydział II", "Wydział I"), ("II SA/Zm", "I SA/Zm")),
)
_TEXTS = (
    (
        DocumentKind.SUMMONS,
        "WEZWANIE",
        "Wezwanie do nadesłania dokumentów",
        "Sąd wzywa do nadesłania w terminie **7 dni** od dnia doręczenia niniejszego wezwania pełnej dokumentacji dotyczącej nieruchomości położonej w Mikołowie, w tym decyzji, map oraz protokołów oględzin, pod rygorem skazania na grzywnę.",
    ),
    (
        DocumentKind.NOTICE,
        "ZAWIADOMIENIE",
        "Zawiadomienie o terminie rozprawy",
        "Sąd zawiadamia, że rozprawa w sprawie z powództwa Gminy Mikołów przeciwko spółce Przykład-Bud sp. z o.o. o zapłatę odbędzie się w dniu {day} o godz. {hour} w sali nr {room} budynku tutejszego Sądu. Stawiennictwo nie jest obowiązkowe.",
    ),
    (
        DocumentKind.SUMMONS,
        "WEZWANIE",
        "Wezwanie do uzupełnienia braków formalnych skargi",
        "W wykonaniu zarządzenia Przewodniczącego Wydziału wzywam do uzupełnienia braków formalnych skargi przez złożenie dwóch jej odpisów oraz dokumentu wykazującego umocowanie do działania w imieniu strony w terminie **siedmiu dni** pod rygorem odrzucenia skargi.",
    ),
    (
        DocumentKind.CLAIM,
        "",
        "Doręczenie odpisu pozwu",
        "Sąd doręcza odpis pozwu wraz z załącznikami i zobowiązuje do złożenia odpowiedzi na pozew w terminie **dwóch tygodni** od dnia doręczenia, pod rygorem wydania wyroku zaocznego. W odpowiedzi należy powołać wszystkie twierdzenia i dowody.",
    ),
    (
        DocumentKind.ORDER,
        "POSTANOWIENIE",
        "Postanowienie o zabezpieczeniu powództwa",
        "Sąd po rozpoznaniu na posiedzeniu niejawnym wniosku powoda postanawia udzielić zabezpieczenia przez wstrzymanie wykonania uchwały do czasu prawomocnego zakończenia postępowania oraz odroczyć rozstrzygnięcie o kosztach.",
    ),
)


def layout(rng: random.Random) -> Letter:
    """Sets one."""
    style = Style(
        rng.choice(("liberation-serif", "noto-serif", "liberation-sans")),
        rng.choice((11.0, 12.0)),
        leading=rng.choice((1.2, 1.4)),
    )
    place = people.town(rng)
    pattern, divisions, repertories = rng.choice(_COURTS)
    court = people.body(rng, pattern.format(place.where), place)
    division = rng.choice(divisions)
    day = dates.letter_day(rng)
    sign = f"{rng.choice(repertories)} {rng.randint(1, 1900)}/{rng.choice((25, 26, 26))}"
    kind, heading, title, text = rng.choice(_TEXTS)
    to = office.address(rng, rng.choice(("GN", "FN", "SO")), formal=True)
    flow = Flow(style, left=25 * MM, right=20 * MM, top=18 * MM)
    _head(flow, rng, court, division, sign, day)
    flow.gap(style.line)
    flow.lines(to.lines, style.but(bold=True), x=flow.left + flow.width * 0.53)
    flow.gap(style.line * 1.6)
    if heading:
        spaced = rng.random() < 0.3
        flow.line(heading, style.but(bold=True, size=style.size + 2, tracking=3.0 if spaced else 0.0), "center")
        flow.gap(style.line * 0.7)
    filled = text.format(
        day=dates.plain(dates.letter_day(rng)), hour=rng.choice(("9:00", "10.30", "13:15")), room=rng.randint(2, 310)
    )
    flow.paragraph(filled, indent=rng.choice((0.0, 12 * MM)))
    flow.gap(6)
    if rng.random() < 0.5:
        flow.paragraph("W odpowiedzi należy podać sygnaturę akt sprawy.", style.but(bold=True), "left")
    count = (
        blocks.attachments(flow, rng, rng.choice((0, 0, 1, 2)))
        if kind is not DocumentKind.CLAIM
        else blocks.attachments(flow, rng, 2)
    )
    flow.gap(12)
    _sign(flow, rng, court, kind)
    _instruction(flow, rng)
    return Letter(
        tuple(flow.sheets),
        Truth(
            sender=court.as_sender(),
            letter_date=day.isoformat(),
            place=place.name,
            sender_reference=sign,
            titles=blocks.variants(title, heading.capitalize() or title, f"{title} – sygn. akt {sign}"),
            document_kind=kind,
            also_kinds=(DocumentKind.LETTER, DocumentKind.SUMMONS) if kind is DocumentKind.CLAIM else (),
            addressee=to.inside,
            attachment_count=count,
            sender_names=(f"{court.name} {division}", f"{court.name}, {division}"),
        ),
    )


def _head(flow: Flow, rng: random.Random, court: people.Party, division: str, sign: str, day: date) -> None:
    style = flow.style
    if rng.random() < 0.35:
        motifs.shield(flow.sheet, flow.left, flow.y, 34, rng)
        flow.gap(40)
    word = rng.choice(("Sygn. akt", "Sygn. akt:", "Sygnatura akt", "Sygn."))
    dated = dates.place_and_date(court.town.name, day, rng)
    top = flow.y
    flow.lines((court.name, division), style.but(bold=True))
    flow.lines((court.street, court.city_line, f"tel. {court.phone}"), style.but(size=style.size - 1.5))
    room = flow.width - measure(court.name, style.but(bold=True)) - measure(dated, style)
    if rng.random() < 0.5 and room > 15:
        flow.sheet.text(flow.right, top + style.size, dated, style, "right")
    else:
        flow.line(dated, align="right")
    flow.gap(style.line * 0.6)
    flow.line(f"{word} {sign}", style.but(bold=rng.random() < 0.7))
    if rng.random() < 0.5:
        flow.line("(w odpowiedzi prosimy podać datę i sygnaturę pisma)", style.but(size=8, italic=True))


def _sign(flow: Flow, rng: random.Random, court: people.Party, kind: DocumentKind) -> None:
    flow.need(70)
    x = flow.left + flow.width * 0.58
    post = (
        "Sędzia"
        if kind is DocumentKind.ORDER
        else rng.choice(("Starszy sekretarz sądowy", "Sekretarz sądowy", "Kierownik sekretariatu"))
    )
    opening = rng.choice(("Na zarządzenie Sędziego", "Z upoważnienia Przewodniczącego", ""))
    flow.line(opening or post, x=x)
    flow.gap(26)
    motifs.signature(flow.sheet, x, flow.y - 9, rng)
    flow.line(court.person, x=x)
    if opening:
        flow.line(post, flow.style.but(size=flow.style.size - 2), x=x)


def _instruction(flow: Flow, rng: random.Random) -> None:
    small = flow.style.but(size=8.2, leading=1.2)
    flow.gap(14)
    flow.need(small.line * 5)
    flow.line("Pouczenie:", small.but(bold=True))
    texts = [
        "Strony i ich przedstawiciele mają obowiązek zawiadamiać sąd o każdej zmianie miejsca zamieszkania. W razie zaniedbania tego obowiązku pismo sądowe pozostawia się w aktach sprawy ze skutkiem doręczenia.",
        "Pismo procesowe powinno zawierać oznaczenie sądu, do którego jest skierowane, imię i nazwisko lub nazwę stron, oznaczenie rodzaju pisma, osnowę wniosku, podpis oraz wymienienie załączników.",
        "Odpis pisma należy dołączyć dla każdej ze stron. Pismo złożone w placówce operatora wyznaczonego uważa się za wniesione w terminie, jeżeli nadano je przed jego upływem.",
        "Kto bez usprawiedliwionej przyczyny nie wykona zarządzenia, podlega karze grzywny. Od ukarania można się odwołać w terminie tygodniowym.",
    ]
    for i, text in enumerate(rng.sample(texts, rng.randint(1, 4)), 1):
        flow.paragraph(f"{i}. {text}", small)
