"""Drawn letters of many makes, each with what a clerk would enter."""

from __future__ import annotations

CASES: dict[str, tuple[str, dict[str, str | None]]] = {}

CASES["sąd, nagłówek z lewej, sygnatura pod spodem"] = (
    """
SĄD REJONOWY                                                    Próbkowo, dnia 4 marca 2026 r.
W PRÓBKOWIE
III Wydział Rodzinny i Nieletnich
ul. Zmyślona 18
00-950 Próbkowo
tel. 22 555 01 23

Sygn. akt III Nsm 215/26
W odpowiedzi należy podać datę i sygn. akt

                                                  Urząd Miasta Wzorów
                                                  Wydział Gospodarki Komunalnej
                                                  ul. Makietowa 1
                                                  43-555 Wzorów


     Sąd Rejonowy w Próbkowie III Wydział Rodzinny i Nieletnich zwraca się o nadesłanie
w terminie 14 dni informacji, czy małoletni Jan Przykładny, urodzony 12 maja 2015 r., zamieszkuje
w lokalu komunalnym przy ul. Długiej 4 w Próbkowie.


                                                       Z upoważnienia Przewodniczącego
                                                       Anna Testowa
                                                       sekretarz sądowy
""",
    {
        "sender.organisation": "SĄD REJONOWY W PRÓBKOWIE",
        "letter_date": "2026-03-04",
        "sender_reference": "III Nsm 215/26",
        "addressee": "Wydział Gospodarki Komunalnej",
        "sender.postcode": "00-950",
        "sender.town": "Próbkowo",
        "sender.street": "ul. Zmyślona 18",
    },
)

CASES["komornik, wszystko na środku"] = (
    """
                              Komornik Sądowy przy Sądzie Rejonowym w Niebyłowie
                                             Marek Zmyślony
                                  Kancelaria Komornicza nr IV w Niebyłowie
                                  ul. Makietowa 7/2, 11-111 Niebyłów
                         tel. 87 555 12 12, e-mail: niebylow.zmyslony@example.com
                              konto: 00 1020 0000 1111 2222 3333 4444

Niebyłów, dnia 16.02.2026 r.                                            Urząd Miasta Wzorów
KM 1284/25                                                              ul. Makietowa 1
(przy odpowiedzi podać sygnaturę)                                       43-555 Wzorów

                                     ZAWIADOMIENIE
                             o zajęciu wierzytelności

     Komornik Sądowy przy Sądzie Rejonowym w Niebyłowie na wniosek wierzyciela z dnia 10.01.2025 r.
na podstawie tytułu wykonawczego - nakazu zapłaty Sądu Rejonowego w Próbkowie z dnia 02.12.2024 r.
sygn. akt I Nc 4567/24 zajmuje wierzytelność dłużnika.
""",
    {
        "sender.organisation": "Komornik Sądowy przy Sądzie Rejonowym w Niebyłowie Marek Zmyślony",
        "letter_date": "2026-02-16",
        "sender_reference": "KM 1284/25",
        "document_kind": "zawiadomienie",
        "sender.town": "Niebyłów",
    },
)

CASES["urząd gminy, znak nad adresatem, data po prawej, wasz znak w treści"] = (
    """
URZĄD GMINY MAKIETY                                                  Makiety, 2026-03-27
ul. Szkolna 2
22-222 Makiety
tel./fax 84 555 00 11
NIP 000-000-00-00

Znak: RG.6220.4.2026.JN


                                                   Miasto Wzorów
                                                   ul. Makietowa 1
                                                   43-555 Wzorów


     W odpowiedzi na Państwa pismo znak: GK.7021.15.2026 z dnia 11 marca 2026 r. w sprawie
przekazania dokumentacji informuję, że Gmina Makiety nie jest w posiadaniu wnioskowanych map.

                                                   Wójt Gminy
                                                   Piotr Zmyślony
""",
    {
        "sender.organisation": "URZĄD GMINY MAKIETY",
        "letter_date": "2026-03-27",
        "sender_reference": "RG.6220.4.2026.JN",
        "case_mark": "GK.7021.15.2026",
        "sender.street": "ul. Szkolna 2",
        "sender.postcode": "22-222",
        "document_kind": "zawiadomienie|pismo",
    },
)

CASES["obywatel, data na górze, nadawca pod datą"] = (
    """
                                                              Wzorów, dn. 3.03.2026

Halina Próbna
os. Testowe 4/15
43-555 Wzorów
PESEL 44851401359


                                            Prezydent Miasta Wzorowa
                                            Urząd Miasta Wzorów
                                            ul. Makietowa 1


                              Podanie

     Zwracam się z prośbą o umorzenie opłaty za wywóz śmieci za rok 2025. Jestem na emeryturze,
a w dniu 12.01.2026 r. przeszłam operację.

                                                      Halina Próbna

Załączniki:
1. Decyzja ZUS z dnia 1 stycznia 2026 r.
2. Karta informacyjna ze szpitala
""",
    {
        "sender.surname": "Próbna",
        "sender.given_names": "Halina",
        "letter_date": "2026-03-03",
        "sender_reference": None,
        "document_kind": "wniosek",
        "attachment_count": "2",
        "addressee": "Prezydent Miasta Wzorowa",
        "sender.street": "os. Testowe 4/15",
    },
)

CASES["nadawca opisany jednym wierszem, nazwisko najpierw"] = (
    """
Nadawca:
KOWALSKA-PRÓBNA Maria Teresa
Nowe Makiety 27
43-556 Nowe Makiety

                                                    Urząd Miasta Wzorów
                                                    Wydział Finansowy

                   WNIOSEK O ZWROT NADPŁATY

Wnoszę o zwrot nadpłaty w podatku od nieruchomości w kwocie 120 zł.


Wzorów, 15 I 2026 r.                               ...........................
                                                   podpis
""",
    {
        "sender.surname": "Kowalska-Próbna",
        "sender.given_names": "Maria Teresa",
        "letter_date": "2026-01-15",
        "document_kind": "wniosek",
        "title": "Wniosek o zwrot nadpłaty",
        "sender.street": "Nowe Makiety 27",
        "sender.town": "Nowe Makiety",
        "addressee": "Wydział Finansowy",
    },
)

CASES["spółka bez słowa kluczowego w nazwie, dane w stopce"] = (
    """
WZOREX-BUD

                                                                       Testowo, 08.04.2026 r.
L.dz. 112/KB/2026
                                              Urząd Miasta Wzorów
                                              Wydział Architektury i Urbanistyki
                                              ul. Makietowa 1, 43-555 Wzorów

Dotyczy: uzgodnienia projektu zagospodarowania terenu przy ul. Lipowej


     Szanowni Państwo,
     w załączeniu przesyłamy dwa egzemplarze projektu zagospodarowania terenu i prosimy o jego uzgodnienie
w terminie wynikającym z przepisów.

                                                       Z poważaniem
                                                       Jan Fikcyjny
                                                       Prezes Zarządu


Zał. 2 egz. projektu






















WZOREX-BUD Sp. z o.o., ul. Fabryczna 10, 33-333 Testowo, KRS 0000123456, NIP 0000000000, REGON 990000003
""",
    {
        "sender.organisation": "WZOREX-BUD Sp. z o.o.|WZOREX-BUD",
        "letter_date": "2026-04-08",
        "sender_reference": "112/KB/2026",
        "sender.street": "ul. Fabryczna 10",
        "sender.postcode": "33-333",
        "addressee": "Wydział Architektury i Urbanistyki",
        "title": "Uzgodnienia projektu zagospodarowania terenu przy ul. Lipowej",
        "krs": "0000123456",
    },
)

CASES["faktura, wystawca nad tabelą"] = (
    """
Hurtownia Papieru „Makulatura” s.c.                              Miejsce wystawienia: Testowo
Jan Testowy, Ewa Testowa                                          Data wystawienia: 31.03.2026
ul. Magazynowa 5                                                  Data sprzedaży: 28.03.2026
33-333 Testowo
NIP 000-000-00-00

                         Faktura VAT Nr 00123/03/26/H
                                 ORYGINAŁ

Nabywca:                                        Odbiorca:
Gmina Wzorów                                    Urząd Miasta Wzorów
ul. Makietowa 1                                 ul. Makietowa 1
43-555 Wzorów                                   43-555 Wzorów

Lp   Nazwa                   Ilość   Cena netto   Wartość netto   VAT   Wartość brutto
1    Papier A4               50      18,00        900,00          23%   1 107,00

Razem do zapłaty: 1 107,00 zł     Termin płatności: 14.04.2026
""",
    {
        "sender.organisation": "Hurtownia Papieru „Makulatura” s.c.",
        "letter_date": "2026-03-31",
        "sender_reference": "00123/03/26/H",
        "document_kind": "faktura",
        "sender.postcode": "33-333",
    },
)

CASES["odwołanie do kolegium przez nas"] = (
    """
Jan Zmyślony                                                 Wzorów, 19 marca 2026 roku
ul. Próbna 3
43-555 Wzorów

                                        Samorządowe Kolegium Odwoławcze
                                        w Próbkowie
                                        ul. Sądowa 1, 00-950 Próbkowo
                                        za pośrednictwem
                                        Prezydenta Miasta Wzorowa


                               O D W O Ł A N I E
           od decyzji Prezydenta Miasta Wzorowa nr AU.6730.12.2026
                           z dnia 2 marca 2026 r.

     Na podstawie art. 127 § 1 i 2 k.p.a. wnoszę odwołanie od wyżej wymienionej decyzji.
""",
    {
        "sender.surname": "Zmyślony",
        "letter_date": "2026-03-19",
        "document_kind": "odwolanie",
        "case_mark": "AU.6730.12.2026",
        "sender_reference": None,
        "sender.street": "ul. Próbna 3",
    },
)

CASES["ZUS: wiersz znaku w tabelce"] = (
    """
Zakład Ubezpieczeń Społecznych
Oddział w Próbkowie
Inspektorat w Testowie
ul. Składkowa 9
33-333 Testowo

Znak sprawy                     Data
390000/71/2026-RED              12.03.2026 r.

                                                     Urząd Miasta Wzorów
                                                     ul. Makietowa 1
                                                     43-555 Wzorów

WEZWANIE

     Zakład Ubezpieczeń Społecznych wzywa do złożenia dokumentów w terminie 7 dni od otrzymania pisma.
""",
    {
        "sender.organisation": "Zakład Ubezpieczeń Społecznych",
        "letter_date": "2026-03-12",
        "sender_reference": "390000/71/2026-RED",
        "document_kind": "wezwanie",
        "sender.postcode": "33-333",
    },
)

CASES["wezwanie przedsądowe radcy prawnego"] = (
    """
Kancelaria Radcy Prawnego
Zofia Fikcyjna
al. Wymyślona 11 lok. 3
00-950 Próbkowo
e-mail: kancelaria@example.com

                                                               Próbkowo, dnia 1 kwietnia 2026 r.

                                                    Gmina Wzorów
                                                    ul. Makietowa 1
                                                    43-555 Wzorów

Nasz znak: ZF/77/2026

                           OSTATECZNE PRZEDSĄDOWE WEZWANIE DO ZAPŁATY

     Działając w imieniu mojego mocodawcy Testowa Budowa sp. z o.o. z siedzibą w Testowie, wzywam
do zapłaty kwoty 12 300 zł wynikającej z faktury nr FV/12/2025 z dnia 3 grudnia 2025 r.
""",
    {
        "sender.organisation": "Kancelaria Radcy Prawnego Zofia Fikcyjna|Kancelaria Radcy Prawnego",
        "letter_date": "2026-04-01",
        "sender_reference": "ZF/77/2026",
        "document_kind": "wezwanie",
        "sender.street": "al. Wymyślona 11 lok. 3",
    },
)

CASES["wspólnota mieszkaniowa, pieczęć wpływu na środku"] = (
    """
Wspólnota Mieszkaniowa                               Urząd Miasta Wzorów
ul. Lipowa 12 w Wzorowie                             Kancelaria Ogólna
reprezentowana przez zarząd                          WPŁYNĘŁO dnia 2026-04-17
ul. Lipowa 12/1                                      L.dz. ....... zał. ......
43-555 Wzorów

Wzorów, dnia 14 kwietnia 2026 r.

Do
Wydziału Gospodarki Komunalnej
Urzędu Miasta Wzorów
w miejscu


Dot. naprawy chodnika przed budynkiem

     W związku ze stanem nawierzchni chodnika zwracamy się z prośbą o jego naprawę w bieżącym roku.

                                          Zarząd Wspólnoty
""",
    {
        "letter_date": "2026-04-14",
        "sender_reference": None,
        "addressee": "Wydział Gospodarki Komunalnej",
        "title": "Naprawy chodnika przed budynkiem",
        "sender.postcode": "43-555",
    },
)

CASES["skarga do WSA"] = (
    """
                                                              Wzorów, dnia 30 marca 2026 r.

                                            Wojewódzki Sąd Administracyjny
                                            w Próbkowie
                                            za pośrednictwem
                                            Samorządowego Kolegium Odwoławczego

Skarżący: Tomasz Wymyślony
zam. ul. Krótka 8, 43-555 Wzorów

Organ: Prezydent Miasta Wzorowa

                                     SKARGA
             na bezczynność Prezydenta Miasta Wzorowa

     Zaskarżam bezczynność organu w sprawie AU.6740.3.2026 wszczętej wnioskiem z dnia 5 stycznia 2026 r.
""",
    {
        "sender.surname": "Wymyślony",
        "letter_date": "2026-03-30",
        "document_kind": "skarga",
        "case_mark": "AU.6740.3.2026",
        "sender.street": "ul. Krótka 8",
        "sender_reference": None,
    },
)

CASES["policja, kryptonim jednostki i l.dz."] = (
    """
KOMENDA POWIATOWA POLICJI                                   Testowo, dnia 26.03.2026 r.
w Testowie
Wydział Kryminalny
33-333 Testowo, ul. Mundurowa 2
tel. 47 555 12 00

L. dz. K-I-5571/284/26


                                          Prezydent Miasta Wzorowa
                                          ul. Makietowa 1
                                          43-555 Wzorów

     Proszę o nadesłanie informacji, czy w dniu 11.02.2026 r. kamery monitoringu obejmowały plac.
""",
    {
        "sender.organisation": "KOMENDA POWIATOWA POLICJI w Testowie",
        "letter_date": "2026-03-26",
        "sender_reference": "K-I-5571/284/26",
        "sender.street": "ul. Mundurowa 2",
        "sender.postcode": "33-333",
        "sender.town": "Testowo",
    },
)

CASES["zaproszenie stowarzyszenia bez daty"] = (
    """
              Fundacja „Jasny Przykład”
        ul. Wspólna 1, 43-555 Wzorów, www.example.com

                                       Szanowny Pan
                                       Jan Wzorcowy
                                       Prezydent Miasta Wzorowa

                       ZAPROSZENIE

     Mamy zaszczyt zaprosić Pana na jubileusz dziesięciolecia naszej fundacji, który odbędzie się
w dniu 12 czerwca 2026 r. o godz. 17.00 w sali domu kultury. Prosimy o potwierdzenie przybycia do końca
maja pod numerem telefonu podanym w stopce pisma. Będzie nam bardzo miło gościć Pana wraz z osobą towarzyszącą.
""",
    {
        "sender.organisation": "Fundacja „Jasny Przykład”",
        "document_kind": "zaproszenie",
        "sender.street": "ul. Wspólna 1",
        "sender.postcode": "43-555",
    },
)

CASES["pełnomocnictwo"] = (
    """
Wzorów, dn. 02-04-2026 r.

                           PEŁNOMOCNICTWO

     Ja, niżej podpisany Adam Testowy, zamieszkały w Wzorowie przy ul. Próbnej 9, PESEL 44851401359, udzielam
pełnomocnictwa Ewie Testowej do reprezentowania mnie przed Urzędem Miasta Wzorów w sprawie wymeldowania.


                                                     Adam Testowy
""",
    {
        "letter_date": "2026-04-02",
        "document_kind": "pelnomocnictwo",
        "sender.surname": "Testowy",
        "sender.given_names": "Adam",
    },
)

CASES["decyzja wojewody, data pod nagłówkiem znaku"] = (
    """
WOJEWODA PRÓBKOWSKI
                                                              Próbkowo, 23 marca 2026 r.
NK-N.4131.55.2026.MP

                            DECYZJA

     Na podstawie art. 138 § 1 pkt 1 ustawy z dnia 14 czerwca 1960 r. Kodeks postępowania administracyjnego
(Dz. U. z 2024 r. poz. 572), po rozpatrzeniu odwołania Gminy Wzorów od decyzji Starosty Testowskiego
z dnia 12 grudnia 2025 r., znak: WG.6821.3.2025

                            utrzymuję w mocy zaskarżoną decyzję.

                         UZASADNIENIE
     Decyzją z dnia 12 grudnia 2025 r. Starosta Testowski odmówił ustalenia odszkodowania.
""",
    {
        "sender.organisation": "WOJEWODA PRÓBKOWSKI",
        "letter_date": "2026-03-23",
        "sender_reference": "NK-N.4131.55.2026.MP",
        "document_kind": "decyzja",
    },
)

CASES["zapytanie, nasz znak i wasz znak w jednej tabelce"] = (
    """
Zakład Energetyczny Próba S.A.
Rejon Dystrybucji Testowo
ul. Prądowa 100
33-333 Testowo

Wasz znak:            Nasz znak:                 Data:
GK.7021.3.2026        RD/ZM/1542/2026            16.03.2026

Urząd Miasta Wzorów
ul. Makietowa 1
43-555 Wzorów

Sprawa: oświetlenie ulicy Polnej

     W odpowiedzi na pismo z dnia 2 marca 2026 r. prosimy o wskazanie numerów słupów.
""",
    {
        "sender.organisation": "Zakład Energetyczny Próba S.A.",
        "sender_reference": "RD/ZM/1542/2026",
        "letter_date": "2026-03-16",
        "case_mark": "GK.7021.3.2026",
        "title": "Oświetlenie ulicy Polnej",
        "sender.street": "ul. Prądowa 100",
    },
)

CASES["formularz urzędu wypełniony"] = (
    """
Urząd Miasta Wzorów
Wydział Gospodarki Komunalnej

                  WNIOSEK O WYDANIE ZEZWOLENIA NA USUNIĘCIE DRZEW

Imię i nazwisko wnioskodawcy: Krystyna Makietowa
Adres zamieszkania: ul. Cicha 5 m. 2, 43-555 Wzorów
Telefon: 600 555 100

Liczba drzew: 3 szt.        Gatunek: świerk

Data: 11.04.2026                                     Podpis: ....................
(wypełniać drukowanymi literami)
""",
    {
        "sender.surname": "Makietowa",
        "sender.given_names": "Krystyna",
        "sender.street": "ul. Cicha 5 m. 2",
        "sender.postcode": "43-555",
        "letter_date": "2026-04-11",
        "document_kind": "wniosek",
        "title": "Wniosek o wydanie zezwolenia na usunięcie drzew",
        "sender.organisation": None,
    },
)

CASES["list z zagranicy"] = (
    """
Max Mustermann
Musterstraße 12
12345 Berlin
Niemcy

Berlin, 20.02.2026

Urząd Miasta Wzorów
Wydział Finansowy
ul. Makietowa 1
43-555 Wzorów
Polska

Dotyczy: odpis aktu urodzenia

Uprzejmie proszę o wydanie odpisu aktu urodzenia mojej babki.
""",
    {
        "sender.surname": "Mustermann",
        "sender.given_names": "Max",
        "letter_date": "2026-02-20",
        "sender.country": "Niemcy",
    },
)

CASES["oferta, nazwa w kilku wierszach"] = (
    """
Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe
„TESTPOL”
Krzysztof Próbny
ul. Warsztatowa 6
33-333 Testowo
NIP: 000-000-00-00

                                                    Testowo, 09.04.2026
                                       Urząd Miasta Wzorów
                                       ul. Makietowa 1
                                       43-555 Wzorów

                    OFERTA CENOWA

W odpowiedzi na zapytanie ofertowe nr FN.271.8.2026 z dnia 1.04.2026 r. oferujemy wykonanie zamówienia.

Załączniki: 3 szt.
""",
    {
        "sender.organisation": "Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe „TESTPOL”"
        "|Przedsiębiorstwo Produkcyjno-Handlowo-Usługowe „TESTPOL” Krzysztof Próbny",
        "letter_date": "2026-04-09",
        "document_kind": "oferta",
        "sender_reference": None,
        "attachment_count": "3",
        "case_mark": "FN.271.8.2026",
    },
)
