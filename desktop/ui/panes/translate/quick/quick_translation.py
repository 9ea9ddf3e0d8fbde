"""The key pressed, or asked by `lamplight --translate-clipboard`: the selected or copied text is there, translated.

The window comes first; the text is read once it has been painted, since another program may be slow to hand it over.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.settings import HOTKEY, HOTKEY_KEYS, HOTKEY_TEXT, Setting
from desktop.features.generation.stop import Stop
from desktop.store.translation.records import Job
from desktop.ui import tasks
from desktop.ui.frame.window import MainWindow
from desktop.ui.help.door import HelpDoor
from desktop.ui.panes.translate.pane import TranslatePane
from desktop.ui.panes.translate.quick.quick_window import QuickWindow
from desktop.ui.services import Services
from desktop.ui.system.hotkey import hotkey, is_possible

if TYPE_CHECKING:
    from desktop.features.translate.quick import QuickEvent, Shown

_BUILD_AFTER_MS = 1500  # the main window has been painted by then
_NOT_AGAIN_FOR = 0.3  # seconds: a key held down repeats itself


class Quick(QObject):
    """Owns the small window and the key; gone with the main window."""

    def __init__(self, services: Services, window: MainWindow) -> None:
        super().__init__(window)
        self._services = services
        self._main = window
        pane = window.pane("translate")
        assert isinstance(pane, TranslatePane)
        self._pane = pane
        self._window: QuickWindow | None = None
        self._stop = Stop()
        self._job: Job | None = None
        self._shown: Shown | None = None
        self._text = ""
        self._target = ""  # chosen in this window, for this text
        self._asked = 0.0
        self.milliseconds: float | None = None  # from the key or the word to the first paint
        self.hotkey = hotkey(HOTKEY_KEYS.key, HOTKEY.label, self)
        self.hotkey.pressed.connect(lambda _: self.show_translated())
        self._heard = _Heard(self)
        services.settings.subscribe(self._heard.setting)
        window.closing.connect(self._close)
        QTimer.singleShot(_BUILD_AFTER_MS, self, self._build)
        self.apply_key()

    @property
    def window(self) -> QuickWindow:
        """The small window, built now if it isn't yet."""
        return self._build()

    def apply_key(self) -> None:
        """Take or let go of the key, as the settings say."""
        settings = self._services.settings
        self.hotkey.set_keys(settings[HOTKEY_KEYS] if settings[HOTKEY] and is_possible() else "")

    def show_translated(self) -> None:
        """The window, then the text, then its translation."""
        now = time.monotonic()
        if now - self._asked < _NOT_AGAIN_FOR:
            return
        self._asked = now
        window = self.window
        window.show_source("")
        window.show_result("")
        window.show_state("")
        window.show_languages("", self._pane.controller.options.target)
        window.open_up()

    def translate(self, text: str) -> None:
        """Show this text and translate it."""
        from desktop.features.translate.quick import MOST_CHARACTERS

        self._stop.set()
        self._text, self._job, self._shown = text, None, None
        window = self.window
        window.show_result("")
        if len(text) > MOST_CHARACTERS:
            window.show_source(text[:MOST_CHARACTERS])
            window.show_state(translate("QuickWindow", "A long text: open it in the pane to translate all of it."))
            window.pane.setFocus()
            return
        if window.source.toPlainText() != text:
            window.show_source(text)
        if not text.strip():
            window.source.setFocus()
            return
        window.show_state(translate("QuickWindow", "Reading the text…"))
        stop = self._stop = Stop()
        tasks.stream(
            lambda: self._events(text, stop),
            lambda event: self._take(event, stop),
            None,
            lambda error: self._failed(error, stop),
            self,
        )

    def _events(self, text: str, stop: Stop) -> Iterator[QuickEvent]:
        from desktop.features.translate.quick import translate_at_once
        from desktop.features.translate.translation_service import JobOptions

        options = self._pane.controller.options
        glossaries = tuple(glossary.id for glossary in self._pane.controller.glossaries)
        job_options = JobOptions(self._target or options.target, tone=options.tone, glossaries=glossaries)
        other = options.source if not self._target else ""
        yield from translate_at_once(self._services.translation_service(), text, job_options, stop, other)

    def _take(self, event: QuickEvent, stop: Stop) -> None:
        from desktop.features.generation.events import Loading
        from desktop.features.translate.quick import Finished, Opened, Shown
        from desktop.features.translate.translation_service import Ended

        if stop is not self._stop or stop.is_set:
            return
        window = self.window
        match event:
            case Opened():
                self._job, self._shown = event.job, Shown(event, self._text)
                window.show_languages(event.job.source_language, event.job.target_language)
                window.show_result(self._shown.text())
                window.show_state(translate("QuickWindow", "Translating…") if not event.job.complete else "")
            case Loading():
                percent = round(event.fraction * 100)
                said = translate("QuickWindow", "Loading the model, {percent} %").format(percent=percent)
                window.show_state(said)
            case Ended():
                self._job = event.job
                if event.error is not None:
                    self._failed(event.error, stop)
            case Finished():
                window.show_result(event.text.rstrip("\n"))
                self._conclude()
            case _:
                if self._shown is not None and self._shown.take(event):
                    window.show_result(self._shown.text())

    def _conclude(self) -> None:
        count = self._job.doubtful if self._job is not None else 0
        if count:
            self.window.show_state(translate("QuickWindow", "%n doubtful: look at it", "", count), "doubtful")
        elif self._job is not None and self._job.complete:
            self.window.show_state(translate("QuickWindow", "Enter copies, Esc closes"))
        self._pane.controller.reload()

    def _failed(self, error: Exception, stop: Stop) -> None:
        if stop is self._stop and not stop.is_set:
            self.window.show_state(sentence(error).what, "wrong")

    # -- the window --------------------------------------------------------------------------------------------------

    def _build(self) -> QuickWindow:
        if self._window is None:
            window = self._window = QuickWindow()
            window.painted.connect(self._painted)
            window.rested.connect(self.translate)
            window.copy_asked.connect(self._copy)
            window.pane_asked.connect(self._open_pane)
            window.target_chosen.connect(self._choose)
            window.swapped.connect(self._swap)
            window.hidden.connect(self._hidden)
            help_door = self._main.findChild(HelpDoor)
            if help_door is not None:
                help_door.listen_in(window)
            self._pane.controller.read_glossaries()
        return self._window

    def _painted(self) -> None:
        self.milliseconds = (time.monotonic() - self._asked) * 1000
        QTimer.singleShot(0, self, self._read)

    def _read(self) -> None:
        """What is selected somewhere, or on the clipboard."""
        self._target = ""
        clipboard = QGuiApplication.clipboard()
        text = ""
        if self._services.settings[HOTKEY_TEXT] == "selection" and clipboard.supportsSelection():
            text = clipboard.text(QClipboard.Mode.Selection)
        self.translate(text if text.strip() else clipboard.text())

    def _copy(self) -> None:
        text = self.window.result.toPlainText()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.window.show_state(translate("QuickWindow", "The translation is on the clipboard."))

    def _open_pane(self) -> None:
        job, text = self._job, self._text
        self.window.close()
        main = self._main
        main.come_forward()
        main.show_pane(self._pane.key)
        if job is not None:
            self._pane.controller.open(job.id)
        elif text.strip():
            self._pane.show_text(text)

    def _choose(self, tag: str) -> None:
        self._target = tag
        self.translate(self.window.source.toPlainText())

    def _swap(self) -> None:
        """The translation becomes the source."""
        text = self.window.result.toPlainText()
        if text and self._job is not None:
            self._target = self._job.source_language
            self.window.show_source(text)
            self.translate(text)

    def _hidden(self) -> None:
        self._stop.set()

    def _close(self) -> None:
        self._stop.set()
        self.hotkey.close()
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None


class _Heard(QObject):
    """A change of the settings, brought to the main thread."""

    def __init__(self, quick: Quick) -> None:
        super().__init__(quick)
        self._quick = quick

    def setting(self, setting: Setting) -> None:
        if setting in (HOTKEY, HOTKEY_KEYS):
            tasks.post(self._quick.apply_key, self)
