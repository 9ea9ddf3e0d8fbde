"""`lamplight models`: what there is, and what can be done with it. One module for each group of verbs."""

from desktop.cli.commands.models.verbs import declare

__all__ = ["declare"]
