"""What letters are about: subjects with their text. `{…}` are filled by `Matter.fill`."""

# ruff: noqa: E501 - sentences are kept whole

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.letters import dates, people
from tests.letters.truth import DocumentKind as Kind


@dataclass(frozen=True)
class Matter:
    """A subject: the unit it belongs to, its kind, the title as a heading and the paragraphs of the letter."""

    unit: str
    kind: Kind
    title: str
    body: tuple[str, ...]
    also: tuple[Kind, ...] = ()

    def fill(self, rng: random.Random) -> Matter:
        """The same with places, numbers and days put in (the same ones throughout)."""
        values = {
            "parcel": f"{rng.randint(10, 3900)}/{rng.randint(1, 60)}",
            "street": people.street(rng),
            "road": rng.choice(("ul. Przykładowej", "ul. Wzorcowej", "ul. Próbnej", "al. Testowej")),
            "day": dates.plain(dates.letter_day(rng)),
            "amount": f"{rng.randint(1, 18)} {rng.randint(100, 999)},{rng.randint(0, 99):02d} zł",
            "n": str(rng.randint(2, 14)),
            "year": "2026",
        }
        filled = tuple(text.format(**values).replace(" r..", " r.") for text in self.body)
        return Matter(self.unit, self.kind, self.title.format(**values), filled, self.also)


CITIZEN = (
    Matter(
        "AB",
        Kind.APPLICATION,
        "Wniosek o wydanie wypisu i wyrysu z miejscowego planu zagospodarowania przestrzennego",
        (
            "Zwracam się z prośbą o wydanie wypisu i wyrysu z miejscowego planu zagospodarowania przestrzennego dla działki nr {parcel} położonej w Mikołowie przy {road}.",
            "Dokument jest mi potrzebny do celów notarialnych. Odbiorę go osobiście po telefonicznym zawiadomieniu o możliwości odbioru.",
            "Opłatę skarbową uiszczę w kasie urzędu przy odbiorze dokumentu.",
        ),
    ),
    Matter(
        "OŚ",
        Kind.APPLICATION,
        "Wniosek o wydanie zezwolenia na usunięcie drzewa",
        (
            "Proszę o wydanie zezwolenia na usunięcie jednego drzewa gatunku świerk pospolity, rosnącego na mojej nieruchomości – działka nr {parcel}, adres: {street}.",
            "Obwód pnia drzewa na wysokości 130 cm wynosi 1{n} cm. Drzewo pochyla się w stronę budynku mieszkalnego, a jego korzenie niszczą ogrodzenie i podjazd. Podczas ostatniej wichury złamała się gałąź, która uszkodziła rynnę.",
            "Zobowiązuję się do posadzenia w zamian dwóch drzew liściastych w terminie do wiosny przyszłego roku.",
        ),
    ),
    Matter(
        "PO",
        Kind.APPLICATION,
        "Wniosek o rozłożenie na raty podatku od nieruchomości",
        (
            "Wnoszę o rozłożenie na {n} rat zaległości w podatku od nieruchomości za rok {year} w kwocie {amount}.",
            "Uzasadniając prośbę informuję, że od kilku miesięcy pozostaję bez pracy, a jedynym źródłem utrzymania mojej rodziny jest wynagrodzenie współmałżonka. Z tego powodu nie jestem w stanie zapłacić całej kwoty jednorazowo.",
            "Deklaruję regularną spłatę rat do 15. dnia każdego miesiąca, począwszy od miesiąca następującego po wydaniu decyzji.",
        ),
    ),
    Matter(
        "DR",
        Kind.COMPLAINT,
        "Skarga na zły stan nawierzchni {road}",
        (
            "Składam skargę na bardzo zły stan nawierzchni {road} na odcinku od skrzyżowania z ul. Zmyśloną do przejazdu kolejowego.",
            "Mimo wielokrotnych zgłoszeń telefonicznych, ostatnio w dniu {day}, dziury w jezdni nie zostały naprawione. Po każdym deszczu tworzą się kałuże głębokości kilkunastu centymetrów, a piesi są ochlapywani przez przejeżdżające samochody.",
            "Żądam niezwłocznego usunięcia zagrożenia oraz pisemnej odpowiedzi, w jakim terminie zostanie przeprowadzony remont.",
        ),
        (Kind.LETTER,),
    ),
    Matter(
        "DR",
        Kind.PETITION,
        "Petycja w sprawie budowy przejścia dla pieszych przy {road}",
        (
            "My, niżej podpisani mieszkańcy, zwracamy się z petycją o wybudowanie przejścia dla pieszych z sygnalizacją świetlną przy {road}, w pobliżu przystanku autobusowego i szkoły podstawowej.",
            "Codziennie przez ruchliwą jezdnię przechodzi tam kilkadziesiąt dzieci. W ciągu ostatniego roku doszło do {n} niebezpiecznych zdarzeń z udziałem pieszych.",
            "Prosimy o uwzględnienie tej inwestycji w budżecie miasta na przyszły rok oraz o poinformowanie nas o sposobie załatwienia sprawy.",
        ),
        (Kind.LETTER,),
    ),
    Matter(
        "GN",
        Kind.APPLICATION,
        "Wniosek o wydzierżawienie gruntu pod garaż",
        (
            "Zwracam się z wnioskiem o wydzierżawienie na okres trzech lat części działki nr {parcel} o powierzchni 1{n} m² z przeznaczeniem pod garaż blaszany.",
            "Jestem mieszkańcem sąsiedniego budynku i od dawna nie mam gdzie parkować samochodu. Grunt jest obecnie nieużytkowany i zarośnięty. Zobowiązuję się do utrzymania porządku wokół garażu.",
            "W załączeniu przedkładam szkic sytuacyjny z zaznaczonym miejscem.",
        ),
    ),
    Matter(
        "SO",
        Kind.STATEMENT,
        "Oświadczenie o zamieszkiwaniu",
        (
            "Świadomy odpowiedzialności karnej za składanie fałszywych zeznań oświadczam, że od dnia {day} zamieszkuję pod adresem {street} z zamiarem stałego pobytu.",
            "Oświadczam ponadto, że prowadzę jednoosobowe gospodarstwo domowe i nie pobieram dodatku mieszkaniowego w innej gminie.",
        ),
    ),
    Matter(
        "OŚ",
        Kind.LETTER,
        "Uciążliwe zapachy i hałas z zakładu przy {road}",
        (
            "Zawiadamiam, że od dłuższego czasu z zakładu przy {road} wydobywają się uciążliwe zapachy, a w nocy słychać głośną pracę wentylatorów.",
            "Zjawisko nasila się w godzinach wieczornych, między 21.00 a 2.00. Nie możemy otwierać okien, dzieci skarżą się na bóle głowy. Próby rozmowy z właścicielem nie przyniosły skutku.",
            "Proszę o przeprowadzenie kontroli i powiadomienie mnie o jej wynikach.",
        ),
        (Kind.NOTICE, Kind.COMPLAINT),
    ),
    Matter(
        "ED",
        Kind.APPLICATION,
        "Prośba o dofinansowanie dowozu dziecka do szkoły",
        (
            "Uprzejmie proszę o zwrot kosztów dowozu mojego niepełnosprawnego syna do Szkoły Podstawowej z oddziałami integracyjnymi w roku szkolnym 2026/2027.",
            "Odległość z domu do szkoły wynosi {n} km w jedną stronę. Syn nie może korzystać z komunikacji publicznej, dlatego dowożę go własnym samochodem.",
            "Wszystkie wymagane dokumenty dołączam do niniejszego pisma.",
        ),
    ),
    Matter(
        "SO",
        Kind.POWER_OF_ATTORNEY,
        "Pełnomocnictwo do odbioru dokumentów",
        (
            "Niniejszym upoważniam moją córkę, legitymującą się dowodem osobistym, do złożenia w moim imieniu dokumentów oraz do odbioru odpisu aktu urodzenia.",
            "Pełnomocnictwo jest jednorazowe i wygasa z chwilą odbioru dokumentu. Opłata skarbowa nie jest należna, ponieważ pełnomocnictwo udzielane jest zstępnemu.",
        ),
    ),
)

FIRM = (
    Matter(
        "ZP",
        Kind.OFFER,
        "Oferta na dostawę materiałów biurowych w roku {year}",
        (
            "W odpowiedzi na zapytanie ofertowe zamieszczone na Państwa stronie internetowej mamy przyjemność przedstawić ofertę na sukcesywne dostawy materiałów biurowych i papieru ksero.",
            "Proponujemy realizację zamówień częściowych w terminie do {n} dni roboczych od złożenia zamówienia, z dostawą i wniesieniem do pomieszczeń Zamawiającego. Wartość całości oferty wynosi **{amount} brutto**.",
            "Oferta jest ważna 30 dni. Termin płatności: 21 dni od daty otrzymania prawidłowo wystawionej faktury VAT.",
        ),
    ),
    Matter(
        "DR",
        Kind.APPLICATION,
        "Wniosek o zajęcie pasa drogowego {road}",
        (
            "Działając w imieniu inwestora, zwracamy się z wnioskiem o wydanie zezwolenia na zajęcie pasa drogowego {road} w celu budowy przyłącza wodociągowego do działki nr {parcel}.",
            "Planowany termin zajęcia: {n} dni kalendarzowych od dnia przekazania terenu. Powierzchnia zajęcia chodnika wyniesie 1{n},50 m², jezdni – 6,00 m².",
            "Prace prowadzone będą pod nadzorem osoby posiadającej wymagane uprawnienia budowlane, zgodnie z zatwierdzonym projektem organizacji ruchu.",
        ),
    ),
    Matter(
        "AB",
        Kind.LETTER,
        "Uzupełnienie dokumentacji projektowej – budynek mieszkalny przy {road}",
        (
            "W nawiązaniu do Państwa wezwania z dnia {day} przedkładamy w załączeniu uzupełnioną dokumentację projektową dotyczącą budowy budynku mieszkalnego jednorodzinnego przy {road}, działka nr {parcel}.",
            "Poprawiono następujące elementy: numerację stron projektu zagospodarowania terenu, bilans powierzchni oraz rzędne wysokościowe przy wjeździe. Dołączono także brakujące oświadczenie projektanta.",
            "Prosimy o kontynuowanie postępowania i wydanie decyzji w ustawowym terminie.",
        ),
    ),
    Matter(
        "FN",
        Kind.SUMMONS,
        "Wezwanie do zapłaty",
        (
            "Wzywamy do zapłaty kwoty **{amount}** wynikającej z faktury za roboty wykonane przy {road}, której termin płatności upłynął w dniu {day}.",
            "Należność prosimy przekazać na nasz rachunek bankowy w nieprzekraczalnym terminie 7 dni od dnia otrzymania niniejszego wezwania. Po bezskutecznym upływie tego terminu skierujemy sprawę na drogę postępowania sądowego.",
            "W przypadku dokonania wpłaty przed otrzymaniem pisma prosimy uznać je za bezprzedmiotowe.",
        ),
    ),
    Matter(
        "OŚ",
        Kind.INVITATION,
        "Zaproszenie na konferencję „Czyste powietrze w małym mieście”",
        (
            "Mamy zaszczyt zaprosić Państwa na konferencję „Czyste powietrze w małym mieście”, która odbędzie się dnia {day} o godz. 10.00 w sali widowiskowej naszej siedziby.",
            "W programie przewidziano wystąpienia praktyków, prezentację nowoczesnych źródeł ciepła oraz poczęstunek. Udział w wydarzeniu jest bezpłatny.",
            "Uprzejmie prosimy o potwierdzenie obecności na podany adres poczty elektronicznej.",
        ),
    ),
    Matter(
        "GN",
        Kind.INQUIRY,
        "Zapytanie o możliwość nabycia nieruchomości gminnej",
        (
            "Zwracamy się z zapytaniem, czy Gmina Mikołów przewiduje sprzedaż działki nr {parcel} położonej przy {road}, sąsiadującej z terenem naszego zakładu.",
            "Nieruchomość zamierzamy przeznaczyć na parking dla pracowników oraz plac manewrowy. Jesteśmy zainteresowani jej nabyciem w trybie przetargowym lub bezprzetargowym.",
            "Prosimy o informację o przeznaczeniu działki w planie miejscowym oraz o orientacyjnej cenie.",
        ),
        (Kind.LETTER,),
    ),
)

OFFICE = (
    Matter(
        "AB",
        Kind.NOTICE,
        "Zawiadomienie o wszczęciu postępowania w sprawie ustalenia lokalizacji inwestycji celu publicznego",
        (
            "Zawiadamiam, że na wniosek inwestora zostało wszczęte postępowanie administracyjne w sprawie ustalenia lokalizacji inwestycji celu publicznego polegającej na budowie linii kablowej niskiego napięcia na działce nr {parcel}.",
            "Strony mogą zapoznać się z aktami sprawy oraz składać uwagi i wnioski w siedzibie tutejszego organu, pokój nr {n}, w godzinach pracy urzędu, w terminie 7 dni od dnia otrzymania niniejszego zawiadomienia.",
            "Zgodnie z przepisami w toku postępowania strony mają obowiązek powiadomienia organu o każdej zmianie swojego adresu.",
        ),
    ),
    Matter(
        "OŚ",
        Kind.LETTER,
        "Opinia w sprawie projektu programu ochrony środowiska",
        (
            "W odpowiedzi na pismo z dnia {day} informuję, że tutejszy organ nie wnosi uwag do przedłożonego projektu programu ochrony środowiska na lata 2027–2030.",
            "Jednocześnie zwracam uwagę na konieczność uzgodnienia dokumentu z właściwym regionalnym dyrektorem ochrony środowiska oraz zapewnienia udziału społeczeństwa w jego opracowaniu.",
        ),
    ),
    Matter(
        "SO",
        Kind.LETTER,
        "Przekazanie wniosku według właściwości",
        (
            "W załączeniu przekazuję według właściwości wniosek mieszkańca z dnia {day} dotyczący udzielenia informacji o utrzymaniu zieleni przy {road}.",
            "O przekazaniu sprawy wnioskodawca został powiadomiony odrębnym pismem.",
        ),
        (Kind.NOTICE,),
    ),
    Matter(
        "PO",
        Kind.SUMMONS,
        "Wezwanie do uzupełnienia sprawozdania o udzielonej pomocy publicznej",
        (
            "Na podstawie przeprowadzonej analizy sprawozdania za II kwartał {year} wzywam do uzupełnienia danych o wysokości udzielonych ulg w podatku od nieruchomości.",
            "W sprawozdaniu nie wykazano kwoty {amount}, która wynika z ewidencji przekazanej przez beneficjenta. Wyjaśnienia należy złożyć na piśmie w terminie 14 dni od dnia doręczenia wezwania.",
            "W razie wątpliwości proszę o kontakt telefoniczny z prowadzącym sprawę.",
        ),
    ),
    Matter(
        "GN",
        Kind.DECISION,
        "Decyzja w sprawie zatwierdzenia podziału nieruchomości",
        (
            "Po rozpatrzeniu wniosku Gminy Mikołów z dnia {day} **zatwierdzam podział** nieruchomości oznaczonej jako działka nr {parcel}, zgodnie z mapą z projektem podziału stanowiącą integralną część niniejszej decyzji.",
            "Podział jest zgodny z ustaleniami miejscowego planu zagospodarowania przestrzennego. Nowo wydzielone działki mają zapewniony dostęp do drogi publicznej.",
            "Od niniejszej decyzji służy stronom odwołanie do Samorządowego Kolegium Odwoławczego w Zmyślinie w terminie 14 dni od dnia jej doręczenia.",
        ),
    ),
    Matter(
        "KD",
        Kind.INVITATION,
        "Zaproszenie na szkolenie z zakresu cyberbezpieczeństwa",
        (
            "Uprzejmie zapraszam dwóch przedstawicieli Państwa urzędu na bezpłatne szkolenie z zakresu cyberbezpieczeństwa, które odbędzie się dnia {day} o godz. 9.30 w sali konferencyjnej nr {n}.",
            "Zgłoszenia przyjmowane są do wyczerpania miejsc. Koszty dojazdu pokrywa jednostka delegująca.",
        ),
        (Kind.LETTER,),
    ),
)

APPEAL = (
    (
        "PO",
        "ustalającej wysokość podatku od nieruchomości na rok {year}",
        "ustalenie wysokości podatku od nieruchomości",
        (
            "Organ błędnie przyjął, że budynek gospodarczy o powierzchni 1{n} m² jest wykorzystywany do prowadzenia działalności gospodarczej, podczas gdy działalność ta została zakończona w dniu {day}.",
            "Wpis w ewidencji działalności gospodarczej został wykreślony, co potwierdza załączony wydruk. Od tego czasu budynek służy wyłącznie do przechowywania opału i narzędzi ogrodniczych.",
        ),
    ),
    (
        "AB",
        "odmawiającej ustalenia warunków zabudowy dla działki nr {parcel}",
        "odmowa ustalenia warunków zabudowy",
        (
            "Organ pierwszej instancji nieprawidłowo wyznaczył obszar analizowany i pominął dwie zabudowane działki dostępne z tej samej drogi publicznej.",
            "Na działkach tych znajdują się budynki mieszkalne o parametrach zbliżonych do planowanych, a zatem warunek tak zwanego dobrego sąsiedztwa jest spełniony. Wbrew twierdzeniom organu działka posiada też zapewnione uzbrojenie.",
        ),
    ),
    (
        "OŚ",
        "wymierzającej administracyjną karę pieniężną za usunięcie drzewa",
        "kara za usunięcie drzewa bez zezwolenia",
        (
            "Drzewo zostało powalone przez wiatr w nocy z dnia {day}, co potwierdza notatka straży pożarnej. Nie doszło więc do jego usunięcia bez zezwolenia w rozumieniu przepisów.",
            "Organ nie przeprowadził dowodu z zeznań świadków, o który wnosiłem, i nie odniósł się do przedłożonych fotografii. Kara w wysokości {amount} jest dla mojej rodziny rażąco dotkliwa.",
        ),
    ),
    (
        "DR",
        "odmawiającej zezwolenia na lokalizację zjazdu z drogi gminnej",
        "odmowa zezwolenia na lokalizację zjazdu",
        (
            "Stanowisko organu, jakoby zjazd zagrażał bezpieczeństwu ruchu, nie zostało poparte żadną analizą. Widoczność w tym miejscu wynosi ponad 1{n}0 metrów w obu kierunkach.",
            "Sąsiednie nieruchomości o nr {parcel} i dalszych posiadają identyczne zjazdy, wykonane za zgodą zarządcy drogi.",
        ),
    ),
)

FORMAL = (
    "Należy podkreślić, że zgodnie z utrwalonym orzecznictwem organy administracji publicznej obowiązane są do wyczerpującego zebrania i rozpatrzenia całego materiału dowodowego.",
    "Przedmiotowa nieruchomość posiada urządzoną księgę wieczystą, a granice działki zostały ustalone w wyniku czynności geodezyjnych. Dostęp do drogi publicznej zapewnia służebność przejazdu ustanowiona aktem notarialnym.",
    "Zwracamy uwagę, że podobne sprawy były w ubiegłych latach załatwiane pozytywnie, o czym świadczą rozstrzygnięcia publikowane w Biuletynie Informacji Publicznej.",
    "Termin realizacji uzależniony jest od warunków atmosferycznych oraz od uzyskania uzgodnień gestorów sieci. O ewentualnych zmianach będziemy informować na bieżąco.",
    "W przypadku pytań lub wątpliwości prosimy o kontakt telefoniczny albo za pośrednictwem poczty elektronicznej. Osobą wyznaczoną do kontaktów roboczych jest kierownik projektu.",
    "Dokumenty sporządzono w dwóch jednobrzmiących egzemplarzach, po jednym dla każdej ze stron. Egzemplarz przeznaczony dla Państwa prosimy odesłać po podpisaniu.",
    "Informujemy, że dane osobowe zawarte w niniejszym piśmie przetwarzane są wyłącznie w celu prowadzenia korespondencji w sprawie, której ono dotyczy.",
    "Powyższe stanowisko zostało uzgodnione z zainteresowanymi stronami podczas spotkania roboczego, z którego sporządzono notatkę służbową.",
)

PERSONAL = (
    "Jednocześnie informuję, że w powyższej sprawie nie toczyło się dotychczas żadne inne postępowanie, a przedstawione okoliczności mogą potwierdzić świadkowie.",
    "W razie potrzeby jestem gotów stawić się osobiście w siedzibie urzędu i złożyć dodatkowe wyjaśnienia, jak również przedłożyć oryginały dokumentów do wglądu.",
    "Sytuacja ta trwa już od kilkunastu miesięcy i z każdym tygodniem się pogarsza. Brak reakcji naraża mieszkańców na poważne koszty, a gminę na odpowiedzialność odszkodowawczą.",
    "Wszelką korespondencję w sprawie proszę kierować na mój adres podany w piśmie. W sprawach pilnych proszę o kontakt telefoniczny w godzinach popołudniowych.",
    "O sprawie rozmawiałem już z pracownikiem urzędu, który polecił mi złożenie niniejszego pisma i obiecał zająć się nią w pierwszej kolejności.",
    "Mieszkam tu od ponad trzydziestu lat i nigdy wcześniej nie zwracałem się do urzędu z żadną prośbą. Liczę na zrozumienie i przychylne potraktowanie mojej sprawy.",
    "Załączam kopie wszystkich dokumentów, jakie udało mi się zgromadzić. Jeżeli czegoś brakuje, proszę o informację, a niezwłocznie uzupełnię braki.",
    "Proszę o odpowiedź na piśmie. Jeżeli sprawa nie należy do właściwości urzędu, proszę o przekazanie jej odpowiedniej instytucji i powiadomienie mnie o tym.",
)

ATTACHMENTS = (
    "kserokopia dowodu wpłaty",
    "mapa zasadnicza w skali 1:500",
    "odpis z księgi wieczystej",
    "pełnomocnictwo",
    "dokumentacja fotograficzna",
    "zaświadczenie o dochodach",
    "kopia decyzji",
    "oświadczenie współwłaściciela",
    "szkic sytuacyjny",
    "potwierdzenie uiszczenia opłaty skarbowej",
)


def filler(rng: random.Random, source: tuple[str, ...], count: int) -> list[str]:
    """Further paragraphs, none twice."""
    return rng.sample(source, min(count, len(source)))


def attachments(rng: random.Random, count: int) -> list[str]:
    """Names of attachments, none twice."""
    return rng.sample(ATTACHMENTS, count)
