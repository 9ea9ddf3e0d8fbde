"""The amber caret, which every page shares."""

from desktop.ui.caret import WIDTH, Caret

__all__ = ["WIDTH", "Caret"]
