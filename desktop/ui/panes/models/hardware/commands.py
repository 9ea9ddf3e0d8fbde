"""What can be done about the hardware."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.ui.commands import Command


def _group() -> str:
    return translate("ModelsPane", "Models")


TEST = Command(
    "hardware.test",
    lambda: translate("HardwarePage", "Test the hardware for some seconds"),
    _group,
    icon="play",
    label=lambda: translate("HardwarePage", "Test for some seconds"),
)
LOOK_AGAIN = Command(
    "hardware.look",
    lambda: translate("HardwarePage", "Look for graphics cards again"),
    _group,
    icon="refresh",
    label=lambda: translate("HardwarePage", "Look again"),
)
COPY_REPORT = Command(
    "hardware.copy",
    lambda: translate("HardwarePage", "Copy the report on the hardware"),
    _group,
    icon="copy",
    label=lambda: translate("HardwarePage", "Copy the report"),
)
OPEN_FOLDER = Command(
    "hardware.folder",
    lambda: translate("HardwarePage", "Open the folder of backends"),
    _group,
    icon="folder",
    label=lambda: translate("HardwarePage", "Open the folder"),
)

ALL: tuple[Command, ...] = (TEST, LOOK_AGAIN, COPY_REPORT, OPEN_FOLDER)
