"""Qt's own widgets in our look: the palette, scroll bars, tooltips, text menus. Our widgets paint themselves."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QToolTip

from desktop.ui.look import tokens
from desktop.ui.look.theme import theme

_SHEET = """
QToolTip {{ background: {card}; color: {text}; border: 1px solid {hairline}; padding: 4px 8px; }}
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {scroll_handle}; border-radius: 3px; margin: 3px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {border}; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; border: none; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QLineEdit {{ background: {window}; border: 1px solid {border}; border-radius: {radius}px; padding: 4px 8px;
    color: {text}; placeholder-text-color: {secondary}; }}
QLineEdit:focus {{ border: 2px solid {accent}; padding: 3px 7px; }}
LineField, LineField:focus {{ background: transparent; border: none; padding: 0; }}
QHeaderView::section {{ background: {card}; color: {secondary}; border: none; padding: 4px 8px; }}
QPlainTextEdit, QTextEdit {{ placeholder-text-color: {secondary}; }}
QAbstractScrollArea {{ background: transparent; border: none; }}
QMenu {{ background: {card}; color: {text}; border: 1px solid {hairline}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: {radius}px; }}
QMenu::item:selected {{ background: {card_hover}; color: {text}; }}
QMenu::item:disabled {{ color: {secondary}; }}
QMenu::separator {{ height: 1px; background: {hairline}; margin: 4px 0; }}
"""


def dress(application: QApplication) -> None:
    """Give the application our look, now and whenever the theme changes."""
    application.setStyle(QStyleFactory.create("Fusion"))
    theme.follow(application, lambda: _dress(application))


def _dress(application: QApplication) -> None:
    application.setFont(theme.font("chrome"))
    QToolTip.setFont(theme.font("meta"))
    application.setPalette(_palette())
    colours = {token: theme.colour(token).name() for token in tokens.COLOURS}
    handle = colours["card_hover" if theme.dark else "selected"]
    application.setStyleSheet(_SHEET.format(radius=tokens.RADIUS_CONTROL, scroll_handle=handle, **colours))


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for part, token in {
        role.Window: "window",
        role.Base: "page",
        role.AlternateBase: "sidebar",
        role.Button: "card",
        role.WindowText: "text",
        role.Text: "text",
        role.ButtonText: "text",
        role.PlaceholderText: "secondary",
        role.Highlight: "selection",
        role.HighlightedText: "text",
        role.Link: "accent_text",
        role.LinkVisited: "accent_text",
        role.ToolTipBase: "card",
        role.ToolTipText: "text",
        role.Accent: "accent",
        role.Mid: "border",
        role.Light: "card",
        role.Dark: "border",
        role.Midlight: "hairline",
    }.items():
        palette.setColor(part, theme.colour(token))
    for part in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, theme.colour("secondary"))
    return palette
