"""Searchable PDF/A-2b: the scan as domain rules want it stored, its text lying invisibly in its true place."""

from __future__ import annotations

from scanning.pdf.document import PdfPage, text_of, write_searchable_pdf

__all__ = ["PdfPage", "text_of", "write_searchable_pdf"]
