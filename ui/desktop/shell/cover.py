"""The cover over the work: nothing readable is left on the screen, and no key reaches what lies beneath."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QToolTip, QWidget

from ui.desktop.shell.commands import CommandList
from ui.desktop.shell.reader import HandReader

TITLE = "Kancelaria"


class Cover(QStackedWidget):
    """The work, or the page that covers it. What runs beneath goes on."""

    def __init__(self, shell: QWidget, commands: CommandList, reader: HandReader, window: QMainWindow) -> None:
        super().__init__(window)
        self._shell, self._commands, self._reader, self._window = shell, commands, reader, window
        self._title = ""
        self._focus: QWidget | None = None
        self._dialogs: list[tuple[QDialog, bool]] = []
        self.addWidget(shell)

    @property
    def covered(self) -> bool:
        """Whether the work is hidden."""
        return self.currentWidget() is not self._shell

    def put_on(self, page: QWidget) -> None:
        """Hide the work behind one of the pages added."""
        if not self.covered:
            self._title, self._focus = self._window.windowTitle(), QApplication.focusWidget()
            self._hide_dialogs()
            self._commands.pause(True)
            self._reader.pause(True)
            # a widget that isn't shown may still take the focus, and with it what is typed; a disabled one may not
            self._shell.setEnabled(False)
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
        self._window.setWindowTitle(TITLE)
        self.setCurrentWidget(page)
        if self._dialogs:  # the window beneath a hidden dialog has no keyboard by itself
            self._window.activateWindow()

    def take_off(self, *, same_rights: bool) -> None:
        """Show the work again; what one role had open another one doesn't see."""
        if not self.covered:
            return
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._shell.setEnabled(True)
        self.setCurrentWidget(self._shell)
        self._window.setWindowTitle(self._title)
        self._commands.pause(False)
        self._reader.pause(False)
        if self._focus is not None and self._is_there(self._focus) and self._focus.isVisibleTo(self._window):
            self._focus.setFocus()
        self._focus = None
        dialogs, self._dialogs = self._dialogs, []
        for dialog, modal in dialogs:
            if not self._is_there(dialog):
                continue
            if not same_rights:
                dialog.reject()
            elif modal:
                dialog.open()
            else:
                dialog.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was begun before may open its dialog only now: it waits with the others."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            QTimer.singleShot(0, self, self._hide_late_ones)
        return super().eventFilter(watched, event)

    def _hide_late_ones(self) -> None:
        if self.covered:
            self._hide_dialogs()
            self._window.activateWindow()

    def _hide_dialogs(self) -> None:
        QToolTip.hideText()
        for widget in QApplication.topLevelWidgets():
            if widget is self._window or not widget.isVisible():
                continue
            if isinstance(widget, QDialog):
                self._dialogs.append((widget, widget.windowModality() != Qt.WindowModality.NonModal))
                widget.hide()
            elif widget.windowType() == Qt.WindowType.Popup:
                widget.close()

    @staticmethod
    def _is_there(widget: QWidget) -> bool:
        import shiboken6

        return shiboken6.isValid(widget)
