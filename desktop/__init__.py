"""Lamplight (灯下): an offline chat and writing assistant around a local GGUF model."""

__version__ = "0.1.0"

# What desktops know the program by: the name of its desktop entry, of its icon and of its windows on Wayland, the
# identifier of its bundle on macOS and of its taskbar group on Windows.
APP_ID = "io.github.lamplight_desktop.Lamplight"
