"""The tokens hold what the look promises: every pair passes its contrast; fonts and icons are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo
from PySide6.QtWidgets import QApplication

import desktop.ui
from desktop.formats.markdown.text import is_chinese
from desktop.ui.look import icons, tokens
from desktop.ui.look.theme import theme

SURFACES = ("window", "page", "sidebar", "card", "card_hover", "hover", "user_message", "code", "proposal")
TEXT = 4.5
MARK = 3.0


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 255 for part in QColor(colour).getRgb()[:3]]  # type: ignore[index]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _pairs() -> list[tuple[str, str, float]]:
    """Every pair that stands on the screen: front, back, least contrast."""
    pairs = [("text", back, TEXT) for back in (*SURFACES, "selected", "selection", "wrong_tint", "doubtful_tint")]
    pairs += [("text", f"certainty_{step}", TEXT) for step in (1, 2, 3)]
    pairs += [("secondary", back, TEXT) for back in (*SURFACES, "selected", "wrong_tint", "doubtful_tint")]
    pairs += [("secondary", "disabled_button", TEXT)]
    pairs += [("accent_text", back, TEXT) for back in ("window", "page", "sidebar", "card", "card_hover", "selected")]
    pairs += [("primary_text", "primary", TEXT)]
    for front in ("good", "wrong", "doubtful"):
        pairs += [(front, back, TEXT) for back in ("window", "page", "sidebar", "card", "card_hover")]
    pairs += [(front, "code", TEXT) for front in ("code_name", "accent_text", "good")]
    pairs += [("wrong", "wrong_tint", TEXT), ("doubtful", "doubtful_tint", TEXT)]
    pairs += [("border", back, MARK) for back in ("window", "page", "card", "sidebar")]
    pairs += [("accent", back, MARK) for back in ("window", "page", "card", "sidebar", "hover")]
    pairs += [(f"origin_{origin}", back, MARK) for origin in _ORIGINS for back in ("window", "page", "card", "hover")]
    return pairs


_ORIGINS = ("instructions", "pinned", "text", "attached", "note")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back", "least"), _pairs())
def test_contrast(front: str, back: str, least: float, dark: bool) -> None:
    found = contrast(tokens.COLOURS[front][dark], tokens.COLOURS[back][dark])
    assert found >= least, f"{front} on {back}: {found:.2f}"


def test_every_token_is_in_a_pair_or_a_surface() -> None:
    used = {name for front, back, _ in _pairs() for name in (front, back)}
    assert set(tokens.COLOURS) - used == {"hairline"}


def test_nothing_else_holds_a_colour_a_size_or_a_font() -> None:
    """Only tokens.py names colours and font sizes."""
    folder = Path(desktop.ui.__file__).parent
    forbidden = re.compile(
        r"#[0-9A-Fa-f]{6}\b|setPixelSize\([2-9]|setPointSizeF?\([\d.]+\)|QFont\(\"|font-size|font-family"
    )
    allowed = {"tokens.py", "fonts.py"}
    found = [
        f"{file.relative_to(folder)}: {line.strip()}"
        for file in folder.rglob("*.py")
        if file.name not in allowed
        for line in file.read_text(encoding="utf-8").splitlines()
        if forbidden.search(line)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("style", "family"), [("chat", "Inter"), ("manuscript", "Source Serif Pro"), ("code", "JetBrains Mono")]
)
def test_bundled_fonts_are_used(qapp: QApplication, style: str, family: str) -> None:
    assert QFontInfo(theme.font(style, chinese=False)).family() == family


@pytest.mark.parametrize(
    ("weight", "style"), [("Regular", "chat"), ("Medium", "chrome_medium"), ("Semi Bold", "title")]
)
def test_weights_are_real(qapp: QApplication, weight: str, style: str) -> None:
    assert weight in QFontDatabase.styles("Inter")
    assert QFontInfo(theme.font(style, chinese=False)).weight() == tokens.STYLES[style].weight


def test_chinese_family_comes_first_in_chinese(qapp: QApplication) -> None:
    first = theme.font_for("chat", "他写信给“家人”……").families()[0]
    assert first in tokens.CHINESE[tokens.SANS]
    assert theme.font_for("chat", "Dear “family” …").families()[0] == "Inter"
    # one Chinese name in an English sentence doesn't make it Chinese
    assert not is_chinese("The translator kept 灯塔 as it was in the text")
    assert is_chinese("灯塔 letters")


def test_chinese_lines_are_taller() -> None:
    assert theme.line("chat") == 24
    assert theme.line("chat", chinese=True) == 28
    assert theme.em("chat", tokens.FORM_EMS) == 600


def test_every_icon_draws_in_the_colour_it_is_given(qapp: QApplication) -> None:
    names = icons.names()
    assert {"lamp", "chat", "feather", "translate", "layers", "sliders", "sidebar", "plus", "search", "x", "more",
            "copy", "refresh", "branch", "edit", "trash", "stop", "arrow-up", "paperclip", "check", "question",
            "warning", "lock", "download", "pin", "play", "folder", "file"} <= set(names)  # fmt: skip
    expected = theme.colour("wrong")
    for name in names:
        image = icons.pixmap(name, "wrong", 40).toImage()
        pixels = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
        drawn = {pixel.red() for pixel in pixels if pixel.alpha() == 255}
        assert drawn <= set(range(expected.red() - 2, expected.red() + 3)), name
        assert drawn, name
