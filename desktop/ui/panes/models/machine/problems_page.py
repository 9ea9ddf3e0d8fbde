"""What can't be used, each with the reason: nothing that was found is silently left out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import Told, told
from desktop.base.i18n import translate
from desktop.library.owners import NAMES
from desktop.ui.look.tips import set_tip
from desktop.ui.model_list import ModelList
from desktop.ui.text.number_format import home_text
from desktop.ui.widgets import Icon, Label, Line, Link, Page, Paragraph

if TYPE_CHECKING:
    from desktop.library.models import Problem

_MOST = 60


def told_shortly(problem: Problem) -> Told:
    """The sentence with the file's name instead of its whole path, which stands below."""
    error = problem.error
    details = dict(error.details)
    if "path" in details:
        details["path"] = problem.path.name or str(problem.path)
    return told(error.code, details)


class ProblemsPage(Page):
    """A row for each file or folder."""

    def __init__(self, model_list: ModelList) -> None:
        super().__init__(
            lambda: translate("ModelsPane", "Can’t be used"),
            lambda: translate("ModelsPane", "These were found, too. Nothing of them was changed."),
        )
        self._model_list = model_list
        self._shown: list[object] = []
        self._rows = QWidget()
        self._column = QVBoxLayout(self._rows)
        self._column.setContentsMargins(0, 16, 0, 0)
        self._column.setSpacing(0)
        self.column.addWidget(self._rows)
        self.finish()

    def show_problems(self, *, anew: bool = False) -> None:
        """Show them as they are now; `anew` where the words changed."""
        problems = self._model_list.problems
        said = [len(problems), *((each.path, each.owner, told_shortly(each)) for each in problems[:_MOST])]
        if said == self._shown and not anew:
            return
        self._shown = said
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for problem in problems[:_MOST]:
            self._column.addWidget(_row(problem))
        if len(problems) > _MOST:
            more = translate("ModelsPane", "And {count} more.").format(count=f"{len(problems) - _MOST:,}")
            self._column.addWidget(Paragraph(more, "meta", "secondary"))


def _row(problem: Problem) -> QWidget:
    row = QWidget()
    said = told_shortly(problem)
    row.setAccessibleName(said.what)
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    line = QHBoxLayout()
    line.setContentsMargins(0, 12, 0, 12)
    line.setSpacing(10)
    quiet = problem.arriving or problem.beside
    mark = Icon("info" if quiet else "warning", "secondary" if quiet else "wrong")
    line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(0)
    words.addWidget(Paragraph(said.what, "chrome"))
    owner = NAMES[problem.owner]
    place = home_text(problem.path.parent)
    from_program = translate("ModelsPane", "From {program}, in {folder}").format(program=owner, folder=place)
    where = Label(from_program if owner and owner != "Lamplight" else place, "meta", "secondary", elide=True)
    words.addWidget(where)
    set_tip(where, said.cause)
    line.addLayout(words, 1)
    link = Link(lambda: translate("ModelsPane", "Show the folder"))
    link.setAccessibleDescription(problem.path.name)
    link.clicked.connect(partial(_show_folder, problem))
    line.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
    column.addLayout(line)
    column.addWidget(Line())
    return row


def _show_folder(problem: Problem) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(problem.path.parent)))
