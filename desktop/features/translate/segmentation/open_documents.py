"""The documents opened last, with their sentences: one run asks for the same one again and again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from desktop.features.translate.segmentation.documents import Segmented
from desktop.features.translate.segmentation.languages import Language
from desktop.formats.documents.base import Document

_MOST = 2
Key = tuple[str, str, str, str]  # what decides how a document is read: digest, kind, name, column


class OpenDocuments:
    """Thread-safe. A document's units never change and it is rendered any number of times, so it is read once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._documents: OrderedDict[Key, Document] = OrderedDict()
        self._segmented: OrderedDict[tuple[Document, str], Segmented] = OrderedDict()

    def document(self, key: Key, read: Callable[[], Document]) -> Document:
        """The document of this key, read where it isn't at hand. Raises what `read` does."""
        with self._lock:
            found = self._documents.get(key) or read()
            self._documents[key] = found
            self._documents.move_to_end(key)
            while len(self._documents) > _MOST:
                self._documents.popitem(last=False)
            return found

    def segmented(self, document: Document, language: Language) -> Segmented:
        """The document's sentences in this language."""
        with self._lock:
            key = (document, language.tag)
            found = self._segmented.get(key) or Segmented(document, language)
            self._segmented[key] = found
            self._segmented.move_to_end(key)
            while len(self._segmented) > _MOST:
                self._segmented.popitem(last=False)
            return found
