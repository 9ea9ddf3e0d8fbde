"""The map of certainty over a real reply, by keyboard and pointer, and a text of one's own."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.base.settings import MAX_TOKENS
from desktop.engine.protocol.messages import Token
from desktop.features.chat.insight import Insight, Other, Piece
from desktop.store import Made
from desktop.ui.commands import commands
from desktop.ui.panes.chat.insight.alternatives_card import AlternativesCard
from desktop.ui.panes.chat.insight.certainty_panel import CertaintyPanel
from desktop.ui.panes.chat.insight.perplexity_dialog import PerplexityDialog
from tests.gui.chat.conftest import Driver
from tests.gui.chat.keyboard import CONTROL, KEY, focused, go_to, press


def _mapped(chat: Driver) -> CertaintyPanel:
    go_to(chat, len(chat.controller.messages) - 1)
    press(chat, KEY.Key_M)
    view = chat.replies[-1]
    chat.until(lambda: view.certainty is not None and view.certainty.text.insight is not None)
    assert view.certainty is not None
    return view.certainty


@pytest.mark.model
def test_another_word_goes_on_as_a_new_version_with_the_same_beginning(drive: Callable[..., Driver]) -> None:
    chat = drive(settings={MAX_TOKENS: 20}, load=True)
    chat.send("Name three rivers in Europe.")
    old = chat.wait_reply()
    panel = _mapped(chat)
    assert focused() is panel.text
    assert panel.text.toPlainText() == old.text
    insight = panel.text.insight
    assert insight is not None
    assert "Perplexity" in panel.said.text()
    press(chat, KEY.Key_Home)
    while not [other for other in insight.pieces[panel.text.current].others if not other.present]:
        press(chat, KEY.Key_Right)
    press(chat, KEY.Key_Right)
    at = panel.text.current
    press(chat, KEY.Key_Return)
    card = chat.window.findChild(AlternativesCard)
    assert card is not None
    row = next(row for row in card.rows if not row.other.present)
    row.setFocus()
    press(chat, KEY.Key_Return)
    chat.until(lambda: chat.controller.messages[-1].id != old.id)
    new = chat.wait_reply()
    kept = old.text[: insight.pieces[at].start]
    assert new.text.startswith(kept + row.other.text)
    assert (new.version, new.versions) == (2, 2)
    assert new.reply is not None
    assert new.reply.made == Made.WORD
    assert new.reply.prompt_tokens - new.reply.cached_tokens <= 2
    assert "from another word" in chat.replies[-1].meta.text
    assert chat.replies[-1].certainty is None


@pytest.mark.model
def test_escape_closes_the_words_then_the_map_and_the_focus_stays(drive: Callable[..., Driver]) -> None:
    chat = drive(load=True)
    chat.open(chat.conversation("Name a river.", "The Rhine flows through 科隆 and 巴塞尔. 🏮 It is long."))
    panel = _mapped(chat)
    press(chat, KEY.Key_Right, CONTROL)
    press(chat, KEY.Key_Space)
    card = chat.window.findChild(AlternativesCard)
    assert card is not None
    assert card.isVisible()
    press(chat, KEY.Key_Escape)
    assert card.isHidden()
    assert focused() is panel.text
    press(chat, KEY.Key_Escape)
    assert chat.replies[-1].certainty is None
    assert chat.replies[-1].body.isVisible()
    assert focused() is chat.replies[-1]


def _shaded(chat: Driver, text: str = "A 🏮 lamp burns") -> CertaintyPanel:
    """A map without a model."""
    view = chat.replies[-1]
    panel = view.show_certainty()
    others = (Other(1, " fire", 0.6), Other(2, " lamp", 0.1, present=True))
    pieces = (Piece(0, 1, 0, 0.9), Piece(1, 3, 1, 0.01), Piece(3, 8, 3, 0.1, others), Piece(8, 14, 4, 0.6))
    panel.show_text(text)
    tokens = tuple(Token(number, "", None, None, None) for number in (5, 6, 7, 2, 8))
    panel.show_insight(Insight(text, pieces, tokens, 4.2))
    QApplication.processEvents()
    return panel


def test_the_pointer_over_a_word_shows_what_else_could_stand_there(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("What is it?", "A 🏮 lamp burns"))
    panel = _shaded(chat)
    before = focused()
    where = panel.text.area(2).center().toPoint()
    chat.bot.mouseMove(panel.text.viewport(), where)
    chat.until(lambda: chat.window.findChild(AlternativesCard) is not None)
    card = chat.window.findChild(AlternativesCard)
    assert card is not None
    assert [(row.text(), row.other.present) for row in card.rows] == [("fire", False), ("lamp", True)]
    assert focused() is before
    with chat.bot.waitSignal(panel.chosen) as chosen:
        chat.click(card.rows[0])
    assert chosen.args[0] == 2
    assert chosen.args[1].text == " fire"


def test_tints_are_under_their_words(drive: Callable[..., Driver]) -> None:
    chat = drive()
    chat.open(chat.conversation("What is it?", "A 🏮 lamp burns"))
    panel = _shaded(chat)
    areas = [panel.text.area(at) for at in range(4)]
    assert all(one.right() <= other.left() + 1 for one, other in pairwise(areas))
    shot = panel.text.viewport().grab().toImage()
    ratio = shot.devicePixelRatio()

    def colour(at: int) -> str:
        corner = areas[at].bottomLeft() * ratio
        return shot.pixelColor(int(corner.x() + 4 * ratio), int(corner.y() - 2 * ratio)).name()

    assert colour(1) != colour(2) != colour(0)
    assert colour(0) == colour(3)


@pytest.mark.model
def test_a_text_of_ones_own_is_read_from_a_command(drive: Callable[..., Driver]) -> None:
    chat = drive(load=True)
    chat.composer.text.setFocus()
    commands.run("insight.text")
    sheet = chat.window.findChild(PerplexityDialog)
    assert sheet is not None
    chat.until(lambda: QApplication.focusWidget() is sheet.field)
    assert not sheet.button.isEnabled()
    chat.bot.keyClicks(sheet.field, "The sea was calm and the lamp burned all night.")
    press(chat, KEY.Key_Return, CONTROL)
    chat.until(lambda: sheet.panel.text.insight is not None)
    assert "Perplexity" in sheet.panel.said.text()
    assert focused() is sheet.panel.text
    press(chat, KEY.Key_Return)
    card = chat.window.findChild(AlternativesCard)
    assert card is not None
    assert card.isVisible()
    chat.bot.keyClick(focused(), Qt.Key.Key_Escape)
    assert focused() is sheet.panel.text
    press(chat, KEY.Key_Escape)
    assert not sheet.isVisible()
