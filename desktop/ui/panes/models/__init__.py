"""The models pane: what is on this machine, whether it fits, and how to get a better one."""

from desktop.ui.panes.models.pane import ModelsPane

__all__ = ["ModelsPane"]
