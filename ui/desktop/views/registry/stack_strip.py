"""The split strip: letters of the stack with marks and evidence, and the pages of the one that is open."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from scanning.pages.model import Evidence
from ui.desktop import icons, theme
from ui.desktop.jobs.runner import JobRunner
from ui.desktop.models.stack_model import EVIDENCE_ROLE, KEY_ROLE, KIND_ROLE, MARK_ROLE, NUMBER_ROLE, StackModel
from ui.desktop.models.stack_state import Mark, StackState, evidence_of
from ui.desktop.models.thumbnail_model import NUMBER_ROLE as PAGE_ROLE
from ui.desktop.models.thumbnail_model import SIZE, ThumbnailModel
from ui.desktop.ports import Letter
from ui.operations.counting import counted

ROW, ROW_ROOMY = 28, 36
KIND_ICONS = {
    Evidence.LABEL: "label", Evidence.SEPARATOR: "separator", Evidence.BLANK: "blank", Evidence.SHEETS: "count",
    Evidence.FILE: "intake", Evidence.PERSON: "edit",
}  # fmt: skip
MARK_ICONS = {
    Mark.CONFIRMED: ("ok", "ok"), Mark.TO_CONFIRM: ("to_confirm", "accent"),
    Mark.DOUBTFUL: ("doubtful", "warn"), Mark.SEALED: ("sealed", "text"),
}  # fmt: skip


class LetterDelegate(QStyledItemDelegate):
    """A line for a letter; doubtful boundaries say why in a second line."""

    row_height = ROW

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, two where the boundary is doubtful."""
        return QSize(120, self.row_height + (18 if index.data(MARK_ROLE) == Mark.DOUBTFUL else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Number, name, mark; evidence beneath when in doubt."""
        view = option.widget
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        colours = theme.current()
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, colours.color("selection"))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), colours.color("accent"))
        mark = index.data(MARK_ROLE)
        icon_name, token = MARK_ICONS[mark]
        ink = "on_selection" if selected else "text"
        icon = icons.icon(icon_name, "on_selection" if selected else token)
        line = QRect(rect.x() + 8, rect.y(), rect.width() - 12, self.row_height)
        icon.paint(painter, QRect(line.right() - 18, line.y() + (line.height() - 16) // 2, 16, 16))
        painter.setPen(colours.color(ink))
        painter.setFont(view.font())
        numbers = painter.fontMetrics().horizontalAdvance("00") + 4
        painter.drawText(
            line.adjusted(0, 0, numbers - line.width(), 0),
            int(Qt.AlignmentFlag.AlignVCenter),
            str(index.data(NUMBER_ROLE)),
        )
        kind = KIND_ICONS.get(index.data(KIND_ROLE))
        if kind is not None:
            shown = icons.icon(kind, "on_selection" if selected else "muted")
            shown.paint(painter, QRect(line.right() - 36, line.y() + (line.height() - 14) // 2, 14, 14))
        room = line.adjusted(numbers, 0, -42, 0)
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), text)
        if mark == Mark.DOUBTFUL:
            painter.setPen(colours.color("on_selection" if selected else "muted"))
            small = painter.font()
            small.setPointSizeF(small.pointSizeF() - 1.5)
            painter.setFont(small)
            why = painter.fontMetrics().elidedText(
                str(index.data(EVIDENCE_ROLE)), Qt.TextElideMode.ElideRight, room.width() + 38
            )
            painter.drawText(room.adjusted(0, self.row_height - 6, 38, 16), int(Qt.AlignmentFlag.AlignTop), why)
        painter.restore()


class LetterList(QListView):
    """The letters; Enter confirms the one that is open."""

    confirm_asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter means: this one is right, the next please."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.confirm_asked.emit()
            return
        super().keyPressEvent(event)


class StackStrip(QWidget):
    """Letters above, pages of the open letter beneath."""

    letter_chosen = Signal(str)
    page_chosen = Signal(int)
    split_asked = Signal(int)
    join_asked = Signal(str)
    move_asked = Signal(int, int)
    confirm_asked = Signal()
    boundary_checked = Signal(str)

    def __init__(self, state: StackState, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("stackStrip")
        self._state = state
        self._letter: Letter | None = None
        self.model = StackModel(state, self)
        self.thumbnails = ThumbnailModel(jobs, self)
        self._head = QLabel("Stos", self)
        self._head.setObjectName("stackHead")
        self._head.setProperty("role", "heading")
        self.list = LetterList(self)
        self.delegate = LetterDelegate(self.list)
        self.pages = QListView(self)
        self._evidence = QLabel(self)
        self._evidence.setObjectName("boundaryEvidence")
        self._evidence.setProperty("role", "muted")
        self._evidence.setWordWrap(True)
        self._count = QLabel(self)
        self._count.setObjectName("sheetCount")
        self._count.setWordWrap(True)
        self._checked = self._button("boundaryChecked", "Granica dobra (Shift+F11)", "boundary_ok", self._on_checked)
        self._checked.setText("")
        self._checked.setEnabled(True)
        self._checked.hide()
        self._split = self._button("splitHere", "Rozdziel od tej strony", "split", self._on_split_clicked)
        self._join = self._button("joinLetters", "Połącz z poprzednim", "join", self._on_join_clicked)
        self._set_up_lists()
        self._place()

    def refresh(self, started: str = "") -> None:
        """Draw the state as it is now."""
        self.model.refresh()
        total = len(self._state.letters)
        doubtful = len(self._state.doubtful)
        doubts = f"  ▲{doubtful}" if doubtful else ""
        self._head.setText(f"Stos {started}  {self._state.confirmed}/{total}{doubts}" if total else "Stos")
        self._head.setToolTip(f"Niepewne granice: {doubtful}. F11 przechodzi do następnej." if doubtful else "")
        self._show_count()

    def _show_count(self) -> None:
        count = self._state.count
        self._count.setVisible(count is not None and bool(self._state.letters))
        if count is not None:
            against = "" if count.expected is None else f" · włożono {count.expected} {'✓' if count.settled else '▲'}"
            self._count.setText(counted(count) + against)
            theme.restyle(self._count, role="muted" if count.settled else "warn")

    def show_letter(self, letter: Letter | None) -> None:
        """Select a letter and show its pages."""
        self._letter = letter
        row = self.model.row_of(letter.key) if letter else -1
        if row >= 0 and self.list.currentIndex().row() != row:
            self.list.selectionModel().blockSignals(True)
            self.list.setCurrentIndex(self.model.index(row))
            self.list.selectionModel().blockSignals(False)
            self.list.scrollTo(self.model.index(row))  # with its signals held the list doesn't follow by itself
            self.list.viewport().update()
        self.thumbnails.show_pages(
            letter.pages if letter else (), bool(letter and letter.sealed), self.devicePixelRatioF()
        )
        self._evidence.setText(evidence_of(letter) if letter else "")
        self._checked.setVisible(letter is not None and self._state.mark(letter) is Mark.DOUBTFUL)
        self._join.setEnabled(row > 0 and letter is not None and letter.key not in self._state.items)
        self._split.setEnabled(letter is not None and len(letter.pages) > 1 and letter.key not in self._state.items)

    def show_page(self, number: int) -> None:
        """Select the thumbnail of the page on screen."""
        row = self.thumbnails.row_of(number)
        if row >= 0 and self.pages.currentIndex().row() != row:
            self.pages.setCurrentIndex(self.thumbnails.index(row))

    def set_roomy(self, roomy: bool) -> None:
        """Rows of 36 instead of 28 pixels."""
        self.delegate.row_height = ROW_ROOMY if roomy else ROW
        self.list.doItemsLayout()

    def restyle(self) -> None:
        """Take the theme's colours anew."""
        self._split.setIcon(icons.icon("split"))
        self._join.setIcon(icons.icon("join"))
        self._checked.setIcon(icons.icon("boundary_ok"))

    def _set_up_lists(self) -> None:
        self.list.setObjectName("letterList")
        self.list.setAccessibleName("Pisma w stosie")
        self.list.setModel(self.model)
        self.list.setItemDelegate(self.delegate)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(self._on_letter_current)
        self.list.confirm_asked.connect(self.confirm_asked)
        self.pages.setObjectName("pageThumbnails")
        self.pages.setAccessibleName("Miniatury stron")
        self.pages.setModel(self.thumbnails)
        self.pages.setViewMode(QListView.ViewMode.IconMode)
        self.pages.setIconSize(SIZE)
        self.pages.setGridSize(QSize(SIZE.width() + 12, SIZE.height() + 26))
        self.pages.setMovement(QListView.Movement.Snap)
        self.pages.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.pages.setResizeMode(QListView.ResizeMode.Adjust)
        self.pages.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.pages.selectionModel().currentChanged.connect(self._on_page_current)
        self.thumbnails.move_asked.connect(self.move_asked)
        for view in (self.list, self.pages):
            palette = view.palette()
            palette.setColor(QPalette.ColorRole.Base, theme.current().color("raised"))
            view.setPalette(palette)

    def _place(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self._split)
        tools.addWidget(self._join)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self._head)
        layout.addWidget(self._count)
        layout.addWidget(self.list, 3)
        why = QHBoxLayout()
        why.addWidget(self._evidence, 1)
        why.addWidget(self._checked, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(why)
        layout.addLayout(tools)
        layout.addWidget(self.pages, 2)

    def _button(self, name: str, text: str, icon_name: str, run: object) -> QPushButton:
        button = QPushButton(text.split()[0], self)
        button.setAutoDefault(True)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setIcon(icons.icon(icon_name))
        button.setEnabled(False)
        button.clicked.connect(run)
        return button

    def _on_letter_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = current.data(KEY_ROLE)
        if key:
            self.letter_chosen.emit(key)

    def _on_page_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        number = current.data(PAGE_ROLE)
        if number:
            self.page_chosen.emit(number)

    def _on_split_clicked(self) -> None:
        number = self.pages.currentIndex().data(PAGE_ROLE)
        if number and self._letter and number != self._letter.first_page:
            self.split_asked.emit(number)

    def _on_checked(self) -> None:
        if self._letter:
            self.boundary_checked.emit(self._letter.key)

    def _on_join_clicked(self) -> None:
        if self._letter:
            self.join_asked.emit(self._letter.key)
