"""Style: how the model writes in this story."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.ui.panes.story.controller import StoryController
from desktop.ui.widgets import Label, NumberField, Paragraph, Segmented, Switch, TextField


class StyleView(QWidget):
    """Kept at once."""

    help_topic = "story#style"

    def __init__(self, controller: StoryController) -> None:
        super().__init__()
        self._controller = controller
        self._filling = False
        column = QVBoxLayout(self)
        column.setContentsMargins(19, 16, 19, 24)
        column.setSpacing(8)
        column.addWidget(Label(lambda: translate("StoryPane", "How it writes"), "meta_strong", "secondary"))
        self.preset = Segmented(
            lambda: translate("StoryPane", "How it writes"),
            lambda: [
                ("careful", translate("StoryPane", "Careful")),
                ("balanced", translate("StoryPane", "Balanced")),
                ("wild", translate("StoryPane", "Wild")),
            ],
        )
        self.preset.chosen.connect(lambda value: self._set(preset=value))
        column.addWidget(self.preset, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(8)
        row = QHBoxLayout()
        self.length_label = Label(lambda: translate("StoryPane", "Length of a continuation"))
        row.addWidget(self.length_label, 1)
        self.length = NumberField(lambda: translate("StoryPane", "Length of a continuation"), width=72)
        self.length.entered.connect(self._set_length)
        self.length.stepped.connect(
            lambda step: self._set(length_words=max(10, self._settings().length_words + 25 * step))
        )
        row.addWidget(self.length)
        column.addLayout(row)
        row = QHBoxLayout()
        row.addWidget(Label(lambda: translate("StoryPane", "Don’t repeat itself")), 1)
        self.no_repeat = Switch(lambda: translate("StoryPane", "Don’t repeat itself"))
        self.no_repeat.clicked.connect(lambda: self._set(no_repeat=self.no_repeat.isChecked()))
        row.addWidget(self.no_repeat)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(Label(lambda: translate("StoryPane", "Never write"), "meta_strong", "secondary"))
        self.banned = TextField(
            lambda: translate("StoryPane", "Never write"),
            placeholder=lambda: translate("StoryPane", "a testament to\none phrase a line"),
            rows=4,
        )
        self.banned.left.connect(self._set_banned)
        column.addWidget(self.banned)
        column.addSpacing(8)
        column.addWidget(Label(lambda: translate("StoryPane", "Style sample"), "meta_strong", "secondary"))
        self.sample = TextField(
            lambda: translate("StoryPane", "Style sample"),
            placeholder=lambda: translate("StoryPane", "Paste a page of your own: continuations follow it."),
            rows=9,
        )
        self.sample.left.connect(lambda: self._set(style_sample=self.sample.toPlainText().strip()))
        column.addWidget(self.sample)
        self.advice = Paragraph("", "meta", "secondary")
        column.addWidget(self.advice)
        column.addStretch(1)
        controller.project_changed.connect(self.refresh)

    def refresh(self) -> None:
        if self._controller.project is None:
            return
        settings = self._settings()
        self._filling = True
        self.preset.set_value(settings.preset)
        self.length.set_value(str(settings.length_words))
        self.no_repeat.setChecked(settings.no_repeat)
        if not self.banned.hasFocus():
            self.banned.setPlainText("\n".join(settings.banned))
        if not self.sample.hasFocus():
            self.sample.setPlainText(settings.style_sample)
        self._filling = False

    def show_model(self, *, chat: bool | None) -> None:
        """Say what kind of model it is and which is better for prose."""
        if chat is None:
            self.advice.set_text("")
        elif chat:
            self.advice.set_text(
                translate(
                    "StoryPane",
                    "A chat model: better at rewriting. A base model continues prose more freely.",
                )
            )
        else:
            self.advice.set_text(
                translate("StoryPane", "A base model: better at going on in your style. A chat model rewrites better.")
            )

    def _settings(self) -> Any:
        project = self._controller.project
        assert project is not None
        return project.settings

    def _set(self, **values: Any) -> None:
        if self._filling or self._controller.project is None:
            return
        changed = replace(self._settings(), **values)
        if changed != self._settings():
            self._controller.update_project(settings=changed)

    def _step_length(self, step: int) -> None:
        self._set(length_words=max(25, self._settings().length_words + 25 * step))

    def _set_length(self, text: str) -> None:
        digits = "".join(letter for letter in text if letter.isdecimal())
        self._set(length_words=min(5000, max(10, int(digits or 150))))
        self.refresh()

    def _set_banned(self) -> None:
        lines = [line.strip() for line in self.banned.toPlainText().split("\n")]
        self._set(banned=tuple(line for line in lines if line))
