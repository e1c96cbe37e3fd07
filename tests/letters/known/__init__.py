"""Layouts made to develop `kancelaria.reading` on; figures come from the `unseen` family."""

from __future__ import annotations

from tests.letters.known import authorities, companies, forms, institutions, private, unusual

LAYOUTS = {
    "citizen": private.citizen,
    "appeal": private.appeal,
    "complaint": private.complaint,
    "handwritten": private.handwritten,
    "petition": private.petition,
    "company": companies.company,
    "invoice": companies.invoice,
    "offer": companies.offer,
    "tender_question": companies.tender_question,
    "utility": companies.utility,
    "court": authorities.court,
    "bailiff": authorities.bailiff,
    "county": authorities.county,
    "ministry": authorities.ministry,
    "ruling": authorities.ruling,
    "form": forms.form,
    "form_table": forms.form_table,
    "law_firm": unusual.law_firm,
    "parish": institutions.parish,
    "bottom_left": unusual.bottom_left,
    "boxes": institutions.boxes,
    "side_column": unusual.side_column,
    "tax_office": institutions.tax_office,
    "window": unusual.window,
    "police": institutions.police,
    "tenants": unusual.tenants,
    "insurer": institutions.insurer,
    "printed_mail": unusual.printed_mail,
    "village": institutions.village,
    "school": institutions.school,
    "in_text": institutions.in_text,
}
