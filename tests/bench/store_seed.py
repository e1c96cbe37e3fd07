"""Makes a store of many invented letters fast: rows by executemany, in the form registration would leave."""

from __future__ import annotations

import hashlib
import os
import random
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pysqlite3 import dbapi2

from kancelaria.bootstrap import init_station
from kancelaria.domain.correspondents import folded
from kancelaria.domain.identifiers import make_document_uid
from kancelaria.domain.incoming import IncomingItem, ItemState, Page, Sender
from kancelaria.domain.numbering import instant_text, rpw_year
from kancelaria.reading.analysis import ANALYZER_VERSION, PolishAnalyzer
from kancelaria.services.item_fields import filled_fields
from kancelaria.store import mappers
from kancelaria.store.chain import FIRST_LINK, canonical, next_link, personal_digest
from kancelaria.store.migrations import versions
from kancelaria.store.tables import ROWS_AN_ITEM

_ANALYZER = PolishAnalyzer()
SURNAMES = [
    "Kowalczyk",
    "Nowakowski",
    "Wiśniewska",
    "Zielińska",
    "Wójcikowski",
    "Lewandowska",
    "Dąbrowska",
    "Szymańska",
    "Woźniak",
    "Król",
]
GIVEN = [
    "Jan",
    "Anna",
    "Piotr",
    "Maria",
    "Krzysztof",
    "Katarzyna",
    "Tomasz",
    "Agnieszka",
    "Paweł",
    "Barbara",
    "Łukasz",
    "Żaneta",
]
_TOWNS = ["Mikołów", "Olsztyn", "Łódź", "Kraków", "Żory", "Tychy", "Katowice", "Gliwice", "Świdnica", "Poznań"]
_BODIES = [
    "Sąd Rejonowy w {}",
    "Komornik Sądowy w {}",
    "Urząd Miasta {}",
    "Starostwo Powiatowe w {}",
    "Spółka {} sp. z o.o.",
]
MATTERS = """ustalenie warunków zabudowy
naprawa oświetlenia ulicznego
zezwolenie na wycinkę drzew
zajęcie pasa drogowego
odwołanie od decyzji
skarga na hałas
wniosek o zasiłek celowy
faktura za materiały biurowe
podatek od nieruchomości
dopisanie do rejestru wyborców
zmiana planu miejscowego
petycja mieszkańców
zawiadomienie o rozprawie
udostępnienie informacji publicznej
rozłożenie należności na raty
zaświadczenie o zameldowaniu""".splitlines()
_SENTENCES = """Proszę o pilne rozpatrzenie mojej sprawy i wydanie decyzji.
W załączeniu przesyłam wymagane dokumenty oraz mapę.
Wnoszę o ponowne przeprowadzenie postępowania.
Nieruchomość położona jest przy ulicy {1}.
Działka nr {0} w obrębie {1}.
Sąd zawiadamia, że rozprawa odbędzie się w mieście {1}, sala {0}.
Termin płatności upływa za {0} dni.
Mieszkańcy skarżą się na hałas i kurz.
Organ pierwszej instancji nie uwzględnił dowodów.
Wykonawca przedstawił kosztorys robót na kwotę {0} zł.
Zwracam się z uprzejmą prośbą o umorzenie zaległości.
Dłużnik zatrudniony jest w tutejszym urzędzie.
Drzewa zagrażają bezpieczeństwu przechodniów.
Zobowiązuję się do uprzątnięcia terenu.
Pismo dotyczy znaku AB.6730.{0}.2026.
Rada Miejska podjęła uchwałę w sprawie stawek.
Odpis postanowienia wraz z uzasadnieniem.
Pouczenie o środkach zaskarżenia.
Pełnomocnictwo wraz z opłatą skarbową dołączono.
Budynek mieszkalny jednorodzinny wolnostojący.""".splitlines()


def prepared_home(count: int) -> Path:
    """A station of `count` items, made once and kept in the temporary folder."""
    schema = hashlib.sha256(Path(__file__).read_bytes() + _schema_bytes()).hexdigest()[:12]
    home = Path(os.environ.get("KANCELARIA_BENCH", tempfile.gettempdir())) / f"kancelaria-bench-{count}-{schema}"
    if not (home / "ready").exists():
        if not (home / "kancelaria.sqlite").exists():
            init_station(home, "Urząd Miasta Pomiarowo", "K1")
        _fill(home, count)
        (home / "ready").touch()
    return home


def _schema_bytes() -> bytes:
    folder = Path(versions.__path__[0])
    return b"".join(file.read_bytes() for file in sorted(folder.glob("v*")))


def _fill(home: Path, count: int) -> None:
    database = dbapi2.connect(str(home / "kancelaria.sqlite"), isolation_level=None)
    database.execute("PRAGMA synchronous=OFF")
    database.execute("PRAGMA cache_size=-800000")
    pool, random_source = sentence_pool(), random.Random(20261121)
    link = FIRST_LINK
    for start in range(1, count + 1, 20_000):
        rows: dict[str, list[tuple[Any, ...]]] = {}
        for seq in range(start, min(start + 20_000, count + 1)):
            link = _item_rows(seq, count, pool, random_source, link, rows)
        database.execute("BEGIN")
        for statement, values in rows.items():
            database.executemany(statement, values)
        database.execute("COMMIT")
    database.execute("ANALYZE")
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def sentence_pool() -> list[tuple[str, str, str]]:
    """Sentences with their lemmas and surface words, analysed once."""
    analyzer, source, pool = PolishAnalyzer(), random.Random(7), []
    for _ in range(6000):
        sentence = source.choice(_SENTENCES).format(source.randint(1, 999), source.choice(_TOWNS))
        pool.append((sentence, analyzer.lemmas(sentence), analyzer.surface(sentence)))
    return pool


def _item_rows(
    seq: int, count: int, pool: list[tuple[str, str, str]], source: random.Random, link: bytes, rows: dict[str, Any]
) -> bytes:
    item, text, lemmas, surface = _letter(seq, count, pool, source)
    row = {"seq": seq} | mappers.item_row(item)
    _collect(rows, "item", row)
    _collect(rows, "item_page", mappers.page_row(item.id, item.pages[0]))
    _collect(rows, "item_reading", {"item_id": item.id, "text": text, "suggestions": "[]"})
    entry = {"rpw_year": item.rpw_year, "rpw_number": item.rpw_number, "item_id": item.id}
    _collect(rows, "register_entry", entry)
    serial = {"series": item.document_uid[:3], "year": item.rpw_year, "serial": item.rpw_number}
    _collect(rows, "label", {"document_uid": item.document_uid, **serial, "state": "used", "item_id": item.id})
    marks = {"text": hashlib.sha256(text.encode()).hexdigest(), "sender": folded(item.sender.display_name)}
    _collect(rows, "fingerprint", {"item_id": item.id, **marks, "reference": folded(item.sender_reference or "")})
    _collect(rows, "search_row", {"rowid_": seq * ROWS_AN_ITEM, "analyzer_version": ANALYZER_VERSION})
    _collect(rows, "search_index", {"rowid": seq * ROWS_AN_ITEM, "lemmas": lemmas, "surface": surface})
    values = canonical(filled_fields(item))
    body = canonical(
        {
            "at": item.registered_at,
            "actor": "seed",
            "action": "register",
            "subject": ["item", item.id],
            "fields": [],
            "values": personal_digest(b"", values),
        }
    )
    link = next_link(link, body)
    _collect(rows, "audit", {"seq": seq, "subject_kind": "item", "subject_id": item.id, "body": body, "link": link})
    event = {
        "id": f"e{seq:035d}",
        "stream": "seed/seed/0",
        "sequence": seq,
        "at": item.registered_at,
        "author": "seed",
        "aggregate": "item",
        "aggregate_id": item.id,
        "base_version": 0,
        "patch": values.decode(),
        "schema": 1,
    }
    _collect(rows, "event", event)
    return link


def _collect(rows: dict[str, Any], table: str, row: dict[str, Any]) -> None:
    statement = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
    rows.setdefault(statement, []).append(tuple(row.values()))


def _letter(
    seq: int, count: int, pool: list[tuple[str, str, str]], source: random.Random
) -> tuple[IncomingItem, str, str, str]:
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC) - timedelta(minutes=(count - seq) * 2)
    registered = instant_text(moment)
    year = rpw_year(registered)
    town = source.choice(_TOWNS)
    if source.random() < 0.5:
        sender = Sender(organisation=source.choice(_BODIES).format(town), town=town, country="PL")
    else:
        sender = Sender(surname=source.choice(SURNAMES), given_names=source.choice(GIVEN), town=town, country="PL")
    matter = source.choice(MATTERS)
    picked = source.sample(pool, 5)
    item = IncomingItem(
        id=f"{seq:08d}-0000-7000-8000-{seq:012d}",
        document_uid=make_document_uid("AB"[seq // 999_999] + "X", year, seq % 999_999 + 1),
        rpw_number=seq,
        rpw_year=year,
        registered_at=registered,
        received_on=registered[:10],
        title=matter.capitalize(),
        sender=sender,
        letter_date=registered[:10],
        sender_reference=f"ZN.{source.randint(1, 9999)}.{year}",
        pages=(Page(1, 2480, 3508, 300, hashlib.sha256(str(seq).encode()).hexdigest()),),
        state=ItemState.REGISTERED if source.random() < 0.9 else ItemState.TO_VERIFY,
        registered_by="seed",
        registry_point="K1",
    )
    head = f"{matter} {sender.display_name} {town} {item.sender_reference}"
    return (
        item,
        " ".join(sentence for sentence, _, _ in picked),
        f"{_ANALYZER.lemmas(head)} " + " ".join(lemmas for _, lemmas, _ in picked),
        f"{_ANALYZER.surface(head)} " + " ".join(surface for _, _, surface in picked),
    )
