"""Numbers as people read them."""

from __future__ import annotations

from pathlib import Path

from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text as bytes_text  # panes take it from here, too


def parameters_text(count: int) -> str:
    """`135 million parameters`, `4.0 billion parameters`; Chinese counts in hundred millions. "" for so few that no
    model of use has them.
    """
    if count < 1_000_000:
        return ""
    said = (
        translate("Numbers", "{billions} billion parameters")
        if count >= 1_000_000_000
        else translate("Numbers", "{millions} million parameters")
    )
    return said.format(
        billions=f"{count / 1e9:.1f}", millions=f"{count / 1e6:.0f}", hundred_millions=f"{count / 1e8:.3g}"
    )


def home_text(path: Path) -> str:
    """A path with the home folder as `~`."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except ValueError:
        return str(path)
