"""Gettext catalogues: what has no translation gets one; headers, comments, contexts and finished entries stay."""

from __future__ import annotations

from collections.abc import Sequence

import polib

from desktop.base.errors import Code, DocumentError
from desktop.formats.documents.base import Bilingual, Document, Output, Unit
from desktop.formats.encoding import decode
from desktop.formats.markdown.inline import Builder

# https://www.gnu.org/software/gettext/manual/html_node/Plural-forms.html
_ONE = "nplurals=1; plural=0;"
_TWO = "nplurals=2; plural=(n != 1);"
_SLAVIC = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
_PLURALS = {
    **dict.fromkeys(("zh", "zh-Hant", "ja", "ko", "th", "vi", "id", "ms"), _ONE),
    **dict.fromkeys(("ru", "uk", "sr", "hr"), _SLAVIC),
    "fr": "nplurals=2; plural=(n > 1);",
    "cs": "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);",
}
_LOCALES = {"zh": "zh_CN", "zh-Hant": "zh_TW"}


class PoDocument(Document):
    """Units are the msgids of entries that are empty or fuzzy; an entry with a plural has two."""

    kind = "po"

    def __init__(self, data: bytes, name: str = "") -> None:
        self._decoded = decode(data, name)
        self._name = name
        self.units, self._places, self._builders = [], [], []
        for number, entry in enumerate(self._parse()):
            if entry.obsolete or (entry.translated() and not entry.fuzzy):
                continue
            for field in ("msgid", "msgid_plural"):
                text = getattr(entry, field)
                if text.strip():
                    builder = Builder()
                    builder.text(text)
                    self._places.append((number, field))
                    self._builders.append(builder)
                    self.units.append(Unit(builder.result()))

    _places: list[tuple[int, str]]
    _builders: list[Builder]

    def _parse(self) -> polib.POFile:
        if "msgid" not in self._decoded.text:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=self._name)
        try:
            return polib.pofile(self._decoded.text, wrapwidth=78)
        except (OSError, ValueError, IndexError, AttributeError) as error:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=self._name, cause=str(error)) from error

    def render(self, targets: Sequence[str], output: Output) -> bytes:
        catalogue = self._parse()
        plurals = _PLURALS.get(output.language, _TWO)
        catalogue.metadata["Language"] = _LOCALES.get(output.language, output.language)
        catalogue.metadata["Plural-Forms"] = plurals
        forms = int(plurals[len("nplurals=")])
        entries = list(catalogue)
        unsure: list[polib.POEntry] = []
        for at, (number, field) in enumerate(self._places):
            if at in output.waiting:
                continue  # an empty msgstr falls back to the source; a copy of it would pass for a translation
            entry, text = entries[number], self._written(at, targets[at])
            if output.bilingual is not Bilingual.NO and text:
                entry.tcomment = "\n".join(line for line in (entry.tcomment, getattr(entry, field)) if line)
            _put(entry, field, text, forms)
            if at in output.doubtful:
                unsure.append(entry)
        for entry in unsure:
            if not entry.fuzzy:
                entry.flags.append("fuzzy")  # gettext's own mark: programs don't use it until a person has looked
        return self._decoded.encode(str(catalogue) + "\n")

    def _written(self, at: int, target: str) -> str:
        text = self._builders[at].write(target)
        # gettext refuses a msgstr whose line ends differ from its msgid's.
        source = self.units[at].text
        return ("\n" if source.startswith("\n") else "") + text.strip("\n") + ("\n" if source.endswith("\n") else "")


def _put(entry: polib.POEntry, field: str, text: str, forms: int) -> None:
    if "fuzzy" in entry.flags:
        entry.flags.remove("fuzzy")
        entry.previous_msgid = entry.previous_msgctxt = entry.previous_msgid_plural = None
    if not entry.msgid_plural:
        entry.msgstr = text
    elif field == "msgid":
        entry.msgstr_plural = {0: text}
    else:
        first = 0 if forms == 1 else 1
        entry.msgstr_plural = {**entry.msgstr_plural, **dict.fromkeys(range(first, forms), text)}
