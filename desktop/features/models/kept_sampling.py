"""The sampling as it is kept with a text: with the adapters that worked, and what a server could not be told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from desktop.base.endpoints import ServerKind
from desktop.base.i18n import translate
from desktop.features.models.adapters import ADAPTERS

if TYPE_CHECKING:
    from desktop.library.model_file import ModelFile

UNSENT = "unsent"  # beside the sampling of a kept text


def kept_sampling(sampling: Mapping[str, Any], adapters: Mapping[str, Any], model: ModelFile | None) -> dict[str, Any]:
    """`sampling` with these adapters, and what `model` isn't told of, instead of what stood there before."""
    own = {name: value for name, value in sampling.items() if name not in (ADAPTERS, UNSENT)}
    return {**own, **adapters, **unsent_to(model, own)}


def unsent_to(model: ModelFile | None, sampling: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept beside the sampling of a text: the steps its server has no field for; nothing where there are none.

    `sampling` are the values of `Sampling` by name; others are passed over.
    """
    if model is None or model.endpoint is None:
        return {}
    from desktop.engine.protocol.messages import Sampling
    from desktop.engine.remote.fields import unsent

    known = {field.name for field in fields(Sampling)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in sampling.items()
    }
    asked = Sampling(**{name: value for name, value in values.items() if name in known})
    found = unsent(asked, model.endpoint.kind)
    return {UNSENT: list(found)} if found else {}


def unsent_at(kind: ServerKind) -> list[str]:
    """The steps that a server of this kind has no field for, by the names they have for people."""
    from desktop.engine.protocol.messages import Sampling
    from desktop.engine.remote.fields import unsent

    everything = Sampling(
        repeat_penalty=1.1,
        typical_p=0.9,
        top_n_sigma=1.0,
        xtc_probability=0.1,
        dry_multiplier=0.8,
        mirostat=2,
        banned=("x",),
        grammar="root",
    )
    return names_of(unsent(everything, kind))


def names_of(steps: Sequence[str]) -> list[str]:
    """What steps of sampling are called; those of one family are one."""
    named = {
        "top_k": "Top-k",
        "min_p": "Min-p",
        "repeat": translate("Unsent", "repetition penalty"),
        "typical_p": translate("Unsent", "typical"),
        "top_n_sigma": "Top-n-sigma",
        "xtc": "XTC",
        "dry": "DRY",
        "mirostat": "Mirostat",
        "banned": translate("Unsent", "banned phrases"),
        "grammar": translate("Unsent", "grammar"),
    }
    families = [next((family for family in named if step.startswith(family)), step) for step in steps]
    return [named.get(family, family) for family in dict.fromkeys(families)]
