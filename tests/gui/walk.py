"""Every place of the program, one after the other: panes with something in them, sections, what opens over them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from handbook import scenes
from handbook.stage import Stage
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.commands import commands
from desktop.ui.help.door import HelpDoor
from desktop.ui.panes.models.pane import ModelsPane
from desktop.ui.panes.settings.pane import SettingsPane
from desktop.ui.widgets import Popup

# What opens over the window, by the scene it is opened in.
OVER: dict[str, tuple[str, ...]] = {
    "chat": (
        "window.palette",
        "window.shortcuts",
        "window.model",
        "chat.snippet",
        "chat.snippets",
        "chat.assistant",
        "chat.assistants",
        "chat.settings",
        "chat.context",
        "chat.export",
        "chat.move",
        "chat.tag",
        "insight.text",
    ),
    "story": ("story.open", "story.history", "story.entry", "story.quotes", "story.book", "story.export"),
    "translate": ("translate.glossary", "translate.instructions"),
}
Place = tuple[str, QWidget]


def places(stage: Stage) -> Iterator[Place]:
    """Name and what holds it: the main window, or another window of the program."""
    for name in ("chat", "search", "plan", "story", "translate"):
        with scenes.played(stage, name):
            yield name, stage.window
        for command in OVER.get(name, ()):
            yield from _over(stage, command)
    for command in ("chat.new",):
        stage.pane("chat")
        commands.run(command)
        stage.settle()
        yield command, stage.window
    yield from _sections(stage)
    yield from _windows(stage)


def _over(stage: Stage, command: str) -> Iterator[Place]:
    if not commands.run(command):
        return
    stage.settle()
    opened = [popup for popup in stage.window.findChildren(Popup) if popup.isVisible()]
    for popup in opened:
        yield command, popup
        popup.close_popup()
    stage.settle()


def _sections(stage: Stage) -> Iterator[Place]:
    stage.pane("models")
    models = stage.window.current
    assert isinstance(models, ModelsPane)
    for section in models.sections:
        models.go(section)
        stage.settle()
        yield f"models, {section}", stage.window
    stage.pane("settings")
    settings = stage.window.current
    assert isinstance(settings, SettingsPane)
    for section in list(settings._makers):
        settings.go(section)
        stage.settle()
        yield f"settings, {section}", stage.window


def _windows(stage: Stage) -> Iterator[Place]:
    door = stage.window.findChild(HelpDoor)
    assert door is not None
    opened = door.open_at("chat")
    stage.settle()
    yield "help", opened
    opened.close()
    with scenes.played(stage, "quick") as picture:
        window = picture.__self__  # type: ignore[attr-defined]
        yield "quick", window


def shown_in(root: QWidget) -> Iterator[QWidget]:
    """`root` and everything in it that can be seen: not what has been scrolled away or lies below another page."""
    if root.isVisible():
        yield root
        yield from (child for child in root.findChildren(QWidget) if child.isVisible())


def takes_keys(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled()


Check = Callable[[QWidget], list[str]]


def walk(stage: Stage, checks: dict[str, Check], only: Callable[[str], bool] = lambda _: True) -> dict[str, list[str]]:
    """What the checks find, by place."""
    found: dict[str, list[str]] = {}
    for name, root in places(stage):
        if not only(name):
            continue
        for check, look in checks.items():
            wrong = look(root)
            if wrong:  # what a task has told just now may not be laid out yet
                stage.settle()
                wrong = look(root)
            if wrong:
                found.setdefault(f"{name}: {check}", []).extend(wrong)
    QApplication.processEvents()
    return found
