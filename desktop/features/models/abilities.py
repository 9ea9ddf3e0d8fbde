"""What can't be asked of a model on another machine, said where somebody asks for it."""

from __future__ import annotations

from desktop.base.errors import Code, EndpointError
from desktop.library.models import ModelFile


def require_exact_words(model: ModelFile) -> None:
    """Other words for a place of a text: the model must take the text up in its middle, and tell probabilities.

    Raises EndpointError(ENDPOINT_UNABLE) for a server that doesn't.
    """
    if model.endpoint is not None:
        can = model.endpoint.abilities
        if not (can.probabilities and can.continues):
            raise _unable(model)


def with_file(model: ModelFile) -> ModelFile:
    """The model, where it lies on this machine; its file is asked about. Raises EndpointError(ENDPOINT_UNABLE)."""
    if model.endpoint is not None:
        raise _unable(model)
    return model


def require_scoring(model: ModelFile) -> None:
    """The probability of a text that stands already. Raises EndpointError(ENDPOINT_UNABLE): no server tells it."""
    if model.endpoint is not None:
        raise _unable(model)


def _unable(model: ModelFile) -> EndpointError:
    return EndpointError(Code.ENDPOINT_UNABLE, host=model.host, cause=model.host)
