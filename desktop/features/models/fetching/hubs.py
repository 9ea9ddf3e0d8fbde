"""The hubs as a person has set them up: which one, at which address, through which proxy, with which token.

Nothing here asks anybody by itself; what waits for the network says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base import secrets
from desktop.base.settings import (
    HUB_ADDRESS,
    HUB_SOURCE,
    HUB_TOKENS,
    MODELSCOPE_ADDRESS,
    PROXY,
    PROXY_ADDRESS,
    Settings,
)
from desktop.hub.addresses import Reference, reference
from desktop.hub.model_scope import MODELSCOPE, ModelScope
from desktop.hub.network import HUGGING_FACE, SYSTEM_PROXY, NetworkOptions, host
from desktop.hub.repository import HUGGING_FACE_SOURCE, MODELSCOPE_SOURCE, FoundModel, Hub, Query, Repository
from desktop.hub.transfer.progress import Control

if TYPE_CHECKING:
    from desktop.base.gguf.header import Header
    from desktop.hub.remote_file import RemoteFile

_NAMES = {HUGGING_FACE_SOURCE: "Hugging Face", MODELSCOPE_SOURCE: "ModelScope"}


class Hubs:
    """Safe from any thread."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    # -- what is known without asking ------------------------------------------------------------------------------

    @property
    def source(self) -> str:
        """The source in use."""
        return str(self._settings[HUB_SOURCE])

    def name(self, source: str = "") -> str:
        """What a source is called."""
        return _NAMES[source or self.source]

    def endpoint(self, source: str = "") -> str:
        """The address of a source, the mirror where there is one."""
        if (source or self.source) == MODELSCOPE_SOURCE:
            found, usual = self._settings[MODELSCOPE_ADDRESS], MODELSCOPE
        else:
            found, usual = self._settings[HUB_ADDRESS], HUGGING_FACE
        return str(found).rstrip("/") or usual

    @property
    def host(self) -> str:
        """The host that would be contacted first."""
        return host(self.endpoint())

    def options(self, source: str = "") -> NetworkOptions:
        """How a source is reached. Reads the token, which may take a moment: not on the main thread."""
        source = source or self.source
        return NetworkOptions(self.endpoint(source), proxy_of(self._settings), self._token(source))

    def options_for(self, file: RemoteFile) -> NetworkOptions:
        """How this file is reached: the token of its own source goes with it, and to no other host."""
        return self.options(file.source if file.source in _NAMES else "")

    def reference(self, text: str) -> Reference:
        """What a person gave as the name of a model; a page of Hugging Face's own is looked for at its mirror where one
        is in use. Raises HubError(INVALID_VALUE).
        """
        if self.source == HUGGING_FACE_SOURCE and text.strip().startswith(f"{HUGGING_FACE}/"):
            text = self.endpoint() + text.strip().removeprefix(HUGGING_FACE)
        return reference(text, self.endpoint())

    # -- tokens ----------------------------------------------------------------------------------------------------

    def has_token(self, source: str = "") -> bool:
        """Whether a token was given for a source; the keyring isn't asked."""
        return (source or self.source) in self._with_token()

    def keep_token(self, token: str, source: str = "") -> bool:
        """Keep a token, "" to forget it. Whether it outlives the program. Asks the keyring: not on the main thread."""
        source = source or self.source
        kept = secrets.keep(_secret(source), token.strip())
        named = self._with_token() - {source} | ({source} if token.strip() else set())
        self._settings.set(HUB_TOKENS, ",".join(sorted(named)))
        return kept

    def _with_token(self) -> set[str]:
        return {each for each in str(self._settings[HUB_TOKENS]).split(",") if each}

    def _token(self, source: str) -> str:
        return secrets.secret(_secret(source)) if self.has_token(source) else ""

    # -- what waits for the network --------------------------------------------------------------------------------

    def hub(self, source: str = "") -> Hub:
        """The hub of a source. Reads its token."""
        from desktop.hub.hugging_face import HuggingFace

        source = source or self.source
        options = self.options(source)
        return ModelScope(options) if source == MODELSCOPE_SOURCE else HuggingFace(options)

    def search(self, query: Query) -> list[FoundModel]:
        """GGUF models for a query, the most fetched first. Raises HubError."""
        return self.hub().search(query)

    def repository(self, name: str) -> Repository:
        """A repository with its files. Raises HubError."""
        return self.hub().repository(name)

    def headers(self, files: Sequence[RemoteFile], control: Control | None = None) -> list[Header]:
        """The header of each part, from its first megabytes. Raises HubError (also CANCELLED), ModelFileError."""
        from desktop.hub.beginning import remote_headers

        return remote_headers(self.options_for(files[0]), files, control or Control())


def proxy_of(settings: Settings) -> str:
    """The proxy to go through, as `NetworkOptions` has it."""
    own: str = settings[PROXY_ADDRESS]
    return {"none": "", "own": own}.get(settings[PROXY], SYSTEM_PROXY)


def _secret(source: str) -> str:
    return f"{source}-token"
