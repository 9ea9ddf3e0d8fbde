"""The starter for people: which one this machine gets, and fetching it when a person asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psutil

from desktop.hub.remote_file import RemoteFile
from desktop.hub.repository import MODELSCOPE_SOURCE
from desktop.library.starters import STARTERS, Starter, better_than, starter_for

if TYPE_CHECKING:
    from desktop.features.models.fetching.downloads import Downloads
    from desktop.features.models.fetching.hubs import Hubs
    from desktop.library.models import Library, ModelFile


def starter_here() -> Starter:
    """The starter for this machine, by how much memory it has in all."""
    return starter_for(int(psutil.virtual_memory().total))


def starter_file(starter: Starter, hubs: Hubs) -> RemoteFile:
    """Where it is fetched from, by the source that is set, and by what it is known."""
    if hubs.source == MODELSCOPE_SOURCE:
        path = f"models/{starter.repository}/resolve/master/{starter.file}"
    else:
        path = f"{starter.repository}/resolve/{starter.revision}/{starter.file}"
    return RemoteFile(
        name=starter.file,
        url=f"{hubs.endpoint()}/{path}",
        size=starter.size,
        sha256=starter.sha256,
        repository=starter.repository,
        revision=starter.revision,
        source=hubs.source,
    )


def installed_starter(library: Library, starter: Starter) -> ModelFile | None:
    """The starter in the library, or one that is better; None while there is neither."""
    for model in library.models():
        if model.path.name == starter.file or better_than(model.path.name, starter.file):
            return model
    return None


def fetch_starter(library: Library, downloads: Downloads, hubs: Hubs) -> str | None:
    """Begin to fetch it, or go on; returns the download's identifier, None where the model is here already.

    Raises HubError(DOWNLOAD_NAME).
    """
    starter = starter_here()
    if installed_starter(library, starter) is not None:
        return None
    return downloads.add(starter.name, (starter_file(starter, hubs),))


def replaces(arrived: str, model: ModelFile | None) -> bool:
    """Whether the starter of this file name should be used instead of `model`: nothing, or a lesser starter."""
    return model is None or (model.path.name in STARTERS and better_than(arrived, model.path.name))
