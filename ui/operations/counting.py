"""What is said of a stack whose sheets are not as many as were put into the feeder."""

from __future__ import annotations

from scanning.errors import StorageError
from scanning.pages.tally import SheetCount


def counted(count: SheetCount) -> str:
    """The sum as a person checks it ("47 kartek: 45 zapisanych, 1 pusta, 1 rozdzielająca")."""
    parts = [f"{count.written} z treścią"]
    if count.blank:
        parts.append(f"{count.blank} {_form(count.blank, 'pusta', 'puste', 'pustych')}")
    if count.separators:
        words = ("rozdzielająca", "rozdzielające", "rozdzielających")
        parts.append(f"{count.separators} {_form(count.separators, *words)}")
    whole = f"{count.total} {_form(count.total, 'kartka', 'kartki', 'kartek')}"
    return whole if len(parts) == 1 else f"{whole}: {', '.join(parts)}"


def sheets_differ(count: SheetCount, stack_id: str) -> StorageError:
    """Why a stack stays open."""
    return StorageError(
        "sheet_count",
        f"Włożono {count.expected} {_form(count.expected or 0, 'kartkę', 'kartki', 'kartek')}, "
        f"zeskanowano {counted(count)}. Stos zostaje otwarty.",
        f"Porównaj papier ze skanem. Brakujące kartki dołóż w oknie programu; jeśli liczba była zła, podaj właściwą "
        f"(kancelaria stacks --resume {stack_id} --expect {count.total}).",
        stack_id,
    )


def _form(count: int, one: str, few: str, many: str) -> str:
    if count == 1:
        return one
    return few if count % 10 in (2, 3, 4) and count % 100 not in (12, 13, 14) else many
