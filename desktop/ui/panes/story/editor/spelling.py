"""Spelling, where there is a Hunspell dictionary for the story's language: a squiggle, suggestions, own words.

Words are looked up on a thread of their own, each once; the layout only asks what is known by then.
"""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QTextCursor

from desktop.base.files import write_atomically
from desktop.base.i18n import translate
from desktop.base.text.scripts import CJK, HANGUL
from desktop.ui import tasks
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.widgets import Menu

_HOME = Path.home()
FOLDERS = (
    Path("/usr/share/hunspell"),
    Path("/usr/share/myspell/dicts"),
    Path("/Library/Spelling"),
    _HOME / "Library/Spelling",
    _HOME / ".local/share/hunspell",
)  # of free desktops, and of macOS; Windows has none
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
_NO_LATIN = re.compile(f"[{CJK}{HANGUL}]")
_PREFERRED = {"en": ("en_US", "en_GB"), "de": ("de_DE",), "fr": ("fr_FR", "fr"), "es": ("es_ES",)}
_SOON_MS = 300
_LANE = "spelling"
_MOST_SUGGESTIONS = 7


def dictionary_of(language: str, folders: tuple[Path, ...] = FOLDERS) -> Path | None:
    """The .dic file for a language tag; None where none is installed."""
    short = language.partition("-")[0].lower()
    for folder in folders:
        found = sorted(path for path in folder.glob(f"{short}*.dic") if path.with_suffix(".aff").is_file())
        names = {path.stem: path for path in found if path.stem == short or path.stem.startswith(f"{short}_")}
        for name in (*_PREFERRED.get(short, ()), *names):
            if name in names:
                return names[name]
    return None


class Spelling(QObject):
    """Of one editor. `changed` tells that a dictionary was found, or none."""

    changed = Signal()

    def __init__(self, editor: Manuscript, folder: Path) -> None:
        """`folder` is where own words are kept, and in it `dictionaries` where a person can put some."""
        super().__init__(editor)
        self._editor = editor
        self._own_file = folder / "own-words.txt"
        self.folder = folder / "dictionaries"
        self._own: set[str] = set()
        self._speller: Any = None
        self._language = ""
        self._known: dict[str, bool] = {}
        self._waiting: set[str] = set()
        self.on = True
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._look_up)
        editor.typesetter.misspelt = self.misspelt

    @property
    def available(self) -> bool:
        return self._speller is not None

    def use(self, language: str, folders: tuple[Path, ...] | None = None) -> None:
        """Check this language from now on; a dictionary that wasn't there before is looked for again."""
        if language == self._language and self.available:
            return
        folders = (self.folder, *FOLDERS) if folders is None else folders
        self._language = language
        self._speller = None
        self._known.clear()

        def load() -> tuple[Any, set[str]]:
            own = self._own_file.read_text(encoding="utf-8").split() if self._own_file.is_file() else []
            path = dictionary_of(language, folders)
            if path is None:
                return None, set(own)
            from hunspell import Hunspell

            return Hunspell(path.stem, hunspell_data_dir=str(path.parent)), set(own)

        def loaded(found: tuple[Any, set[str]]) -> None:
            if language == self._language:
                self._speller, self._own = found
                self.changed.emit()
                if self.available:
                    self._editor.typesetter.rehighlight()

        tasks.run(load, loaded, owner=self, lane=_LANE)

    def set_on(self, on: bool) -> None:
        self.on = on
        self._editor.typesetter.rehighlight()

    def misspelt(self, _number: int, text: str) -> list[tuple[int, int]]:
        """Start and length of the words of a paragraph that are known to be wrong."""
        if not self.on or not self.available:
            return []
        found = []
        for match in _WORD.finditer(text):
            word = match.group().replace("’", "'")
            right = self._known.get(word)
            if right is None:
                if not _NO_LATIN.search(word):
                    self._waiting.add(word)
            elif not right:
                found.append((match.start(), len(match.group())))
        if self._waiting and not self._soon.isActive():
            self._soon.start()
        return found

    def _look_up(self) -> None:
        words, self._waiting = self._waiting, set()
        speller, own, language = self._speller, set(self._own), self._language
        if speller is None or not words:
            return

        def check() -> dict[str, bool]:
            return {word: word in own or bool(speller.spell(word)) for word in words}

        def checked(found: dict[str, bool]) -> None:
            if language == self._language:
                self._known.update(found)
                self._show({word for word, right in found.items() if not right})

        tasks.run(check, checked, owner=self, lane=_LANE)

    def _show(self, words: set[str]) -> None:
        """Lay out anew the paragraphs with these words, a few at a time."""
        if not words:
            return
        block = self._editor.document().begin()
        while block.isValid():
            if any(match.group().replace("’", "'") in words for match in _WORD.finditer(block.text())):
                self._editor.typesetter.rehighlightBlock(block)
            block = block.next()

    # -- what a person does ------------------------------------------------------------------------------------------

    def add_rows(self, menu: Menu, position: int) -> None:
        """Rows for a misspelt word at a position of the document."""
        cursor = self.word_at(position)
        if cursor is None:
            return
        word = cursor.selectedText()
        said = translate("StoryPane", "Spelling of “{word}”…").format(word=word)
        menu.add(said, partial(self._suggest, cursor), icon="edit")
        menu.add(translate("StoryPane", "Add to my words"), partial(self.add_word, word), icon="plus")
        menu.separator()

    def word_at(self, position: int) -> QTextCursor | None:
        """A cursor that selects the misspelt word there."""
        block = self._editor.document().findBlock(position)
        for start, length in self.misspelt(block.blockNumber(), block.text()):
            if start <= position - block.position() <= start + length:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + start)
                cursor.setPosition(block.position() + start + length, QTextCursor.MoveMode.KeepAnchor)
                return cursor
        return None

    def _suggest(self, cursor: QTextCursor) -> None:
        word, speller = cursor.selectedText().replace("’", "'"), self._speller

        def show(found: list[str]) -> None:
            menu = Menu(self._editor)
            for suggestion in found[:_MOST_SUGGESTIONS]:
                menu.add(suggestion, partial(self._replace, cursor, suggestion))
            if not found:
                menu.add(translate("StoryPane", "The dictionary knows nothing like it"), lambda: None, enabled=False)
            menu.open_at(self._editor.viewport(), self._editor.cursorRect(cursor).bottomLeft())

        tasks.run(lambda: list(speller.suggest(word)), show, owner=self, lane=_LANE)

    def _replace(self, cursor: QTextCursor, word: str) -> None:
        cursor.insertText(word)

    def add_word(self, word: str) -> None:
        """It is right from now on, in every story."""
        plain = word.replace("’", "'")
        self._own.add(plain)
        self._known[plain] = True
        self._editor.typesetter.rehighlight()
        text = "\n".join(sorted(self._own)) + "\n"
        tasks.run(lambda: write_atomically(self._own_file, text.encode()), owner=self, lane=_LANE)
