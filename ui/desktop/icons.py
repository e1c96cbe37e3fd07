"""Icons: one set, one weight, coloured by the theme."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QIcon

from ui.desktop import theme

NAMES = {
    "desk": "mdi6.inbox-arrow-down-outline",
    "registers": "mdi6.book-open-page-variant-outline",
    "settings": "mdi6.cog-outline",
    "scan": "mdi6.scanner",
    "stop": "mdi6.stop-circle-outline",
    "rotate": "mdi6.rotate-right",
    "zoom_in": "mdi6.magnify-plus-outline",
    "zoom_out": "mdi6.magnify-minus-outline",
    "fit_width": "mdi6.arrow-expand-horizontal",
    "fit_page": "mdi6.fit-to-page-outline",
    "actual": "mdi6.numeric-1-box-outline",
    "compare": "mdi6.compare",
    "previous": "mdi6.chevron-left",
    "next": "mdi6.chevron-right",
    "label": "mdi6.label-outline",
    "receipt": "mdi6.receipt-text-outline",
    "sealed": "mdi6.email-lock-outline",
    "keys": "mdi6.keyboard-outline",
    "ok": "mdi6.check",
    "to_confirm": "mdi6.circle-medium",
    "doubtful": "mdi6.alert-outline",
    "error": "mdi6.alert-circle-outline",
    "close": "mdi6.close",
    "print": "mdi6.printer-outline",
    "csv": "mdi6.file-delimited-outline",
    "user": "mdi6.account-outline",
    "split": "mdi6.content-cut",
    "separator": "mdi6.format-page-break",
    "count": "mdi6.counter",
    "boundary_ok": "mdi6.check-decagram-outline",
    "join": "mdi6.arrow-collapse-vertical",
    "undo": "mdi6.undo",
    "central": "mdi6.server-network",
    "more": "mdi6.dots-horizontal",
    "search": "mdi6.magnify",
    "reading": "mdi6.text-recognition",
    "refresh": "mdi6.refresh",
    "wait": "mdi6.timer-sand",
    "intake": "mdi6.folder-open-outline",
    "copy": "mdi6.content-copy",
    "blank": "mdi6.file-outline",
    "material": "mdi6.file-image-outline",
    "edit": "mdi6.pencil-outline",
    "void": "mdi6.cancel",
    "back": "mdi6.arrow-left",
    "assigned": "mdi6.account-arrow-down-outline",
    "assign": "mdi6.account-arrow-right-outline",
    "returned": "mdi6.undo-variant",
    "unit": "mdi6.account-group-outline",
    "handover": "mdi6.hand-extended-outline",
    "outgoing": "mdi6.send-outline",
    "statistics": "mdi6.chart-bar",
    "store": "mdi6.archive-outline",
    "offline": "mdi6.lan-disconnect",
}


def icon(name: str, token: str = "text", selected: str | None = None) -> QIcon:
    """The named icon in a theme colour; `selected` colours its checked state."""
    tokens = theme.current().tokens
    return _made(NAMES[name], tokens[token], tokens["disabled"], tokens[selected] if selected else None)


@lru_cache(maxsize=512)
def _made(name: str, colour: str, disabled: str, chosen: str | None) -> QIcon:
    """An icon in its colours; kept, since delegates ask for theirs at every painting."""
    import qtawesome  # loading its fonts takes a while, so not at import

    options = {"color": colour, "color_disabled": disabled}
    if chosen:
        options |= {"color_on": chosen, "color_on_active": chosen, "color_active": chosen}
    made = qtawesome.icon(name, **options)
    assert isinstance(made, QIcon)
    return made
