"""The look, declared once: colours, type sizes, grid and radii. Nothing else holds a colour, a size or a font."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# token: (light, dark)
COLOURS: dict[str, tuple[str, str]] = {
    "window": ("#FAF8F4", "#16171A"),
    "page": ("#FFFEFC", "#1B1C20"),
    "sidebar": ("#F3F0E9", "#131417"),
    "card": ("#FFFEFC", "#24252A"),
    "card_hover": ("#F5F0E6", "#313238"),
    "disabled_button": ("#F5F0E6", "#313238"),
    "hover": ("#ECE8DF", "#232429"),
    "selected": ("#E6DFD1", "#2A2A2D"),
    "text": ("#22211E", "#DCD7CC"),
    "secondary": ("#655F55", "#A19B8F"),
    "hairline": ("#E4DFD4", "#2C2D32"),
    "border": ("#8C8475", "#7A7772"),
    "accent": ("#B4690E", "#F0A93B"),
    "accent_text": ("#8F4F06", "#F0A93B"),
    "primary": ("#F0AC40", "#F0A93B"),
    "primary_text": ("#2A1A02", "#241703"),
    "proposal": ("#FBEFDC", "#3B2F1B"),
    "selection": ("#F6D9A8", "#5A4218"),
    "user_message": ("#F6F0E4", "#27251F"),
    "code": ("#F6F4EE", "#222328"),
    "code_name": ("#3D5F8F", "#8FB4DE"),
    "good": ("#266B42", "#74C493"),
    "wrong": ("#A9312A", "#F2857B"),
    "wrong_tint": ("#FBECEA", "#34211F"),
    "doubtful": ("#86417A", "#DDA3D2"),
    "doubtful_tint": ("#F6E9F3", "#33242F"),
    "certainty_1": ("#F4E6F0", "#3A2937"),
    "certainty_2": ("#EACFE4", "#503349"),
    "certainty_3": ("#DDB3D4", "#6B4062"),
    "origin_instructions": ("#5F7A92", "#7F9DB8"),
    "origin_pinned": ("#22665F", "#5DB3AA"),
    "origin_text": ("#8F7B55", "#A8977A"),
    "origin_attached": ("#7F8434", "#A9AE5C"),
    "origin_note": ("#B3625A", "#D98C83"),
}

# The one shadow, for what floats: offset and blur in px, opacity of black in light and dark.
SHADOW_OFFSET = 8
SHADOW_BLUR = 28
SHADOW_OPACITY = (0.12, 0.40)

GRID = (4, 8, 12, 16, 24, 40)
RADIUS_CARD = 8
RADIUS_CONTROL = 6
RADIUS_TOKEN = 3
RING_WIDTH = 2
RING_GAP = 1
HAIRLINE = 1

RAIL = 64
COLUMN = 256
COLUMN_NARROW = 232
COLUMN_OUTLINE = 224
NARROW_WINDOW = 1100
PAGE_LEAST_EMS = 20
HEADER = 48
SIDE_PANEL = 288
ROW = 32
CONTROL = 32
SMALL_BUTTON = 28
ICON = 20
FORM_EMS = 37.5
MOTION_MS = 140

SANS, SERIF, MONO = "sans", "serif", "mono"
REGULAR, MEDIUM, SEMIBOLD = 400, 500, 600


@dataclass(frozen=True)
class Style:
    """One size of type in px at 100 %: Latin size and line, and Chinese ones where they differ."""

    family: str
    size: int
    line: int
    weight: int = REGULAR
    chinese_size: int = 0
    chinese_line: int = 0


STYLES: dict[str, Style] = {
    "chrome": Style(SANS, 13, 20),
    "chrome_medium": Style(SANS, 13, 20, MEDIUM),
    "chrome_strong": Style(SANS, 13, 20, SEMIBOLD),
    "meta": Style(SANS, 12, 20),
    "meta_strong": Style(SANS, 12, 20, MEDIUM),
    "small": Style(SANS, 11, 16),
    "small_strong": Style(SANS, 11, 16, MEDIUM),
    "chat": Style(SANS, 16, 24, chinese_line=28),
    "chat_strong": Style(SANS, 16, 24, SEMIBOLD, chinese_line=28),
    "title": Style(SANS, 13, 20, SEMIBOLD),
    "heading": Style(SANS, 20, 28, MEDIUM),
    "manuscript": Style(SERIF, 18, 28, chinese_size=17, chinese_line=32),
    "translation": Style(SERIF, 17, 28),
    "code": Style(MONO, 13, 20),
    "table": Style(SANS, 14, 24),
    "display": Style(SERIF, 32, 40, SEMIBOLD),
}

# Installed families in order of wish; the bundled ones first.
LATIN: dict[str, tuple[str, ...]] = {
    SANS: ("Inter",),
    SERIF: ("Source Serif Pro", "Source Serif 4", "Georgia"),
    MONO: ("JetBrains Mono", "DejaVu Sans Mono"),
}
CHINESE: dict[str, tuple[str, ...]] = {
    SANS: (
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "PingFang SC",
        "Microsoft YaHei UI",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
    ),
    SERIF: (
        "Noto Serif CJK SC",
        "Noto Serif SC",
        "Source Han Serif SC",
        "Songti SC",
        "SimSun",
        "Noto Sans CJK SC",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
    ),
    MONO: (
        "Noto Sans Mono CJK SC",
        "Noto Sans CJK SC",
        "PingFang SC",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei Mono",
        "WenQuanYi Micro Hei",
    ),
}

# Paper has sizes in points and the light colours; {mono} and the colours by name are filled in.
PAPER_INDENT_POINTS = 14.0  # of a quotation
PAPER_STYLE = """
.title {{ font-size: 18pt; font-weight: 600; margin: 0 }}
.who {{ font-size: 9pt; font-weight: 600; margin-top: 14pt; margin-bottom: 3pt }}
p, .plain {{ margin-top: 0; margin-bottom: 6pt; line-height: 130% }}
h3, h4, h5, h6 {{ font-weight: 600; margin-top: 12pt; margin-bottom: 4pt }}
li, li p {{ margin-top: 0; margin-bottom: 3pt }}
blockquote {{ margin-left: {indent}px; margin-right: {indent}px; color: {secondary} }}
.time, .aside {{ font-size: 8pt; font-weight: 400; color: {secondary} }}
.system {{ color: {secondary} }}
.plain {{ white-space: pre-wrap }}
pre {{ white-space: pre-wrap; background-color: {code}; font-family: {mono}; font-size: 8.5pt; margin-bottom: 6pt }}
code {{ font-family: {mono}; font-size: 8.5pt }}
th, td {{ padding: 3px }}
a {{ color: {accent_text} }}
"""
PAPER_POINTS = 10.5
PAPER_FOOT_POINTS = 8.0


def paper_style(mono: str, dots: float) -> str:
    """The style sheet of conversations on paper; `dots` to the inch, since Qt scales all but its side margins."""
    indent = round(PAPER_INDENT_POINTS * dots / 72)
    return PAPER_STYLE.format(mono=mono, indent=indent, **{name: pair[0] for name, pair in COLOURS.items()})


# The pages of the help; colours by name and {mono} are filled in.
HELP_STYLE = """
a {{ color: {accent_text}; text-decoration: none }}
th {{ text-align: left; color: {secondary}; font-weight: 500; padding: 6px 16px 6px 0;
    border-bottom: 1px solid {border} }}
td {{ padding: 6px 16px 6px 0; border-bottom: 1px solid {hairline}; vertical-align: top }}
strong {{ font-weight: 600 }}
code, pre {{ font-family: {mono}; background-color: {code} }}
"""


def help_style(mono: Sequence[str], *, dark: bool) -> str:
    """The style sheet of the help in one look."""
    families = ", ".join(f"'{family}'" for family in mono)
    return HELP_STYLE.format(mono=families, **{name: pair[dark] for name, pair in COLOURS.items()})
