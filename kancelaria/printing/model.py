"""What print-outs are made from: frozen facts, already chosen; nothing here reads a store or a clock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True)
class OfficeFacts:
    """The office as it stands on paper. `status_address`: where a visitor asks about the case, put into the QR code."""

    institution: str
    address: str = ""
    point: str = ""
    phone: str = ""
    privacy_notice: str = ""
    status_address: str = ""

    @property
    def line(self) -> str:
        """Institution, address and point on one line."""
        return " · ".join(part for part in (self.institution, self.address, self.point) if part)


class LabelKind(StrEnum):
    """What the label is stuck on, or given to."""

    ITEM = "item"
    ENVELOPE = "envelope"
    VISITOR_COPY = "visitor_copy"


@dataclass(frozen=True)
class LabelData:
    """One label. Without `received_on` the date is left blank for the datestamp; it never names the sender.

    `copy`: how many times it will have been printed; from the second on the label says so.
    """

    document_uid: str
    office: str
    point: str = ""
    received_on: str | None = None
    received_time: str | None = None
    rpw_number: int | None = None
    rpw_year: int | None = None
    attachment_count: int | None = None
    kind: LabelKind = LabelKind.ITEM
    procedure: str = ""
    deadline_on: str | None = None
    deadline_time: str | None = None
    copy: int = 1


class Defect(StrEnum):
    """What is missing from a letter; ticked on the receipt, never a reason to refuse it."""

    SIGNATURE = "signature"
    FEE = "fee"
    PROXY = "proxy"


@dataclass(frozen=True)
class ReceiptLetter:
    """One letter on a receipt. `page_hashes`: SHA-256 of the raw pages in order; empty while the scan follows."""

    document_uid: str
    title: str
    sender: str
    addressee: str = ""
    rpw_number: int | None = None
    rpw_year: int | None = None
    letter_date: str | None = None
    no_date: bool = False
    sender_reference: str | None = None
    no_reference: bool = False
    attachment_count: int | None = None
    page_count: int | None = None
    sealed: bool = False
    inscription: str = ""
    originals_returned: tuple[str, ...] = ()
    defects: frozenset[Defect] = frozenset()
    other_defects: tuple[str, ...] = ()
    page_hashes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReceiptData:
    """A receipt for one letter, or for many of one depositor. `printed_at` is a UTC instant.

    `proof`: the code that proves this copy (`domain.receipts`), for the QR code and to be typed.
    """

    office: OfficeFacts
    letters: tuple[ReceiptLetter, ...]
    received_on: str
    received_time: str | None
    clerk: str
    printed_at: str
    depositor: str = ""
    case_status_number: str = ""
    case_status_code: str = ""
    copy: int = 1
    copies: int = 1
    duplicate: bool = False
    proof: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """One entry of the register. A `restricted` one is a number, a day (`registered_at`) and "pozycja zastrzeżona"."""

    number: int | None
    document_uid: str
    received_on: str
    registered_at: str
    sender: str = ""
    title: str = ""
    letter_date: str | None = None
    no_date: bool = False
    sender_reference: str | None = None
    no_reference: bool = False
    delivery_method: str = ""
    posting_number: str = ""
    attachment_count: int | None = None
    assigned_to: str = ""
    remarks: tuple[str, ...] = ()
    voided: bool = False
    void_reason: str = ""
    restricted: bool = False


@dataclass(frozen=True)
class RegisterData:
    """A register print-out. A non-empty `filter` makes it "wydruk częściowy". `printed_at` is a UTC instant."""

    office: OfficeFacts
    year: int
    rows: tuple[RegisterRow, ...]
    printed_by: str
    printed_at: str
    date_from: str = ""
    date_to: str = ""
    filter: str = ""


@dataclass(frozen=True)
class MissingScanRow:
    """One item that wasn't scanned in full, and why; `volume` says how much paper there is, `paper` where it is."""

    number: int | None
    document_uid: str
    received_on: str
    sender: str
    title: str
    extent: str
    reason: str
    volume: str = ""
    remarks: tuple[str, ...] = ()
    restricted: bool = False
    paper: str = ""


@dataclass(frozen=True)
class CarrierRow:
    """One carrier that isn't copied, and where it lies; of a `restricted` item only its number and the place."""

    number: int | None
    document_uid: str
    received_on: str
    sender: str
    title: str
    carrier: str
    count: int
    description: str
    place: str
    noted: str
    restricted: bool = False


@dataclass(frozen=True)
class CarriersData:
    """The list of carriers not copied. `printed_at` is a UTC instant."""

    office: OfficeFacts
    rows: tuple[CarrierRow, ...]
    printed_by: str
    printed_at: str


@dataclass(frozen=True)
class MissingScansData:
    """The list of items without a full scan. `printed_at` is a UTC instant."""

    office: OfficeFacts
    rows: tuple[MissingScanRow, ...]
    printed_by: str
    printed_at: str
    period: str = ""


@dataclass(frozen=True)
class Signer:
    """Somebody who signs: in what part, and the name where it is known (else it is written by hand)."""

    role: str
    name: str = ""


@dataclass(frozen=True)
class OralProtocol:
    """An application made orally, or by a person who can't sign. Empty `content` leaves lines to write on.

    `made_at`: local, `YYYY-MM-DDTHH:MM`. `cannot_sign`: the applicant doesn't sign, the second signer was present.
    """

    office: OfficeFacts
    made_at: str
    applicant: str
    applicant_address: str
    reason: str
    signers: tuple[Signer, Signer]
    printed_by: str
    printed_at: str
    cannot_sign: bool = False
    content: str = ""
    subject: str = ""
    document_uid: str = ""
    number: str = ""
    copy: int = 1


@dataclass(frozen=True)
class DamageProtocol:
    """A damaged consignment: where and when it was found (local), whose it is, what is wrong, what was noted on it.

    `on_confirmation`: whether the delivery confirmation bears the note; None: the consignment has none.
    """

    office: OfficeFacts
    place: str
    found_at: str
    posting_number: str
    operator: str
    description: str
    signers: tuple[Signer, ...]
    printed_by: str
    printed_at: str
    on_envelope: bool = False
    on_confirmation: bool | None = None
    sender: str = ""
    addressee: str = ""
    document_uid: str = ""
    number: str = ""
    copy: int = 1


@dataclass(frozen=True)
class Counted:
    """One table of counts: its short name, its heading, and (what, how many).

    `chart`: empty for none, `columns` upright in the given order, `bars` lying, the most first.
    """

    name: str
    heading: str
    rows: tuple[tuple[str, int], ...]
    chart: str = ""


@dataclass(frozen=True)
class StatisticsData:
    """What the print-out says, in Polish already; `first` and `last` are days."""

    office: OfficeFacts
    first: str
    last: str
    summary: tuple[tuple[str, int], ...]
    tables: tuple[Counted, ...]
    printed_by: str
    printed_at: str
