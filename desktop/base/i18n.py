"""Translation without Qt, so that the command line and the window say the same sentence.

The sources are English, written in the code as `translate("Context", "Text")` where Qt's `lupdate` finds them; the
translations are Qt's own `.ts` files in `resources/i18n/`, read directly. Plurals are `%n` with `count`: the forms
come from the `.ts` file of the language, English included. Values go in with `str.format`: `{name}`.
"""

from __future__ import annotations

import locale
import os
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from contextvars import ContextVar
from pathlib import Path

from desktop.base.paths import resources

LANGUAGES = {"en": "English", "zh_CN": "中文"}

_Catalogue = dict[tuple[str, str], tuple[str, ...]]
_in_english: ContextVar[bool] = ContextVar("in_english", default=False)


class Translator:
    """The current language and its texts; listeners are told when it changes."""

    def __init__(self) -> None:
        self.language = "en"
        self._texts: _Catalogue = {}
        self._listeners: list[Callable[[], None]] = []

    def use(self, language: str) -> None:
        """Switch to a language of `LANGUAGES` (or "system") and tell the listeners."""
        chosen = system_language() if language == "system" else language
        self._texts = read_catalogue(resources() / "i18n" / f"{chosen}.ts")
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
        form = forms[_plural_form(self.language, count, len(forms))] if forms else text
        return (form or text).replace("%n", f"{count:,}")


def _plural_form(language: str, count: int, forms: int) -> int:
    """English has two forms, Chinese one (Unicode CLDR plural rules)."""
    return 1 if language == "en" and count != 1 and forms > 1 else 0


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
    """`zh_CN` where the system speaks any Chinese, else `en`."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = os.environ.get(variable)
        if value:
            return "zh_CN" if value.lower().startswith("zh") else "en"
    try:
        found = locale.getlocale()[0] or ""
    except ValueError:
        found = ""
    return "zh_CN" if found.lower().startswith(("zh", "chinese")) else "en"


translator = Translator()


def translate(context: str, text: str, comment: str = "", count: int | None = None) -> str:
    """`text` in the current language. The signature is Qt's, so `lupdate` collects the strings."""
    return translator.translate(context, text, comment, count)
