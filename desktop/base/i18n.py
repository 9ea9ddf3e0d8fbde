"""Translation without Qt, so that the command line and the window say the same sentence.

The sources are English, written in the code as `translate("Context", "Text")` where Qt's `lupdate` finds them; the
translations are Qt's own `.ts` files in `resources/i18n/`, read directly. Plurals are `%n` with `count`: the forms
come from the `.ts` file of the language, English included. Values go in with `str.format`: `{name}`.
"""

from __future__ import annotations

import locale
import os
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from desktop.base.paths import resources
from desktop.base.text.plurals import plurals

ENGLISH, CHINESE = "en", "zh_CN"

_Catalogue = dict[tuple[str, str], tuple[str, ...]]
_in_english: ContextVar[bool] = ContextVar("in_english", default=False)


_OWN_NAME = re.compile(r"<extra-name>([^<]+)</extra-name>")
_SHIPPED = {ENGLISH: "English", CHINESE: "中文"}  # by what they call themselves
_HEAD = 1024  # bytes of a file that hold its name


def folder() -> Path:
    """Where the translations are."""
    return resources() / "i18n"


def find_languages(place: Path | None = None) -> dict[str, str]:
    """The languages there are files of, by what each calls itself; English, in which the sources are, comes first."""
    found = {ENGLISH: _SHIPPED[ENGLISH]}
    for file in sorted((place or folder()).glob("*.ts")):
        with file.open("rb") as opened:
            name = _OWN_NAME.search(opened.read(_HEAD).decode("utf-8", "replace"))
        if name is not None or file.stem in _SHIPPED:
            found[file.stem] = name[1].strip() if name is not None else _SHIPPED[file.stem]
    return found


LANGUAGES = find_languages()


class Translator:
    """The current language and its texts; listeners are told when it changes."""

    def __init__(self) -> None:
        self.language = "en"
        self._texts: _Catalogue = {}
        self._listeners: list[Callable[[], None]] = []

    def use(self, language: str) -> None:
        """Switch to a language of `LANGUAGES` (or "system") and tell the listeners."""
        chosen = system_language() if language == "system" else language
        self._texts = read_catalogue(folder() / f"{chosen}.ts")
        self.language = chosen
        for listener in list(self._listeners):
            listener()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` after every change of language; returns the way to stop it."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener) if listener in self._listeners else None

    def english(self, text: Callable[[], str]) -> str:
        """What `text()` says in English, whatever the language: a name that is also known by that."""
        token = _in_english.set(True)
        try:
            return text()
        finally:
            _in_english.reset(token)

    def translate(self, context: str, text: str, comment: str = "", count: int | None = None) -> str:
        if _in_english.get() and count is None:
            return text
        forms = self._texts.get((context, text))
        if count is None:
            return forms[0] if forms and forms[0] else text
        form = forms[min(plurals(self.language).form(count), len(forms) - 1)] if forms else text
        return (form or text).replace("%n", f"{count:,}")


def read_catalogue(path: Path) -> _Catalogue:
    """The texts of a `.ts` file by context and source; a missing file is an empty catalogue."""
    if not path.is_file():
        return {}
    texts: _Catalogue = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is None or translation.get("type") in ("unfinished", "vanished", "obsolete"):
                continue
            numerus = tuple(form.text or "" for form in translation.iter("numerusform"))
            texts[name, message.findtext("source") or ""] = numerus or (translation.text or "",)
    return texts


def system_language() -> str:
    """The language of the system where there is one of it (any Chinese for Simplified), else English."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return _offered(value)
    try:
        found = locale.getlocale()[0] or ""
    except ValueError:
        found = ""
    return _offered("zh" if found.lower().startswith("chinese") else found)


def _offered(named: str) -> str:
    """The language of `LANGUAGES` for a name such as `pt_BR.UTF-8` or `de-AT`."""
    wanted = named.partition(".")[0].partition("@")[0].replace("-", "_").lower()
    short = wanted.partition("_")[0]
    exact = next((known for known in LANGUAGES if known.lower() == wanted), "")
    return exact or next((known for known in LANGUAGES if known.lower().partition("_")[0] == short), ENGLISH)


translator = Translator()


def translate(context: str, text: str, comment: str = "", count: int | None = None) -> str:
    """`text` in the current language. The signature is Qt's, so `lupdate` collects the strings."""
    return translator.translate(context, text, comment, count)
