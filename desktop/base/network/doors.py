"""Every way that something can leave this machine. A module that may open a connection is named here, and no other.

`tests/test_network_doors.py` looks through the code for anything else that could. A door's module calls `ledger.use`
before the first byte.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.base.i18n import translate

Words = Callable[[], str]


@dataclass(frozen=True, eq=False)
class Door:
    """`key` stands in the file of uses and never changes. `modules` are those that may open a connection for it."""

    key: str
    name: Words
    sends: Words  # what goes out
    asked: Words  # what a person does to open it
    modules: tuple[str, ...]


HUB = Door(
    "hub",
    lambda: translate("Network", "Searching for models"),
    lambda: translate("Network", "The words you search for, or a model’s name; your access token where you keep one."),
    lambda: translate("Network", "When you press a button that names the hub, or run `lamplight models search`."),
    ("desktop.hub.network", "desktop.hub.call", "desktop.hub.bounded_stream", "desktop.hub.hugging_face"),
)
DOWNLOAD = Door(
    "download",
    lambda: translate("Network", "Fetching a model"),
    lambda: translate("Network", "The file’s address and which part of it; your access token where a hub needs one."),
    lambda: translate("Network", "When you begin a download, and while it goes on."),
    ("desktop.hub.transfer.connection",),
)
UPDATES = Door(
    "updates",
    lambda: translate("Network", "New versions of Lamplight"),
    lambda: translate("Network", "The address of the list of versions, or of the package that you fetch."),
    lambda: translate("Network", "When you press “Look now”; every week only where you have said so."),
    ("desktop.hub.transfer.connection",),
)
PACKAGES = Door(
    "packages",
    lambda: translate("Network", "The starter model from a package index"),
    lambda: translate("Network", "The names of the packages that carry it, by this machine’s own pip or uv."),
    lambda: translate("Network", "When you ask for the starter model and the hub can’t be reached."),
    ("desktop.hub.package_index",),
)
ENDPOINT = Door(
    "endpoint",
    lambda: translate("Network", "A model on another machine"),
    lambda: translate("Network", "What the model reads: your message, the conversation or text it belongs to."),
    lambda: translate("Network", "Only where you added such a model by its address and chose it."),
    ("desktop.engine.remote.connection", "desktop.engine.remote.failures"),
)
MACHINE = Door(
    "machine",
    lambda: translate("Network", "Graphics cards of other machines"),
    lambda: translate("Network", "Parts of the model, and the numbers it computes with, which hold what it reads."),
    lambda: translate("Network", "Only where you added such a machine by its address; it is asked before it is used."),
    ("desktop.engine.backends.other_machine",),
)
LEND = Door(
    "lend",
    lambda: translate("Network", "Lending this machine’s devices"),
    lambda: translate("Network", "What another Lamplight asks to be computed here, and the result."),
    lambda: translate("Network", "Only while you run the command that lends them."),
    ("desktop.engine.backends.lending",),
)
BROWSER = Door(
    "browser",
    lambda: translate("Network", "Links"),
    lambda: translate("Network", "The address goes to your browser, which opens it."),
    lambda: translate("Network", "When you press a link and then “Open in the browser”, or a link to a model’s page."),
    ("desktop.ui.system.browser",),
)

DOORS: tuple[Door, ...] = (HUB, DOWNLOAD, PACKAGES, ENDPOINT, MACHINE, LEND, UPDATES, BROWSER)
