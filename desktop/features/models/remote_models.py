"""Models on other machines: looking at a server, taking models of it, keeping its key, and making their engines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from desktop.base import secrets
from desktop.base.endpoints import Endpoint, host_of, normalized, secret_name
from desktop.base.errors import Code, EndpointError, ModelFileError
from desktop.base.settings import Settings
from desktop.features.models.engines import EngineContext, EngineLike, Engines
from desktop.features.models.roles import SETTINGS
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

    def __init__(self, library: Library, engines: Engines, settings: Settings) -> None:
        self._library = library
        self._engines = engines
        self._settings = settings
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
        endpoint = _endpoint(model)
        return self._changed(model, _looked_at(endpoint, endpoint.address, secrets.secret(endpoint.secret_name)))

    def move(self, model: ModelFile, address: str, key: str = "") -> Kept:
        """A model's server has another address now: look at that, and use the model there from now on, for all that it
        was chosen for.

        Nothing changes where it isn't found there. The key of the address before isn't sent to another host: `key` is
        that of the new one, where it needs one. Raises EndpointError, OSError, ModelFileError(MODEL_UNKNOWN).
        """
        endpoint, place = _endpoint(model), normalized(address)
        name = secret_name(place)
        found = _looked_at(endpoint, place, key or secrets.secret(name))
        last = self._library.endpoints.move(endpoint.reference, found)
        lasts = secrets.keep(name, key) if key else True
        self._engines.unload(model)
        if last and endpoint.has_key and name != endpoint.secret_name:
            secrets.keep(endpoint.secret_name, "")
        moved = next(one for one in self.all() if one.endpoint == found)
        for setting in SETTINGS.values():
            if self._settings[setting] == model.key:
                self._settings.set(setting, moved.key)
        return Kept((moved,), lasts)

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


def _looked_at(endpoint: Endpoint, address: str, key: str) -> Endpoint:
    """What is known of a model after its server was asked at `address`. Raises EndpointError."""
    from desktop.engine.remote.probe import examine, find

    server = find(address, key)
    if server.models and all(one.name != endpoint.model for one in server.models):
        raise EndpointError(Code.ENDPOINT_NO_MODEL, cause=f"{host_of(server.address)}: {endpoint.model}")
    return replace(examine(server, endpoint.model, key), at_once=endpoint.at_once)


def _endpoint(model: ModelFile) -> Endpoint:
    if model.endpoint is None:
        raise ModelFileError(Code.MODEL_UNKNOWN, name=model.key, known="")
    return model.endpoint
