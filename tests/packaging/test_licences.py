"""The licences of what is shipped are beside it."""

from __future__ import annotations

import licences


def test_the_licences_are_up_to_date() -> None:
    assert licences.outdated() == [], "run: make licences"


def test_every_font_has_its_licence() -> None:
    named = {one.name.removesuffix(" (font)").replace(" ", "") for one in licences.BY_HAND if "(font)" in one.name}
    families = {file.stem.partition("-")[0] for file in (licences.ROOT / "resources" / "fonts").glob("*.[ot]tf")}
    assert all(any(family.startswith(name) for name in named) for family in families)
