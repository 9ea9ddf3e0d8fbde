"""The pages of the settings: sections of declared settings, what is kept where, about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from desktop import __version__
from desktop.base.i18n import translate
from desktop.base.paths import Paths, resources
from desktop.base.portable import FOLDER
from desktop.base.settings import ALL, Setting
from desktop.ui.model_list import ModelList
from desktop.ui.panes.settings.consequences import Consequences
from desktop.ui.panes.settings.hotkey_row import command_row
from desktop.ui.panes.settings.kept_states import KeptStatesRow
from desktop.ui.panes.settings.models_folder_row import ModelsFolderRow
from desktop.ui.panes.settings.row import Row, SettingRow
from desktop.ui.panes.settings.sections import Section
from desktop.ui.panes.settings.settings_writer import SettingsWriter
from desktop.ui.panes.settings.token_row import TokenRow
from desktop.ui.services import Services
from desktop.ui.text.number_format import home_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Line, Page, Paragraph, RowButton, show_text


def section_page(
    section: Section, writer: SettingsWriter, consequences: Consequences, services: Services, model_list: ModelList
) -> Page:
    """The page of one section."""
    more: list[Row] = []
    if section.key == "engine":
        more = [KeptStatesRow(services.paths.engine_states)]
    elif section.key == "translate":
        more = [command_row()]
    elif section.key == "hub":
        more = [ModelsFolderRow(model_list), TokenRow(services.hubs, writer)]
    declared = [setting for setting in ALL if setting.section == section.key]
    return rows_page(section.title, section.note, declared, writer, consequences, more)


def rows_page(
    title: Callable[[], str],
    note: Callable[[], str],
    settings: Sequence[Setting],
    writer: SettingsWriter,
    consequences: Consequences,
    more: Sequence[Row] = (),
) -> Page:
    """A page of these settings, and rows that are none below them."""
    page = Page(title, note)
    page.column.addSpacing(20)
    page.column.addWidget(Line())
    for setting in settings:
        page.column.addWidget(SettingRow(setting, writer, consequences))
    for row in more:
        page.column.addWidget(row)
    page.finish()
    return page


def files_page(paths: Paths, more: Sequence[Row] = ()) -> Page:
    """What is kept where, and that nothing leaves the machine; `more` are the rows below it."""
    page = Page(
        lambda: translate("SettingsPane", "Privacy and files"),
        lambda: translate(
            "SettingsPane",
            "What you write stays in one folder on this machine. There is no account, and nothing is sent that you "
            "didn’t ask for. Messages never stand in the log.",
        ),
    )
    if paths.portable:
        page.column.addSpacing(8)
        page.column.addWidget(Paragraph(_portable, "chrome", "secondary"))
    page.column.addSpacing(20)
    page.column.addWidget(Line())
    for label, folder in (
        (lambda: translate("SettingsPane", "Conversations and models"), paths.data),
        (lambda: translate("SettingsPane", "Settings"), paths.config),
        (lambda: translate("SettingsPane", "Backups of the conversations"), paths.backups),
        (lambda: translate("SettingsPane", "Log"), paths.logs),
    ):
        page.column.addWidget(_folder_row(label, folder))
    page.column.addWidget(_log_row(paths))
    for row in more:
        page.column.addWidget(row)
    page.finish()
    return page


def _log_row(paths: Paths) -> Row:
    """The log to read here, and reports of crashes."""
    row = Row()
    say(row, row.name.setText, lambda: translate("Log", "Log and reports"))
    say(row, row.note.set_text, lambda: translate("Log", "What the program did, and where it failed."))
    button = Button(lambda: translate("Log", "Show"))

    def show() -> None:
        from desktop.ui.diagnostics.log_sheet import show_log

        show_log(button, paths)

    button.clicked.connect(show)
    row.add_control(button)
    return row


def _portable() -> str:
    return translate(
        "SettingsPane",
        "Lamplight is portable here: everything is in the folder {folder} beside the program, and nothing is written "
        "elsewhere on this machine. Access tokens are forgotten when it closes.",
    ).format(folder=FOLDER)


def _folder_row(label: Callable[[], str], folder: Path) -> Row:
    row = Row()
    say(row, row.name.setText, label)
    row.note.set_text(home_text(folder))
    button = Button(lambda: translate("SettingsPane", "Open"))
    say(button, button.setAccessibleDescription, label)
    button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
    row.add_control(button)
    return row


def about_page() -> Page:
    """The version, and the licence of everything that is shipped."""
    page = Page(
        lambda: translate("SettingsPane", "About Lamplight"),
        lambda: translate("SettingsPane", "Version {version}. An offline chat and writing assistant.").format(
            version=__version__
        ),
    )
    page.column.addSpacing(4)
    page.column.addWidget(
        Paragraph(
            lambda: translate("SettingsPane", "Free software under the MIT licence."),
            "chrome",
            "secondary",
        )
    )
    page.add_heading(lambda: translate("SettingsPane", "Licences of what is inside"))
    page.column.addSpacing(4)
    for file in licence_files():
        row = RowButton(partial(licence_name, file), checkable=False)
        row.clicked.connect(partial(_read, row, file))
        page.column.addWidget(row)
    page.finish()
    return page


def licence_files() -> list[Path]:
    """The licence texts that are shipped."""
    found = (resources() / "licences").iterdir()
    return sorted((file for file in found if file.is_file()), key=lambda file: file.stem.lower())


def licence_name(file: Path) -> str:
    """`Source-Serif-OFL.txt` as `Source Serif OFL`."""
    name = file.name.removesuffix(".txt").removesuffix(".html")
    return name.replace("-", " ").replace("_", " ")


def _read(row: RowButton, file: Path) -> None:
    show_text(row, licence_name(file), file)
