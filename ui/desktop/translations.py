"""Qt's own words in Polish; what its catalogue leaves out is said here."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

MISSING = {
    ("QPlatformTheme", "OK"): "OK", ("QPlatformTheme", "Cancel"): "Anuluj", ("QPlatformTheme", "&Yes"): "&Tak",
    ("QPlatformTheme", "&No"): "&Nie", ("QPlatformTheme", "Close"): "Zamknij", ("QPlatformTheme", "Save"): "Zapisz",
    ("QPlatformTheme", "Discard"): "Odrzuć", ("QPlatformTheme", "Retry"): "Ponów",
    ("QPlatformTheme", "Apply"): "Zastosuj",
    ("QGnomeTheme", "&OK"): "&OK", ("QGnomeTheme", "&Cancel"): "&Anuluj", ("QGnomeTheme", "&Close"): "&Zamknij",
    ("QGnomeTheme", "&Save"): "&Zapisz",
}  # fmt: skip


class _Supplement(QTranslator):
    """Answers only for the few words Qt's catalogue lacks."""

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:  # noqa: ARG002
        return MISSING.get((context, source), "")

    def isEmpty(self) -> bool:
        return False


def install(app: QCoreApplication) -> list[QTranslator]:
    """Make Qt speak Polish whatever the system's language; returns the catalogues, which the caller must keep."""
    QLocale.setDefault(QLocale(QLocale.Language.Polish, QLocale.Country.Poland))
    catalogue = QTranslator(app)
    found = catalogue.load("qtbase_pl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    supplement = _Supplement(app)
    app.installTranslator(supplement)
    if found:
        app.installTranslator(catalogue)
    return [supplement, catalogue]
