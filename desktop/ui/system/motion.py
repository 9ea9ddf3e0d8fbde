"""Whether the system asks for less motion: read from its own settings, without a network or another program."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

log = logging.getLogger(__name__)

_SPI_GETCLIENTAREAANIMATION = 0x1042


def system_reduces_motion() -> bool:
    """True where a person has turned animations off for the whole desktop; False where that can't be read."""
    try:
        if sys.platform == "win32":
            return _windows()
        if sys.platform == "darwin":
            return _mac(Path.home() / "Library" / "Preferences" / "com.apple.universalaccess.plist")
        return _free_desktop(Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"))
    except Exception:  # a setting of somebody else's, in a shape nobody promised us
        log.debug("the system's motion setting can't be read", exc_info=True)
        return False


def _windows() -> bool:
    import ctypes

    shown = ctypes.c_int(1)
    user = ctypes.windll.user32  # type: ignore[attr-defined]
    told = user.SystemParametersInfoW(_SPI_GETCLIENTAREAANIMATION, 0, ctypes.byref(shown), 0)
    return bool(told) and not shown.value


def _mac(file: Path) -> bool:
    import plistlib

    return bool(plistlib.loads(file.read_bytes()).get("reduceMotion", False)) if file.is_file() else False


def _free_desktop(config: Path) -> bool:
    """KDE's speed of animations, or GTK's switch, as the desktops write them into their files."""
    if (factor := _entry(config / "kdeglobals", "KDE", "AnimationDurationFactor")) is not None:
        return float(factor) == 0
    for version in ("4.0", "3.0"):
        enabled = _entry(config / f"gtk-{version}" / "settings.ini", "Settings", "gtk-enable-animations")
        if enabled is not None:
            return enabled.strip().lower() in ("false", "0")
    return False


def _entry(file: Path, section: str, key: str) -> str | None:
    if not file.is_file():
        return None
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    parser.read_string(file.read_text(encoding="utf-8", errors="replace"))
    return parser.get(section, key, fallback=None)
