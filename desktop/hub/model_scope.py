"""ModelScope, the hub in China: its search (openapi/v1) and the list of a repository's files (api/v1)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from desktop.base.errors import Code, HubError
from desktop.hub.call import Call
from desktop.hub.network import NetworkOptions, host
from desktop.hub.remote_file import RemoteFile
from desktop.hub.repository import MODELSCOPE_SOURCE, FoundModel, Query, Repository
from desktop.hub.said import languages_of, licence_of, whole, word

MODELSCOPE = "https://modelscope.cn"
_MOST_RESULTS = 50  # its own limit of a page
_REVISION = "master"


class ModelScope:
    """A hub that speaks ModelScope's API. It has no filters of its own for size and language: we apply ours."""

    source = MODELSCOPE_SOURCE

    def __init__(self, options: NetworkOptions) -> None:
        self._options = options

    @property
    def host(self) -> str:
        return host(self._options.endpoint)

    def search(self, query: Query) -> list[FoundModel]:
        """GGUF models for a query, the most fetched first. Raises HubError."""
        parameters = {
            "search": _words(query.words),
            "filter.library": "gguf",
            "sort": "downloads",
            "page_number": 1,
            "page_size": _MOST_RESULTS,
        }
        with Call(self._options, query.words) as call:
            answer = self._data(call.get(f"{self._options.endpoint}/openapi/v1/models", parameters), query.words)
            found = [_model(each) for each in answer["models"] if isinstance(each, dict)]
        kept = [model for model in found if model.id and _wanted(model, query)]
        return sorted(kept, key=lambda model: -model.downloads)[: query.limit]

    def repository(self, name: str) -> Repository:
        """A repository with its GGUF files. Raises HubError."""
        _check_name(name, self.host)
        base = f"{self._options.endpoint}/api/v1/models/{quote(name)}"
        with Call(self._options, name) as call:
            files = self._data(call.get(f"{base}/repo/files", {"Revision": _REVISION, "Recursive": "true"}), name)[
                "Files"
            ]
            facts = self._data(call.get(base), name)
            licence = word(facts.get("License"))
            tags = [word(tag) for tag in facts.get("Tags") or []]
            found = [self._file(name, each) for each in files if isinstance(each, dict)]
        return Repository(
            name,
            self.source,
            f"{self._options.endpoint}/models/{name}",
            tuple(file for file in found if file.name.lower().endswith(".gguf")),
            _REVISION,
            licence.lower(),
            languages_of(tags),
        )

    def _file(self, repository: str, found: dict[str, Any]) -> RemoteFile:
        name = word(found.get("Path"))
        sha256 = word(found.get("Sha256")).lower()
        return RemoteFile(
            name,
            f"{self._options.endpoint}/models/{quote(repository)}/resolve/{_REVISION}/{quote(name)}",
            whole(found.get("Size")),
            sha256 if len(sha256) == 64 else "",
            repository,
            _REVISION,
            self.source,
        )

    def _data(self, answer: Any, name: str) -> dict[str, Any]:
        """What is inside an answer; it says in its body, too, whether it is one."""
        code = answer.get("Code", 200)
        if code in (404, 10010205001) or answer.get("code") == "NotFound":
            raise HubError(Code.HUB_NOT_FOUND, host=self.host, name=name, cause=word(answer.get("Message")))
        found = answer["data"] if "data" in answer else answer["Data"]
        if not isinstance(found, dict):
            raise HubError(Code.HUB_ANSWER, host=self.host, name=name, cause=word(answer.get("Message")))
        return found


def _model(found: dict[str, Any]) -> FoundModel:
    tags = [tag for tag in found.get("tags") or [] if isinstance(tag, str)]
    return FoundModel(
        word(found.get("id")),
        whole(found.get("downloads")),
        whole(found.get("likes")),
        whole(found.get("params")),
        licence=word(found.get("license")).lower() or licence_of(tags),
        languages=languages_of(tag.removeprefix("language:") for tag in tags),
        gated=bool(found.get("gated")),
        modified=word(found.get("last_modified"))[:10],
    )


def _wanted(model: FoundModel, query: Query) -> bool:
    """Whether it passes the filters; what a model doesn't say counts for it."""
    if query.licence and model.licence and model.licence != query.licence:
        return False
    if query.language and model.languages and query.language not in model.languages:
        return False
    size = model.parameters or query.least or 1
    return query.least <= size <= (query.most or size)


def _words(words: str) -> str:
    """Its search looks at names only, most of which say GGUF themselves."""
    return " ".join(words.split())


def _check_name(name: str, host_name: str) -> None:
    parts = name.split("/")
    if len(parts) != 2 or any(part in ("", ".", "..") for part in parts):
        raise HubError(Code.HUB_NOT_FOUND, host=host_name, name=name)
