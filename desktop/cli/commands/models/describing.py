"""Models, folders and what can't be used, as facts for other programs and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.library.owners import NAMES, Owner

if TYPE_CHECKING:
    from desktop.library.models import ModelFile, Place, Problem


def model_facts(model: ModelFile, *, in_use: bool) -> dict[str, Any]:
    """A model as JSON."""
    return {
        "key": model.key,
        "name": model.name,
        "path": str(model.path),
        "files": [str(path) for path in model.files],
        "size": model.size,
        "architecture": model.architecture,
        "quantization": model.quantization,
        "parameters": model.parameters,
        "trained_context": model.trained_context,
        "has_template": model.has_template,
        "writes": not model.embeds,
        "licence": model.licence,
        "languages": list(model.languages),
        "projector": str(model.projector) if model.projector else None,
        "owner": str(model.owner),
        "copies": [{"path": str(copy.path), "owner": str(copy.owner), "linked": copy.linked} for copy in model.copies],
        "starter": model.starter,
        "endpoint": model.endpoint.address if model.endpoint is not None else None,
        "in_use": in_use,
    }


def problem_facts(problem: Problem) -> dict[str, Any]:
    """What can't be used, as JSON: the code is for programs, the sentence for people."""
    return {
        "path": str(problem.path),
        "owner": str(problem.owner),
        "code": str(problem.error.code),
        "told": str(sentence(problem.error)),
        "arriving": problem.arriving,
    }


def place_facts(place: Place, *, looked_into: bool) -> dict[str, Any]:
    """A folder as JSON."""
    return {"path": str(place.folder), "owner": str(place.owner), "looked_into": looked_into}


def owner_text(owner: Owner) -> str:
    """Whose it is, in a word or two."""
    if owner is Owner.STARTER:
        return translate("CommandLine", "comes with Lamplight")
    if owner is Owner.ENDPOINT:
        return translate("CommandLine", "from another machine")
    return NAMES[owner] or translate("CommandLine", "yours")
