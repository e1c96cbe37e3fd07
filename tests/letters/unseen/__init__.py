"""Layouts for measuring only. They are written by somebody who doesn't know how reading works: nobody who works on
`kancelaria.reading` tunes it by these files."""

from __future__ import annotations

from collections.abc import Mapping

from tests.letters.framework import Layout
from tests.letters.unseen import appeal, authority, bailiff, citizen, company, court, form, handform, invoice, utility

LAYOUTS: Mapping[str, Layout] = {
    "citizen": citizen.layout,
    "company": company.layout,
    "court": court.layout,
    "authority": authority.layout,
    "invoice": invoice.layout,
    "appeal": appeal.layout,
    "bailiff": bailiff.layout,
    "form": form.layout,
    "handform": handform.layout,
    "utility": utility.layout,
}
