"""Assistants: the ones that came with the program, in the language of the interface, and a person's own."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import translator
from desktop.base.paths import resources
from desktop.features.chat.new_conversation import NewConversation
from desktop.store import Conversation
from desktop.store.conversations.assistants import Assistant, AssistantStore

if TYPE_CHECKING:
    from desktop.store import Store

FORMAT = "lamplight-assistants"
_TEXTS = ("name", "description", "system_prompt", "model", "greeting")


class Assistants:
    """Lists, copies, files, and how a conversation begins with one."""

    def __init__(self, store: Store, shipped: Path | None = None) -> None:
        self._store = store
        self._assistant_store = AssistantStore(store.database)
        self._shipped = shipped or resources() / "assistants"

    def all(self) -> list[Assistant]:
        """Those that came with the program (with a `key`, not to be changed), then a person's own."""
        return [*self.shipped(), *self._assistant_store.assistants()]

    def shipped(self) -> list[Assistant]:
        """Those that came with the program, in the current language."""
        found = [(path.stem, tomllib.loads(path.read_text("utf-8"))) for path in self._shipped.glob("*.toml")]
        found.sort(key=lambda item: (item[1].get("order", 0), item[0]))
        return [replace(_assistant({**data, **data[_language(data)]}), key=key) for key, data in found]

    def keep(self, assistant: Assistant) -> Assistant:
        """Keep a new one or changes to one. One that came with the program is kept as a person's own copy."""
        return self._assistant_store.keep_assistant(replace(assistant, key="") if assistant.key else assistant)

    def trash(self, assistant_id: int, restore: bool = False) -> None:
        """Put one of a person's own into the trash for 30 days, or take it out."""
        self._assistant_store.trash_assistant(assistant_id, restore)

    def begin(self, assistant: Assistant, pane: str = "chat") -> Conversation:
        """A new conversation with an assistant, its greeting already said. Raises StoreError."""
        made, _ = NewConversation.of(assistant).create(self._store, pane=pane)
        return self._store.conversation(made.id)

    def read_file(self, path: Path) -> list[Assistant]:
        """Keep what a file of `file_of` has. Raises DocumentError, with nothing kept."""
        try:
            document = json.loads(path.read_text("utf-8-sig"))
            if document["format"] != FORMAT:
                raise ValueError(f"format {document['format']!r:.40}")
            found = [_assistant(entry) for entry in document["assistants"]]
        except FileNotFoundError as error:
            raise DocumentError(Code.DOCUMENT_MISSING, path=str(path)) from error
        except OSError as error:
            raise DocumentError(Code.DOCUMENT_UNREADABLE, path=str(path), cause=str(error)) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DocumentError(Code.DOCUMENT_DAMAGED, path=str(path), cause=str(error)) from error
        return [self._assistant_store.keep_assistant(assistant) for assistant in found]


def file_of(assistants: Iterable[Assistant]) -> bytes:
    """Assistants as a file to pass on: JSON, `{"format", "version": 1, "assistants": [...]}`."""
    listed = [asdict(replace(assistant, id=0, key="")) for assistant in assistants]
    document = {"format": FORMAT, "version": 1, "assistants": listed}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _language(data: dict[str, Any]) -> str:
    return translator.language if translator.language in data else "en"


def _assistant(entry: dict[str, Any]) -> Assistant:
    """Raises ValueError, KeyError, TypeError or AttributeError where the entry isn't one."""
    texts = {name: entry.get(name, "") for name in _TEXTS}
    sampling = entry.get("sampling", {})
    if not all(isinstance(text, str) for text in texts.values()) or not texts["name"] or not isinstance(sampling, dict):
        raise ValueError("not an assistant")
    examples = tuple((str(asked), str(said)) for asked, said in entry.get("examples", ()))
    return Assistant(**texts, sampling=sampling, examples=examples)
