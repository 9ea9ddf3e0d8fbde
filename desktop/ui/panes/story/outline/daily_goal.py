"""The day's words at the foot of the outline; pressing it sets the goal."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.look.theme import theme
from desktop.ui.panes.story import words
from desktop.ui.panes.story.controller import StoryController
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Label, Line, NumberField, Popup, ProgressBar4
from desktop.ui.widgets.buttons import Pressable

_WIDTH = 280


class Goal(Pressable):
    """Words written today, of how many."""

    def __init__(self, controller: StoryController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 24)
        column.setSpacing(0)
        column.addWidget(Line())
        column.addSpacing(8)
        row = QHBoxLayout()
        self.today = Label("", "meta_strong", elide=True)
        self.goal = Label("", "meta", "secondary")
        row.addWidget(self.today, 1)
        row.addWidget(self.goal)
        column.addLayout(row)
        column.addSpacing(8)
        self.bar = ProgressBar4()
        column.addWidget(self.bar)
        for child in (self.today, self.goal, self.bar):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        controller.words_changed.connect(self.refresh)
        controller.project_changed.connect(self.refresh)
        self.clicked.connect(self.ask)
        say(self, lambda _: self.refresh(), lambda: "")

    def refresh(self) -> None:
        project = self._controller.project
        self.setVisible(project is not None)
        if project is None:
            return
        today, goal = self._controller.today, project.goal_words
        said = words.written(max(0, today), chinese=self._controller.chinese)
        self.today.setText(translate("StoryPane", "Today, {words}").format(words=said))
        self.goal.setText(
            translate("StoryPane", "of {goal}").format(goal=words.count(goal))
            if goal
            else translate("StoryPane", "Set a goal")
        )
        self.bar.setVisible(bool(goal))
        self.bar.set_fraction(today / goal if goal else 0)
        self.setAccessibleName(f"{self.today.text()} {self.goal.text()}")
        self.updateGeometry()

    def paintEvent(self, _event: object) -> None:
        """Its parts paint themselves."""

    def sizeHint(self) -> QSize:
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def ask(self) -> None:
        """A field for the goal of a day."""
        project = self._controller.project
        if project is not None:
            popup = NumberPopup(
                self,
                translate("StoryPane", "Characters a day")
                if self._controller.chinese
                else translate("StoryPane", "Words a day"),
                project.goal_words,
            )
            popup.entered.connect(lambda number: self._controller.update_project(goal_words=number))
            popup.open_below(self)


class NumberPopup(Popup):
    """Asks for a number; 0 for none."""

    entered = Signal(int)

    def __init__(self, anchor: QWidget, label: str, number: int) -> None:
        super().__init__(anchor)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(Label(label))
        self.field = NumberField(lambda: label, width=88)
        self.field.set_value(str(number or ""))
        self.field.returnPressed.connect(self._keep)
        row.addWidget(self.field)
        keep = Button(lambda: translate("StoryPane", "Set"), "plain")
        keep.clicked.connect(self._keep)
        row.addWidget(keep)
        self.card.column.addLayout(row)
        self.setMinimumWidth(theme.px(_WIDTH))

    def first_focus(self) -> QWidget:
        return self.field

    def _keep(self) -> None:
        digits = "".join(letter for letter in self.field.text() if letter.isdecimal())
        self.close_popup()
        self.entered.emit(min(10_000_000, int(digits or 0)))
