"""What the letters of `mixed` are about: kind, heading, one sentence; and how the heading stands."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.letters.flow import Flow
from tests.letters.truth import DocumentKind as Kind


@dataclass(frozen=True)
class Topic:
    """A matter: its heading ("Wniosek o …"), what it is about alone, and the sentence that says it."""

    kind: Kind
    heading: str
    about: str
    text: str
    also: tuple[Kind, ...] = ()


OFFICIAL = (
    Topic(
        Kind.LETTER,
        "",
        "udostępnienia dokumentacji archiwalnej budynku",
        "W związku z prowadzonym postępowaniem proszę o udostępnienie dokumentacji archiwalnej budynku.",
        (Kind.APPLICATION,),
    ),
    Topic(
        Kind.LETTER,
        "",
        "przekazania danych o stanie zatrudnienia",
        "Uprzejmie informuję, że dane o stanie zatrudnienia należy przekazać do końca kwartału.",
        (Kind.NOTICE,),
    ),
    Topic(
        Kind.NOTICE,
        "Zawiadomienie o wszczęciu postępowania",
        "wszczęcia postępowania",
        "Zawiadamia się, że zostało wszczęte postępowanie w sprawie zezwolenia na realizację drogi.",
    ),
    Topic(
        Kind.SUMMONS,
        "Wezwanie do uzupełnienia braków",
        "uzupełnienia braków",
        "Wzywa się do uzupełnienia braków formalnych w terminie 7 dni od doręczenia pisma.",
    ),
    Topic(
        Kind.DECISION,
        "Decyzja",
        "umorzenia postępowania",
        "Na podstawie art. 105 § 1 Kodeksu postępowania administracyjnego orzekam o umorzeniu postępowania.",
    ),
    Topic(
        Kind.ORDER,
        "Postanowienie",
        "uzgodnienia projektu decyzji",
        "Po rozpatrzeniu wystąpienia postanawiam uzgodnić projekt decyzji o warunkach zabudowy.",
    ),
)
OF_FIRMS = (
    Topic(
        Kind.LETTER,
        "",
        "przekazania placu budowy",
        "W nawiązaniu do zawartej umowy informujemy o gotowości do przekazania placu budowy.",
        (Kind.NOTICE,),
    ),
    Topic(
        Kind.OFFER,
        "Oferta na serwis klimatyzacji",
        "serwisu klimatyzacji",
        "Przedstawiamy ofertę na serwis urządzeń klimatyzacyjnych w budynku Urzędu.",
    ),
    Topic(
        Kind.APPLICATION,
        "Wniosek o zajęcie pasa drogowego",
        "zajęcia pasa drogowego",
        "Wnosimy o wydanie zezwolenia na zajęcie pasa drogowego w celu prowadzenia robót.",
        (Kind.LETTER,),
    ),
    Topic(
        Kind.SUMMONS,
        "Wezwanie do zapłaty",
        "zaległej płatności",
        "Wzywamy do zapłaty zaległej należności w terminie 7 dni od otrzymania wezwania.",
    ),
)
OF_PEOPLE = (
    Topic(
        Kind.APPLICATION,
        "Wniosek o wydanie odpisu aktu urodzenia",
        "wydanie odpisu aktu urodzenia",
        "Proszę o wydanie odpisu skróconego aktu urodzenia mojej córki.",
        (Kind.LETTER,),
    ),
    Topic(
        Kind.APPLICATION,
        "Podanie o umorzenie odsetek",
        "umorzenie odsetek",
        "Zwracam się z prośbą o umorzenie odsetek od zaległego podatku ze względu na trudną sytuację.",
        (Kind.LETTER,),
    ),
    Topic(
        Kind.COMPLAINT,
        "Skarga na hałas w lokalu",
        "hałas w lokalu",
        "Składam skargę na hałas dobiegający każdej nocy z lokalu przy rynku.",
    ),
    Topic(
        Kind.APPLICATION,
        "Prośba o naprawę chodnika",
        "naprawę chodnika",
        "Uprzejmie proszę o naprawę chodnika przed moją posesją, który zagraża przechodniom.",
        (Kind.LETTER,),
    ),
)


def subject(flow: Flow, topic: Topic, rng: random.Random) -> None:
    """The heading or subject line of a topic, in one of the usual ways; letters may have none."""
    bold = flow.style.but(bold=True)
    if not topic.heading:
        how = rng.choice(("Dotyczy:", "dotyczy:", "Dot.", "Dotyczy", "W sprawie:", "Sprawa:", ""))
        if how:
            flow.line(f"{how} {topic.about}", rng.choice((bold, flow.style)))
    elif rng.random() < 0.35:
        flow.line(topic.heading.upper(), bold, "center")
    elif rng.random() < 0.5:
        flow.line(topic.heading, bold.but(size=bold.size + 1.5), "center")
    else:
        flow.line(topic.heading, bold)
    flow.gap(flow.style.line * 0.7)


def titles(topic: Topic) -> tuple[str, ...]:
    """Acceptable titles."""
    return tuple(filter(None, (topic.heading, topic.about, f"W sprawie {topic.about}")))
