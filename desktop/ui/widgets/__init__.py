"""Our own widgets. Everything a pane is made of comes from here."""

from desktop.ui.widgets.buttons import Button, CommandButton, CommandIcon, IconButton, Link, Pressable
from desktop.ui.widgets.choices import Choice, Segmented, Switch
from desktop.ui.widgets.fields import LineField, SearchField, TextField, paint_field
from desktop.ui.widgets.floating.confirm import Confirm
from desktop.ui.widgets.floating.file_dialogs import file_dialog
from desktop.ui.widgets.floating.menu import Menu
from desktop.ui.widgets.floating.panel_sheet import PanelSheet
from desktop.ui.widgets.floating.popup import Card, Popup
from desktop.ui.widgets.floating.sheet import Sheet, show_text
from desktop.ui.widgets.floating.toast import Toast, toast
from desktop.ui.widgets.focus import Ringed
from desktop.ui.widgets.labels import Label, Line, Paragraph
from desktop.ui.widgets.marks import Dot, Icon, ProgressBar4
from desktop.ui.widgets.notice import Notice
from desktop.ui.widgets.number import NumberField
from desktop.ui.widgets.page import Page
from desktop.ui.widgets.rows import RowButton
from desktop.ui.widgets.scrolled import Scrolled

__all__ = [
    "Button",
    "Card",
    "Choice",
    "CommandButton",
    "CommandIcon",
    "Confirm",
    "Dot",
    "Icon",
    "IconButton",
    "Label",
    "Line",
    "LineField",
    "Link",
    "Menu",
    "Notice",
    "NumberField",
    "Page",
    "PanelSheet",
    "Paragraph",
    "Popup",
    "Pressable",
    "ProgressBar4",
    "Ringed",
    "RowButton",
    "Scrolled",
    "SearchField",
    "Segmented",
    "Sheet",
    "Switch",
    "TextField",
    "Toast",
    "file_dialog",
    "paint_field",
    "show_text",
    "toast",
]
