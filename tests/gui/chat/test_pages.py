"""The first page, the header's menu, and how things look in both languages, themes and at sizes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.base.settings import LANGUAGE, TEXT_SIZE, THEME
from desktop.store import Status
from desktop.ui.first_start.glow import glow
from desktop.ui.look.tokens import COLOURS
from desktop.ui.panes.chat.conversation_list.rename_popup import RenamePopup
from desktop.ui.panes.chat.messages.about_reply import facts
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.role_model import Shown
from desktop.ui.widgets import Label
from desktop.ui.widgets.floating.menu import MenuItem
from tests.gui.chat.conftest import Driver, made_up

TEXT = (
    "A paragraph of words.\n\n1. one\n2. two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    "```python\nprint(1)\n```\n\n守塔人在信里写灯。"
)


def menu(chat: Driver) -> dict[str, MenuItem]:
    chat.click(chat.pane._more)
    return {item.text(): item for item in chat.window.findChildren(MenuItem)}


def test_first_page_says_what_is_ready(drive: Callable[..., Driver]) -> None:
    chat = drive()
    page = chat.pane.page().first_run  # type: ignore[attr-defined]
    assert page.isVisible()
    assert chat.pane.title() == "New conversation"
    page.show_model(None, Shown("", "secondary", hollow=True))
    assert page.ready.text() == "There is no model yet. Add one to begin."
    page.show_model(chat.opened.services.library.models()[0], Shown("ready", "good"))
    assert page.state.text() == "ready"


def test_first_page_leads_to_a_better_model(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.click(chat.pane.page().first_run.button)  # type: ignore[attr-defined]
    pane = chat.window.current
    assert isinstance(pane, ModelsPane)
    assert pane.title() == pane.sections["recommended"].title()


def test_first_page_leaves_the_amber_to_the_composer_once_something_is_written(drive: Callable[..., Driver]) -> None:
    chat = drive()
    button = chat.pane.page().first_run.button  # type: ignore[attr-defined]
    assert button._kind == "primary"
    chat.type("hello")
    assert button._kind == "plain"


def test_menu_renames(drive: Callable[..., Driver]) -> None:
    chat = drive()
    assert not chat.pane._more.isEnabled()
    chat.open(chat.conversation("a", "b", title="Before"))
    menu(chat)["Rename"].click()
    popup = chat.window.findChild(RenamePopup)
    assert popup is not None
    popup.field.setText("After")
    chat.click(popup.button)
    chat.until(lambda: chat.pane.title() == "After")


def test_menu_copies_everything_as_markdown(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("Which?", "**This** one.", title="A question"))
    menu(chat)["Copy as Markdown"].click()
    chat.until(lambda: QGuiApplication.clipboard().text().startswith("#"))
    assert QGuiApplication.clipboard().text() == "# A question\n\n## You\n\nWhich?\n\n## Some model\n\n**This** one.\n"


def test_menu_deletes(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("a", "b", title="Goes"))
    menu(chat)["Delete"].click()
    chat.until(lambda: chat.titles() == [])
    assert chat.pane.title() == "New conversation"


def test_what_wrote_a_reply_is_told() -> None:
    message = made_up(2)[1]
    assert message.reply is not None
    told = dict(facts(replace(message, reply=replace(message.reply, seed=7, prompt_tokens=1234))))
    assert told["Seed"] == "7"
    assert told["Tokens read"] == "1,234"


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("zh_CN", "dark")])
@pytest.mark.parametrize(("width", "height", "percent"), [(1024, 700, 100), (1280, 800, 200)])
def test_everything_stays_inside_its_column(
    drive: Callable[..., Driver], language: str, theme: str, width: int, height: int, percent: int
) -> None:
    chat = drive(settings={LANGUAGE: language, THEME: theme, TEXT_SIZE: percent}, size=(width, height))
    chat.open(chat.conversation("A question that is long enough to wrap " * 4, TEXT, status=Status.INTERRUPTED))
    page: QWidget = chat.pane.page()
    for widget in page.findChildren(QWidget):
        if widget.isVisible() and widget.width() and not isinstance(widget.parent(), type(None)):
            left = widget.mapTo(page, QPoint()).x()
            assert left >= -4, widget
            assert left + widget.width() <= page.width() + 4, widget
    for label in page.findChildren(Label):
        if label.isVisible() and not label._elide:
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text()) - 1, label.text()
    assert not chat.window.grab().isNull()


def test_the_theme_may_change_while_a_conversation_is_open(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={THEME: "light"})
    chat.open(chat.conversation("go", TEXT))
    before = chat.window.grab().toImage().pixelColor(700, 600)
    chat.opened.services.settings.set(THEME, "dark")
    chat.until(lambda: chat.window.grab().toImage().pixelColor(700, 600) != before)
    chat.opened.services.settings.set(TEXT_SIZE, 150)
    chat.until(lambda: chat.replies[0].meta.height() == 30)


def test_the_glow_is_dithered_and_fades_to_the_page() -> None:
    light, page = COLOURS["proposal"][0], COLOURS["page"][0]
    image = glow(QSize(200, 200), light, page)
    assert image.pixelColor(0, 0).name().upper() == page
    middle = image.pixelColor(100, 100)
    assert abs(middle.blue() - int(light[5:], 16)) <= 2
    row = [image.pixelColor(x, 100).blue() for x in range(40, 60)]
    steps = sum(one != other for one, other in pairwise(row))
    assert steps > 3  # neighbours differ: no rings
