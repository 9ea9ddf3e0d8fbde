"""Models on other machines: looking at a server, taking models of it, keeping its key, and making their engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.base import secrets
from desktop.base.endpoints import Endpoint, normalized, secret_name
from desktop.base.errors import Code, EndpointError, ModelFileError
from desktop.features.models.engines import EngineContext, EngineLike, Engines
from desktop.library.models import Library, ModelFile

if TYPE_CHECKING:
    from desktop.engine.remote.probe import Server

_PREFERRED = 40  # models of one server that are looked at one by one at most


@dataclass(frozen=True)
class Kept:
    """What came of adding. `key_lasts` is false where there is no keyring: the key is gone when the program ends."""

    models: tuple[ModelFile, ...]
    key_lasts: bool = True


class RemoteModels:
    """Every method talks to a server or the keyring and takes its time, but those that say otherwise."""

    def __init__(self, library: Library, engines: Engines) -> None:
        self._library = library
        self._engines = engines
        engines.add_maker(self._engine)

    def all(self) -> list[ModelFile]:
        """Those that were added. Reads one small file."""
        return self._library.endpoints.models()

    def look(self, address: str, key: str = "") -> Server:
        """What stands at an address, with this key or the one that is kept. Raises EndpointError."""
        from desktop.engine.remote.probe import find

        place = normalized(address)
        return find(place, key or secrets.secret(secret_name(place)))

    def add(self, server: Server, names: Sequence[str], key: str = "") -> Kept:
        """Try what these models of a server can be asked, and add them. `key` is kept, where it isn't "".

        Raises EndpointError, OSError; what was added before stays.
        """
        from desktop.engine.remote.probe import examine

        name = secret_name(server.address)
        used = key or secrets.secret(name)
        found = [examine(server, model, used) for model in names[:_PREFERRED]]
        lasts = secrets.keep(name, key) if key else True
        return Kept(tuple(self._library.endpoints.add(endpoint) for endpoint in found), lasts)

    def test(self, model: ModelFile) -> ModelFile:
        """Look at a model's server again, and keep what was found. Raises EndpointError, OSError."""
        from desktop.engine.remote.probe import examine, find

        endpoint = _endpoint(model)
        key = secrets.secret(endpoint.secret_name)
        server = find(endpoint.address, key)
        if server.models and all(one.name != endpoint.model for one in server.models):
            raise EndpointError(Code.ENDPOINT_NO_MODEL, cause=f"{endpoint.host}: {endpoint.model}")
        found = replace(examine(server, endpoint.model, key), at_once=endpoint.at_once)
        return self._changed(model, found)

    def set_at_once(self, model: ModelFile, at_once: int) -> ModelFile:
        """How many requests are sent side by side. Raises OSError."""
        return self._changed(model, replace(_endpoint(model), at_once=at_once))

    def set_key(self, model: ModelFile, key: str) -> bool:
        """Keep another key for a model's server, "" for none; whether it lasts. Raises OSError."""
        endpoint = _endpoint(model)
        lasts = secrets.keep(endpoint.secret_name, key)
        self._changed(model, replace(endpoint, has_key=bool(key)))
        return lasts or not key

    def remove(self, model: ModelFile) -> None:
        """Take a model off the list, and its server's key out of the keyring when it was the last of it.

        Raises OSError, ModelFileError(MODEL_UNKNOWN).
        """
        endpoint = _endpoint(model)
        last = self._library.endpoints.remove(endpoint.reference)
        self._engines.unload(model)
        if last and endpoint.has_key:
            secrets.keep(endpoint.secret_name, "")

    def _changed(self, model: ModelFile, endpoint: Endpoint) -> ModelFile:
        found = self._library.endpoints.add(endpoint)
        self._engines.unload(model)  # the next request is made with what is known now
        return found

    def _engine(self, model: ModelFile, context: EngineContext) -> EngineLike | None:
        if model.endpoint is None:
            return None
        from desktop.engine.remote.engine import RemoteEngine

        return RemoteEngine(self._current(model), self._key_of(model), on_state=context.on_state)

    def _current(self, model: ModelFile) -> Callable[[], Endpoint]:
        def current() -> Endpoint:
            known = (found for found in self._library.endpoints.all() if found.reference == model.reference)
            return next(known, _endpoint(model))

        return current

    @staticmethod
    def _key_of(model: ModelFile) -> Callable[[], str]:
        endpoint = _endpoint(model)
        return lambda: secrets.secret(endpoint.secret_name)


def _endpoint(model: ModelFile) -> Endpoint:
    if model.endpoint is None:
        raise ModelFileError(Code.MODEL_UNKNOWN, name=model.key, known="")
    return model.endpoint
