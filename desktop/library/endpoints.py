"""Models on other machines that the person added: kept as addresses and what was found there; keys are elsewhere."""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from desktop.base.endpoints import Abilities, Endpoint, ServerKind, normalized
from desktop.base.errors import Code, LamplightError, ModelFileError
from desktop.base.files import read_json, write_json
from desktop.library.model_file import ModelFile
from desktop.library.owners import Owner

log = logging.getLogger(__name__)

_MOST_AT_ONCE = 64


class Endpoints:
    """A list in a JSON file, read anew each time: another process may have written. Thread-safe."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.RLock()

    def all(self) -> list[Endpoint]:
        """In the order they were added; what can't be read is left out."""
        return list(self._read())

    def models(self) -> list[ModelFile]:
        """Each as a model of the list."""
        found: dict[str, ModelFile] = {}
        for endpoint in self._read():
            model = model_of(endpoint)
            key, number = model.key, 2
            while key in found:
                key, number = f"{model.key}-{number}", number + 1
            found[key] = replace(model, key=key)
        return list(found.values())

    def add(self, endpoint: Endpoint) -> ModelFile:
        """Add a model, or put what is known of it right. Raises OSError when the list can't be written."""
        with self._lock:
            known = self.all()
            place = next((at for at, one in enumerate(known) if one.reference == endpoint.reference), None)
            if place is None:
                known.append(endpoint)
            else:
                known[place] = endpoint
            self._write(known)
        return next(model for model in self.models() if model.endpoint == endpoint)

    def move(self, reference: str, endpoint: Endpoint) -> bool:
        """Let `endpoint` stand where this one did: its server has another address now. Whether the server before has no
        other on the list. Raises OSError, ModelFileError(MODEL_UNKNOWN).
        """
        with self._lock:
            known = self.all()
            gone = _found(known, reference)
            others = [one for one in known if one is gone or one.reference != endpoint.reference]
            self._write([endpoint if one is gone else one for one in others])
        return all(one is gone or one.secret_name != gone.secret_name for one in others)

    def remove(self, reference: str) -> bool:
        """Take a model off the list; whether its server has no other on it. Raises OSError,
        ModelFileError(MODEL_UNKNOWN)."""
        with self._lock:
            known = self.all()
            gone = _found(known, reference)
            rest = [one for one in known if one is not gone]
            self._write(rest)
        return all(one.secret_name != gone.secret_name for one in rest)

    def _write(self, endpoints: list[Endpoint]) -> None:
        write_json(self._file, {"endpoints": [asdict(endpoint) for endpoint in endpoints]})

    def _read(self) -> Iterator[Endpoint]:
        try:
            found = read_json(self._file)
        except (ValueError, OSError) as error:
            log.warning("%s ignored: %s", self._file.name, error)
            return
        items = found.get("endpoints") if isinstance(found, dict) else None
        for item in items if isinstance(items, list) else ():
            try:
                yield _endpoint(item)
            except (KeyError, TypeError, ValueError, LamplightError) as error:
                log.warning("an endpoint ignored: %s", error)


def model_of(endpoint: Endpoint) -> ModelFile:
    """What the list and everybody who asks a model sees of it. There is no file: its size is 0."""
    place = endpoint.host
    key = re.sub(r"[^\w.@:-]+", "-", f"{endpoint.model}@{place}".lower()).strip("-.")
    return ModelFile(
        key=key,
        name=endpoint.model.rsplit("/", 1)[-1].removesuffix(".gguf"),
        path=Path(endpoint.reference),
        size=0,
        architecture="",
        quantization="",
        parameters=0,
        trained_context=endpoint.context,
        kv_bytes_per_token=0,
        has_template=endpoint.abilities.chat,
        licence="",
        owner=Owner.ENDPOINT,
        endpoint=endpoint,
    )


def _found(known: list[Endpoint], reference: str) -> Endpoint:
    """Raises ModelFileError(MODEL_UNKNOWN)."""
    found = next((one for one in known if one.reference == reference), None)
    if found is None:
        raise ModelFileError(Code.MODEL_UNKNOWN, name=reference, known="")
    return found


def _endpoint(item: Any) -> Endpoint:
    kind = item["kind"]
    abilities = item.get("abilities", {})
    known = {name: abilities[name] for name in asdict(Abilities()) if name in abilities}
    if any(type(value) is not type(getattr(Abilities(), name)) for name, value in known.items()):
        raise ValueError("abilities")
    model, context, at_once = item["model"], item.get("context", 0), item.get("at_once", 4)
    if not isinstance(model, str) or not model or not isinstance(context, int) or not isinstance(at_once, int):
        raise ValueError("endpoint")
    return Endpoint(
        address=normalized(item["address"]),
        model=model,
        kind=ServerKind(kind) if kind in set(ServerKind) else ServerKind.OTHER,
        context=max(0, context),
        at_once=min(max(1, at_once), _MOST_AT_ONCE),
        has_key=bool(item.get("has_key")),
        abilities=Abilities(**known),
    )
