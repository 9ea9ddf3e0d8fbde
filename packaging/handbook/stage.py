"""The program over a home of its own, with a window that a script drives and takes pictures of.

It is the real program: real store, real panes; only what would take time (measuring the machine) is left out, and what
depends on whose machine it is (models of other programs).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QRect, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from desktop.app import App
from desktop.base.i18n import translator
from desktop.base.settings import LANGUAGE, THEME
from desktop.store import Store
from desktop.store.conversations.records import ReplyInfo, Status
from desktop.ui import tasks
from desktop.ui.frame.window import MainWindow
from desktop.ui.look.theme import theme
from desktop.ui.main import build_window
from desktop.ui.services import Services

SIZE = QSize(1024, 680)
WIDE = QSize(1280, 720)  # room for a side panel
_SECONDS = 30.0
_STILL = 3  # looks at which nothing has moved


class Stage:
    """One window, in one language; `look` changes between light and dark while it is open."""

    def __init__(self, app: App, services: Services, folder: Path, window: MainWindow | None = None) -> None:
        self.app = app
        self.services = services
        self.folder = folder
        self.window: MainWindow = window or build_window(services)
        self.window.resize(SIZE)
        self.window.show()
        self.until(lambda: self.window.model_list.read)
        self.settle()

    @property
    def language(self) -> str:
        return translator.language

    @property
    def store(self) -> Store:
        return self.services.store

    def say(self, english: str, chinese: str) -> str:
        """The text of the prepared data in the language of the picture."""
        return chinese if translator.language == "zh_CN" else english

    def pane(self, key: str) -> QWidget:
        """Show a pane and return its page."""
        self.window.show_pane(key)
        self.settle()
        return self.window.current.page()

    def look(self, look: str) -> None:
        """`light` or `dark`."""
        theme.choose(look)
        self.settle()

    # -- waiting -----------------------------------------------------------------------------------------------------

    def until(self, true: Callable[[], bool]) -> None:
        """Let the program run until this holds. Raises TimeoutError where it never does."""
        ends = time.monotonic() + _SECONDS
        while not true():
            if time.monotonic() > ends:
                raise TimeoutError("the scene never came to what it waits for")
            QApplication.processEvents()
            time.sleep(0.005)

    def settle(self) -> None:
        """Until nothing runs and nothing has moved for some looks."""
        looks: list[object] = []

        def still() -> bool:
            places = [
                (id(widget), widget.geometry().getRect())
                for top in QApplication.topLevelWidgets()
                if top.isVisible()
                for widget in top.findChildren(QWidget)
                if widget.isVisible()
            ]
            looks.append(places)
            return tasks.idle() and len(looks) > _STILL and all(look == places for look in looks[-_STILL:])

        self.until(still)

    # -- pictures ----------------------------------------------------------------------------------------------------

    def whole(self) -> QPixmap:
        """The window, with what is open over it."""
        return self.window.grab()

    def part(self, widget: QWidget, grow: int = 0) -> QPixmap:
        """What is seen of one widget, with some pixels around it."""
        top = widget.window()
        area = QRect(widget.mapTo(top, widget.rect().topLeft()), widget.size())
        return top.grab(area.adjusted(-grow, -grow, grow, grow).intersected(top.rect()))

    # -- prepared data -----------------------------------------------------------------------------------------------

    def conversation(self, title: str, *texts: str, again: str = "") -> int:
        """Keep a conversation of alternating messages; `again` is a second version of the last reply."""
        made = self.store.create_conversation(title)
        parent: int | None = None
        asked: int | None = None
        info = ReplyInfo(model_name="Qwen3 4B", seconds=9.0, tokens_per_second=11.0)
        for at, text in enumerate(texts):
            if at % 2 == 0:
                parent = asked = self.store.add_message(made.id, parent, "user", text).id
            elif parent is not None:
                begun = self.store.begin_reply(parent, info)
                parent = self.store.finish_reply(begun.id, text, Status.COMPLETE, info).id
        if again and asked is not None:
            begun = self.store.begin_reply(asked, info)
            self.store.finish_reply(begun.id, again, Status.COMPLETE, info)
        return made.id

    def close(self) -> None:
        """As a person closes it; nothing of it is left."""
        self.window.close()
        tasks.finish(20)
        QCoreApplication.processEvents()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def dress_for(app: App, language: str) -> None:
    """Set what a picture depends on."""
    app.settings.set(LANGUAGE, language)
    app.settings.set(THEME, "light")


def services_of(app: App) -> Services:
    """What the panes are given, over a store that is open."""
    return Services.of(app)
