"""Lamplight (灯下): an offline chat and writing assistant around a local GGUF model."""

__version__ = "0.1.0"
