"""Machines that lend their devices, in the real window: a warning before, a button that asks, a sentence when nobody
answers."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.ui.panes.models.endpoints.endpoints_section import EndpointsSection
from desktop.ui.panes.models.endpoints.machine_card import MachineCard
from tests.engine.backends.fake_machine import GB, closed_port, lends, listening
from tests.gui.conftest import OpenWindow
from tests.gui.models.test_endpoints import section_of

WAIT = 60_000  # ms

pytestmark = pytest.mark.gui


def test_a_machine_is_added_asked_again_and_removed(open_program: OpenWindow, qtbot: QtBot) -> None:
    opened = open_program()
    hardware = opened.services.model_manager.engines.hardware
    hardware.machines.backend = lambda: "libggml-rpc.so"
    window = opened.show()
    part = section_of(window).machines
    qtbot.waitUntil(part.address.isVisible, timeout=WAIT)
    part.address.setText("192.168.1.7")
    assert part.warning.isVisible()  # before anything is sent
    part.address.setText("192.168.1.7:port")
    assert not part.add_button.isEnabled()
    nobody = closed_port()
    part.address.setText(nobody)
    assert not part.warning.isVisible()  # this machine itself
    qtbot.mouseClick(part.add_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(part.failure.isVisible, timeout=WAIT)
    assert part.cards == {}
    with listening(lends((6 * GB, 8 * GB))) as address:
        part.address.setText(address)
        part.address.returnPressed.emit()
        qtbot.waitUntil(lambda: address in part.cards, timeout=WAIT)
        assert not part.failure.isVisible()
        section = window.current.sections[EndpointsSection.key]  # type: ignore[attr-defined]
        assert section.note() == "1"
        first = part.cards[address]
        qtbot.mouseClick(first.ask_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: part.cards.get(address) is not first, timeout=WAIT)
    card: MachineCard = part.cards[address]
    qtbot.mouseClick(card.ask_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "doesn’t answer" in card.result.text(), timeout=WAIT)
    qtbot.mouseClick(card.remove_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: part.cards == {}, timeout=WAIT)
    assert hardware.machines.all() == []
