"""Letters of the demonstration office. Everybody and everything in them is invented."""

from __future__ import annotations

from dataclasses import dataclass

from kancelaria.domain.incoming import Access, Reproduction, ReproductionExtent, Sender

FULL = Reproduction()


@dataclass(frozen=True)
class DemoLetter:
    """One invented letter; `days_ago` working backwards from today, `unit` where it was routed."""

    days_ago: int
    title: str
    sender: Sender
    text: str
    letter_date: str | None = None
    reference: str | None = None
    kind: str = "pismo"
    delivery: str = "list zwykły"
    attachments: int | None = None
    addressee: str | None = None
    unit: str | None = None
    confirmed: bool = True
    sealed: bool = False
    void_reason: str | None = None
    access: Access = Access.PUBLIC
    reproduction: Reproduction = FULL


def _person(surname: str, given: str, street: str, postcode: str, town: str) -> Sender:
    return Sender(surname=surname, given_names=given, street=street, postcode=postcode, town=town, country="PL")


def _body(name: str, street: str, postcode: str, town: str) -> Sender:
    return Sender(organisation=name, street=street, postcode=postcode, town=town, country="PL")


_FIKCYJNA = _person("Fikcyjna", "Zmyślona", "ul. Bajkowa 7/2", "00-001", "Dolina Próbna")
_PRZYKLAD = _person("Przykładowski", "Jan Wymyślony", "ul. Testowa 12", "00-002", "Dolina Próbna")
_COURT = _body("Sąd Rejonowy w Przykładowie", "ul. Paragrafowa 1", "00-010", "Przykładowo")
_BAILIFF = _body("Komornik Sądowy przy Sądzie Rejonowym w Przykładowie", "ul. Wzorcowa 3", "00-010", "Przykładowo")
_COMPANY = _body("Spółka Pokazowa sp. z o.o.", "al. Modelowa 100", "00-020", "Wzorzec Wielki")
_HOUSING = _body("Wspólnota Mieszkaniowa „Pod Kasztanem Próbnym”", "ul. Lipowa 5", "00-001", "Dolina Próbna")
_VOIVODE = _body("Wojewódzki Urząd Przykładowy", "pl. Ćwiczebny 2", "00-030", "Stolica Pokazowa")
_SCHOOL = _body("Szkoła Podstawowa nr 99 im. Postaci Zmyślonej", "ul. Szkolna 9", "00-001", "Dolina Próbna")

LETTERS = (
    DemoLetter(9, "Wniosek o ustalenie warunków zabudowy dla działki nr 999/9", _PRZYKLAD,
               "Wnoszę o ustalenie warunków zabudowy dla działki nr 999/9 przy ul. Testowej. Załączniki: 2.",
               "2026-11-03", None, "wniosek", "osobiście", 2, "Wydział Architektury", "AB"),
    DemoLetter(9, "Zawiadomienie o rozprawie, sprawa o zasiedzenie", _COURT,
               "Sąd zawiadamia o terminie rozprawy w sprawie o zasiedzenie nieruchomości.",
               "2026-10-29", "I Ns 912/26", "zawiadomienie", "list polecony za potwierdzeniem odbioru", 0, None, "OR"),
    DemoLetter(8, "Zajęcie wynagrodzenia – zapytanie o zatrudnienie", _BAILIFF,
               "Proszę o podanie, czy dłużnik jest zatrudniony w urzędzie.", "2026-11-02", "Km 7654/26", "wezwanie",
               "list polecony", 1, None, "OR", access=Access.NOT_PUBLIC),
    DemoLetter(8, "Faktura za materiały biurowe", _COMPANY, "Faktura za papier i segregatory, termin zapłaty 14 dni.",
               "2026-11-04", "FV/2026/11/0042", "faktura", "list zwykły", 0, None, "FN"),
    DemoLetter(7, "Odwołanie od decyzji w sprawie wycinki drzew", _FIKCYJNA,
               "Odwołuję się od decyzji odmawiającej zezwolenia na usunięcie trzech drzew.", "2026-11-06",
               "OŚ.6131.999.2026", "odwołanie", "osobiście", 3, "Burmistrz", "OS"),
    DemoLetter(7, "Prośba o naprawę oświetlenia ulicznego", _HOUSING,
               "Mieszkańcy proszą o naprawę trzech latarni przy ul. Lipowej.", "2026-11", None, "pismo",
               "list zwykły", 0),
    DemoLetter(6, "Sprawozdanie kwartalne – wezwanie do uzupełnienia", _VOIVODE,
               "Wzywa się do uzupełnienia sprawozdania za trzeci kwartał.", "2026-11-05", "WP-II.1234.5.2026",
               "wezwanie", "e-Doręczenia", 1, "Skarbnik", "FN"),
    DemoLetter(6, "Wniosek o dofinansowanie wycieczki szkolnej", _SCHOOL,
               "Zwracamy się o dofinansowanie wycieczki klas siódmych.", "2026-11-09", "SP99.071.12.2026", "wniosek",
               "goniec", 1, "Wydział Oświaty", "OW"),
    DemoLetter(5, "Pomyłkowo zarejestrowana ulotka", _COMPANY, "Nowa oferta drukarek.", None, None, "oferta",
               "list zwykły", 0, void_reason="reklama, nie podlega rejestracji"),
    DemoLetter(5, "Oferta w postępowaniu ZP.271.99.2026 – NIE OTWIERAĆ", _COMPANY, "", None, "ZP.271.99.2026",
               "oferta", "kurier", None, "Zamówienia publiczne", "ZP", sealed=True,
               reproduction=Reproduction(ReproductionExtent.PARTIAL, "sealed")),
    DemoLetter(4, "Projekt budowlany – trzy tomy", _COMPANY, "Przekazujemy projekt budowlany hali, trzy tomy.",
               "2026-11-12", "SP/PB/17", "pismo", "kurier", 3, "Wydział Architektury", "AB",
               reproduction=Reproduction(ReproductionExtent.PARTIAL, "page_count")),
    DemoLetter(4, "Skarga na hałas z placu budowy", Sender(anonymous=True),
               "Od tygodnia nocą pracują maszyny, nie da się spać.", None, None, "skarga", "skrzynka podawcza", 0),
    DemoLetter(3, "Wniosek o udostępnienie informacji publicznej",
               Sender(surname="Nieistniejąca", given_names="Anna", email=("anna.nieistniejaca@example.com",)),
               "Proszę o udostępnienie umów zawartych w październiku.", "2026-11-13", None,
               "wniosek o informację publiczną", "poczta elektroniczna", 0, None, "OR"),
    DemoLetter(3, "Deklaracja o wysokości opłaty za odpady", _PRZYKLAD, "Deklaracja: trzy osoby w gospodarstwie.",
               "2026-11-14", None, "deklaracja", "osobiście", 0, None, "FN"),
    DemoLetter(2, "Zajęcie pasa drogowego ul. Modelowej", _COMPANY,
               "Wnosimy o zezwolenie na zajęcie pasa drogowego na 10 dni.", "2026-11-16", "SP/D/3", "wniosek",
               "list polecony", 2, "Wydział Dróg", "DR"),
    DemoLetter(2, "Petycja w sprawie ścieżki rowerowej", _HOUSING,
               "My, niżej podpisani, prosimy o budowę ścieżki rowerowej wzdłuż ul. Lipowej.", "2026-11-15", None,
               "petycja", "osobiście", 1, "Rada Miasta"),
    DemoLetter(1, "", _COURT, "Odpis postanowienia z uzasadnieniem. Pouczenie o zażaleniu.", "2026-11-18",
               "I Ns 913/26", "postanowienie", "list polecony za potwierdzeniem odbioru", 1, confirmed=False),
    DemoLetter(0, "Zaproszenie na obchody jubileuszu", _SCHOOL, "Serdecznie zapraszamy na jubileusz szkoły.",
               "2026-11-19", None, "zaproszenie", "list zwykły", 0, confirmed=False),
)  # fmt: skip
