"""Joins what can be done with translations to one pane."""

from __future__ import annotations

from desktop.ui.commands import commands
from desktop.ui.panes.translate import commands as pane_commands
from desktop.ui.panes.translate.pane import TranslatePane


def bind_commands(pane: TranslatePane) -> None:
    """What is done to the open translation, and to those of the list."""
    page, pages, controller, actions = pane.page(), pane.pages, pane.controller, pane.actions

    def is_open() -> bool:
        return controller.job is not None

    def rests() -> bool:
        return is_open() and controller.run is None

    def can_go_on() -> bool:
        job = controller.job
        return job is not None and not job.complete and (controller.run is None or controller.run.stop.is_set)

    def delete() -> None:
        if controller.job is not None:
            controller.trash(controller.job.id)

    for command, run, enabled in (
        (pane_commands.OFFER, pane.details.use_offer, None),
        (pane_commands.BACK, controller.translate_back, rests),
        (pane_commands.STOP, controller.stop, None),
        (pane_commands.NEXT, pages.next_doubtful, None),
        (pane_commands.NEW, pane.new_translation, None),
        (pane_commands.OPEN, actions.ask_for_document, None),
        (pane_commands.SWAP, actions.swap, None),
        (pane_commands.COPY, actions.copy_all, is_open),
        (pane_commands.PAUSE, controller.pause, None),
        (pane_commands.RESUME, controller.go_on, can_go_on),
        (pane_commands.SAVE, actions.save, is_open),
        (pane_commands.GLOSSARY, actions.open_glossary, None),
        (pane_commands.COLUMN, actions.ask_for_column, actions.can_ask_for_column),
        (pane_commands.AGAIN, lambda: controller.again(list(controller.segments)), rests),
        (pane_commands.INSTRUCTIONS, actions.ask_for_instructions, None),
        (pane_commands.DELETE, delete, is_open),
    ):
        commands.bind(command, run, page, enabled=enabled or (lambda: True), everywhere=False)
    for command, run, checked in (
        (pane_commands.SHADE, pane.details.toggle_shades, lambda: pane.details.shaded),
        (pane_commands.FIRST, pane.toggle_order, lambda: pane.order.doubtful_first),
        (pane_commands.CONTEXT, actions.toggle_context, lambda: controller.options.context),
    ):
        commands.bind(command, run, page, checked=checked, everywhere=False)
    commands.bind_on(pane_commands.OPEN_JOB, controller.open, pane.list)
    commands.bind_on(pane_commands.DELETE_JOB, controller.trash, pane.list)
