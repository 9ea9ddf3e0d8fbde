"""What a model that has just arrived is for."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.features.models.roles import Role
from desktop.hub.catalogue import Task, of_file
from desktop.hub.remote_file import RemoteFile

_ROLES = {Task.CHAT: Role.CHAT, Task.TRANSLATION: Role.TRANSLATION, Task.PROSE: Role.PROSE, Task.REASONING: Role.CHAT}


def role_of(files: Sequence[RemoteFile]) -> Role | None:
    """The role that the catalogue recommends it for, chat where it isn't in there; None for what no role can use."""
    model = of_file(files[0].repository, files[0].name)
    if model is None:
        return Role.CHAT
    roles = [_ROLES[use.task] for use in model.uses if use.task in _ROLES]
    return roles[0] if roles else None
