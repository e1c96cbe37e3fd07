"""What PDF/A wants said about a file: XMP, the information dictionary, the colour space meant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from xml.sax.saxutils import escape

from PIL import ImageCms

from scanning.pdf.objects import PdfObjects, dictionary, reference, text_string

PRODUCER = "Kancelaria"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
   <dc:identifier>{identifier}</dc:identifier>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <xmp:CreateDate>{created}</xmp:CreateDate>
   <xmp:ModifyDate>{created}</xmp:ModifyDate>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <pdf:Producer>{producer}</pdf:Producer>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
{padding}
<?xpacket end="w"?>"""


@dataclass(frozen=True)
class DocumentFacts:
    """What is said about the document; `created` must know its time zone."""

    title: str
    identifier: str
    created: datetime
    language: str = "pl"


def add_metadata(pdf: PdfObjects, facts: DocumentFacts) -> tuple[int, int, int]:
    """Write XMP, information dictionary and output intent; their numbers in this order."""
    moment = facts.created.astimezone(UTC).replace(microsecond=0)
    xmp = _XMP.format(
        title=escape(_printable(facts.title)),
        identifier=escape(_printable(facts.identifier)),
        language=escape(facts.language),
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        producer=PRODUCER,
        padding="\n".join([" " * 80] * 8),
    )
    metadata = pdf.add_stream({"Type": b"/Metadata", "Subtype": b"/XML"}, xmp.encode("utf-8"))
    stamp = moment.strftime("(D:%Y%m%d%H%M%SZ)").encode()
    info = pdf.add(
        dictionary(
            {
                "Title": text_string(_printable(facts.title)),
                "Creator": text_string(PRODUCER),
                "Producer": text_string(PRODUCER),
                "CreationDate": stamp,
                "ModDate": stamp,
            }
        )
    )
    profile = pdf.add_stream({"N": b"3"}, _srgb(), deflate=True)
    intent = pdf.add(
        dictionary(
            {
                "Type": b"/OutputIntent",
                "S": b"/GTS_PDFA1",
                "OutputConditionIdentifier": b"(sRGB)",
                "RegistryName": b"(http://www.color.org)",
                "Info": b"(sRGB IEC61966-2.1)",
                "DestOutputProfile": reference(profile),
            }
        )
    )
    return metadata, info, intent


def _printable(text: str) -> str:
    """Without the characters XML can't carry."""
    return "".join(char for char in text if char.isprintable() and not 0xD800 <= ord(char) <= 0xDFFF)


@cache
def _srgb() -> bytes:
    return bytes(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
