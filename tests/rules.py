"""The office's rules, each by the name a test gives it: `@pytest.mark.rule("register gap-free")`.

The rules are those of an office's modes, of incoming mail and of outgoing mail. `OPEN` holds the rules no test shows
yet; `tests/unit/test_rules.py` keeps both lists honest.
"""

from __future__ import annotations

RULES: dict[str, str] = {
    # modes
    "mode by class": "electronic or traditional handling is data, an institution's or a leaf class's, from a date on",
    "mode of paper": "traditional: paper to the handler against signature, the store is off; electronic: to the store",
    "assigned on behalf": "entered on behalf of its issuer: issuer and typist are two people",
    # consignments
    "envelope of several": "one consignment holds one to many items, the envelope's image on each",
    "courier's list": "checked by scanning codes, missing and damaged marked, signed, then accepted until opened",
    "drop box": "emptying has a protocol; the receipt date follows the office's rule",
    # the register
    "one register": "one chronological register a year for the whole office; a unit sees a filtered view of it",
    "register gap-free": "numbers are consecutive and never reused",
    "never deleted": "an entry is voided with a reason, never deleted",
    "year of registration": "the year of a number is that of registration at the station",
    "year closed last": "an old year stays open until every station has reported, then an administrator closes it",
    "void only mistakes": "a withdrawal is a new item linked to the first, not a voided entry",
    "placeholder row": "a reader who may not see an item sees number, date and a placeholder, nothing else",
    "series registration": "identical letters of many senders are registered as a series",
    "may be skipped": "greetings and adverts may stay out of the register; a delivery receipt joins its item",
    "e-mail kept native": "the native file of an e-mail is kept; an application by ordinary mail is flagged",
    # metadata
    "sender kept apart": "organisation, or surname and given names, kept apart; one is required",
    "address": "town and country are required if they can be determined; the rest is optional",
    "partial dates": "dates on the letter and of posting may be a year or a month",
    "explicit absence": "no date, no reference and an anonymous sender are said by flags",
    "identifier alphabet": "the identifier has no spaces and none of the characters that break file names",
    "two numbers": "identifier and register number are two fields",
    "access": "public, partly public or not public",
    "remarks repeat": "remarks, kinds and e-mail addresses repeat",
    "receipt to the minute": "receipt time in hours and minutes where it counts",
    "completed later": "metadata may be completed while the case runs",
    "personal numbers masked": "PESEL and NIP are optional and masked; each showing is logged",
    # reception
    "receipt fields": "a receipt prints all its fields and never a PESEL",
    "receipt copies": "copy n of m, and a duplicate says so",
    "collective receipt": "one depositor with many letters gets one receipt",
    "own copy": "the visitor's own copy gets a second label with a signature line",
    "oral application": "a person who can't sign: a protocol signed by two, with the reason",
    "label fields": "office, point, date, identifier, code without hyphens, number, attachments; no sender",
    "label series": "labels printed ahead have the date blank for the datestamp",
    "label of the unopened": "the envelope's label says not to open, the procedure and the hour of the deadline",
    "reprint logged": "each print of a label or receipt is logged",
    "register print-out": "its rows and footer, voided rows struck through with the reason",
    "hand-over list": "its own number and barcode, what is handed, totals, giver and receiver",
    "hand-over discrepancy": "a discrepancy stays open at the registry until it is settled",
    "not opened": "what may not be opened is registered from the envelope and handed over sealed",
    "opened by mistake": "closed again, registered from the envelope, noted",
    "sealed unread": "nothing of a sealed item is read or shown small",
    "cash and valuables": "counted, deposited, noted",
    "misdelivered": "forwarded or returned, noted",
    "damaged": "noted on the envelope and on the delivery confirmation, with a protocol",
    "handed on unopened": "private mail and other units' mail is handed on unopened and noted",
    "wrong authority": "transferred with a notice",
    "originals returned": "originals shown and returned are noted",
    "contents checked": "missing attachments and attachments without a letter are noted on the item",
    "defects never refuse": "a missing signature, fee or proxy is ticked and never a reason to refuse",
    "returns by posting number": "returns and delivery receipts join their outgoing item: date, reason, two notices",
    # scanning
    "extent and reason": "full, partial or none; the last two need a reason of the fixed list",
    "missing scans listed": "items without a full scan are listed",
    "carriers listed": "carriers not copied are listed with where they lie",
    "minima by material": "each scan is checked against the table of minima",
    "lossless text": "text isn't kept as lossy JPEG only where the table asks for lossless",
    "print one bit": "print where colour doesn't matter is stored as 1-bit",
    "bound volumes": "a bound project: cover and first page, volumes and copies counted, the paper tracked to a person",
    # the stores
    "store order": "paper keeps registration order; fully scanned paper goes in at once",
    "two sets": "incomplete paper enters when the case closes; the sets lie apart, carriers likewise",
    "loans": "a loan names item, place, borrower and due date, and leaves an out-card",
    "withdrawals": "paper leaves the store only for a paper case, a transfer, or signing and sending back",
    "transfer lists": "a list names box, first and last identifier, year, full or not",
    # outgoing
    "outgoing row": "number, hand-over date, addressee, case mark and dispatch method, sortable and exportable",
    "outgoing printed on": "the print-out carries the print date on every page",
    "electronic first": "the address check and its result, or the reason for paper, are recorded",
    "signed copy scanned": "a paper-signed reply is printed, signed, scanned and dispatched",
    "posting book": "posting book, address labels and delivery-receipt slips are printed",
}  # fmt: skip

OPEN: frozenset[str] = frozenset(
    {
        "e-mail kept native",
        "signed copy scanned",
    }
)
