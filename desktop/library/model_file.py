"""A usable model on disk, and a file that is none, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.base.endpoints import Endpoint
from desktop.base.errors import LamplightError
from desktop.library.owners import Owner


@dataclass(frozen=True)
class Copy:
    """Another place where the very same model lies; `linked` where it takes no room of its own."""

    path: Path
    owner: Owner
    linked: bool


@dataclass(frozen=True)
class ModelFile:
    """A usable model. `key` names it on the command line; sizes are bytes, `trained_context` is tokens.

    `path` is what is loaded: of a split model the first of its `parts`, whose sizes `size` adds up. `projector` is the
    file that lets it see pictures. `state_bytes` is what a recurrent or hybrid model holds for each sequence, besides
    the cache for each token. `embeds` tells of a model that compares texts and writes none.
    """

    key: str
    name: str
    path: Path
    size: int
    architecture: str
    quantization: str
    parameters: int
    trained_context: int
    kv_bytes_per_token: int
    has_template: bool
    licence: str
    starter: bool = False
    notice: Path | None = None
    state_bytes: int = 0
    owner: Owner = Owner.LAMPLIGHT
    languages: tuple[str, ...] = ()
    parts: tuple[Path, ...] = ()
    projector: Path | None = None
    copies: tuple[Copy, ...] = ()
    embeds: bool = False
    known_sha256: str = ""  # what its owner calls it by: the hash it had when it arrived
    endpoint: Endpoint | None = None  # on another machine: `path` is no file then, but tells it from others

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file of the weights; none of a model on another machine."""
        return () if self.endpoint is not None else self.parts or (self.path,)

    @property
    def reference(self) -> str:
        """What replies say of where they were written: the file's name, or the address with the model's name."""
        return self.path.name if self.endpoint is None else self.endpoint.reference

    @property
    def host(self) -> str:
        """To which machine texts are sent; "" for none."""
        return self.endpoint.host if self.endpoint is not None else ""


@dataclass(frozen=True)
class Problem:
    """A file or folder that can't be used, and why. `arriving` for a file that is still being written; `beside` for
    one that is used together with a model and is none itself.
    """

    path: Path
    owner: Owner
    error: LamplightError
    arriving: bool = False
    beside: bool = False
