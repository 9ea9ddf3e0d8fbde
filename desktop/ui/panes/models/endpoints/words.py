"""What is said of servers and their models."""

from __future__ import annotations

from desktop.base.endpoints import Endpoint, ServerKind, host_of, is_readable_on_the_way
from desktop.base.i18n import translate
from desktop.features.models.kept_sampling import unsent_at


def warning(address: str) -> str:
    """That everybody on the way can read it; "" where nobody can."""
    if not is_readable_on_the_way(address):
        return ""
    return translate(
        "Endpoints",
        "{host} is reached without encryption: everybody on the network between can read what you write. At home that "
        "may be fine; elsewhere use an address that begins with https.",
    ).format(host=host_of(address))


def key_is_forgotten() -> str:
    """That a key doesn't outlive the program here."""
    return translate(
        "Endpoints", "There is no keyring here that Lamplight uses, so its key is forgotten when Lamplight closes."
    )


def server(kind: ServerKind) -> str:
    """The server's name, as it calls itself."""
    return kind.shown or translate("Endpoints", "a server of unknown kind")


def context(endpoint: Endpoint) -> str:
    """How much it reads at once."""
    if not endpoint.context:
        return translate("Endpoints", "context not told")
    return translate("Endpoints", "{count} tokens of context").format(count=f"{endpoint.context:,}")


def able(endpoint: Endpoint) -> list[str]:
    """What works there."""
    can = endpoint.abilities
    said = [
        translate("Endpoints", "Chat and translation") if can.chat else "",
        translate("Endpoints", "Plain text is continued") if can.completions else "",
        translate("Endpoints", "Replies and stories go on in the middle of a sentence") if can.continues else "",
        translate("Endpoints", "How sure it was of each word is kept") if can.probabilities else "",
    ]
    return [words for words in said if words]


def _unsent(kind: ServerKind) -> str:
    """What of the sampling is left out; "" where everything can be told."""
    steps = unsent_at(kind)
    if not steps:
        return ""
    said = translate("Endpoints", "How words are chosen can’t all be set there; left out: {steps}")
    return said.format(steps=translate("Endpoints", ", ").join(steps))


def unable(endpoint: Endpoint) -> list[str]:
    """What doesn't work there, and what happens instead."""
    can = endpoint.abilities
    said = [
        "" if can.chat else translate("Endpoints", "No chat: it only continues plain text"),
        ""
        if can.continues or not can.chat
        else translate("Endpoints", "Going on with a text is asked for in words, so it may repeat a little"),
        "" if can.probabilities else translate("Endpoints", "It doesn’t tell how sure it was of its words"),
        _unsent(endpoint.kind),
        translate("Endpoints", "Texts of your own can’t be judged there"),
        translate("Endpoints", "Tokens are counted by estimate, so that nothing is sent before you send it"),
    ]
    return [words for words in said if words]
