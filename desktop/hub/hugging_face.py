"""Hugging Face, or a mirror of it, through the library huggingface_hub; nothing is fetched with it but facts.

Its own switches are set before it is imported: no Xet (which would talk to a host of its own), no telemetry, no look
for updates or for a calling agent, no token of another program. Every request goes through a `Call`.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, HubError
from desktop.hub.call import Call
from desktop.hub.network import NetworkOptions, host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.repository import HUGGING_FACE_SOURCE, FoundModel, Query, Repository
from desktop.hub.said import languages_of, licence_of, whole, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from huggingface_hub import HfApi
    from huggingface_hub.hf_api import ModelInfo

log = logging.getLogger(__name__)

_SWITCHES = {
    "HF_HUB_DISABLE_XET": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_UPDATE_CHECK": "1",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
}
_EXPAND: Any = ["gguf", "downloads", "likes", "tags", "gated", "lastModified"]
_MOST_RESULTS = 100

_call: ContextVar[Call] = ContextVar("call")


class HuggingFace:
    """A hub that speaks Hugging Face's API."""

    source = HUGGING_FACE_SOURCE

    def __init__(self, options: NetworkOptions) -> None:
        self._options = options

    @property
    def host(self) -> str:
        return host(self._options.endpoint)

    def search(self, query: Query) -> list[FoundModel]:
        """GGUF models for a query, the most fetched first. Raises HubError."""
        tags = ["gguf", *([query.language] if query.language else [])]
        if query.licence:
            tags.append(f"license:{query.licence}")
        with self._asking(query.words) as api:
            found = api.list_models(
                filter=tags,
                search=query.words.strip() or None,
                num_parameters=_bounds(query),
                sort="downloads",
                limit=min(query.limit, _MOST_RESULTS),
                expand=_EXPAND,
            )
            return list(_readable(found))

    def repository(self, name: str) -> Repository:
        """A repository with its GGUF files as they are now. Raises HubError."""
        from urllib.parse import quote

        with self._asking(name) as api:
            info = api.model_info(name, files_metadata=True)
            revision = word(info.sha)
            tags = _tags(info)
            base = f"{self._options.endpoint}/{info.id}"
            files = [
                RemoteFile(
                    each.rfilename,
                    f"{base}/resolve/{quote(revision or 'main', safe='')}/{quote(each.rfilename)}",
                    whole(each.size),
                    word(each.lfs.sha256) if each.lfs else "",
                    word(info.id),
                    revision,
                    self.source,
                )
                for each in info.siblings or []
                if word(each.rfilename).lower().endswith(".gguf")
            ]
            return Repository(
                word(info.id),
                self.source,
                base,
                tuple(files),
                revision,
                licence_of(tags),
                languages_of(tags),
                whole((info.gguf or {}).get("total")),
                bool(info.gated),
            )

    @contextmanager
    def _asking(self, name: str) -> Iterator[HfApi]:
        library = _library()
        with Call(self._options, name) as call:
            token = _call.set(call)
            try:
                yield library.HfApi(endpoint=self._options.endpoint, token=self._options.token or False)
            except library.errors.HFValidationError as error:
                raise HubError(Code.HUB_NOT_FOUND, host=self.host, name=name, cause=str(error)[:200]) from error
            except library.errors.OfflineModeIsEnabled as error:
                raise HubError(Code.HUB_UNREACHABLE, host=self.host, cause="HF_HUB_OFFLINE") from error
            finally:
                _call.reset(token)


class _Client:
    """What the library takes for its client: that of the call which this thread is in."""

    def __getattr__(self, name: str) -> Any:
        return getattr(_call.get().client, name)

    def close(self) -> None:
        """A call closes its own."""


@cache
def _library() -> Any:
    """huggingface_hub, silent and with its switches set."""
    for name, value in _SWITCHES.items():
        os.environ[name] = value
    import huggingface_hub
    import huggingface_hub.errors

    logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)  # it would log what people search for
    make: Any = _Client
    huggingface_hub.set_client_factory(make)
    return huggingface_hub


def _bounds(query: Query) -> str | None:
    bounds = [f"{name}:{value}" for name, value in (("min", query.least), ("max", query.most)) if value]
    return ",".join(bounds) or None


def _readable(found: Iterable[ModelInfo]) -> Iterator[FoundModel]:
    """Each result, up to one that can't be read; the error where not even the first can."""
    some = False
    try:
        for info in found:
            some = True
            yield _model(info)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        if not some:
            raise
        log.warning("the rest of a list of models can't be read: %s", type(error).__name__)


def _model(info: ModelInfo) -> FoundModel:
    tags = _tags(info)
    facts = info.gguf if isinstance(info.gguf, dict) else {}
    return FoundModel(
        word(info.id),
        whole(info.downloads),
        whole(info.likes),
        whole(facts.get("total")),
        word(facts.get("architecture")),
        licence_of(tags),
        languages_of(tags),
        bool(info.gated),
        f"{info.last_modified:%Y-%m-%d}" if info.last_modified else "",
    )


def _tags(info: ModelInfo) -> list[str]:
    return [tag for tag in info.tags or [] if isinstance(tag, str)]
