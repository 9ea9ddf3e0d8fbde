"""The options of one model, each with what it costs, and the memory all of them take before they are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.base.settings import CONTEXT, GPU_LAYERS, THREADS
from desktop.features.models.measured_options import MeasuredOptions, measure_options
from desktop.features.models.model_options import ModelOptions
from desktop.features.models.option_checks import check_options
from desktop.ui import tasks
from desktop.ui.panes.models.options import choices
from desktop.ui.panes.models.options.option_row import OptionRow
from desktop.ui.panes.models.options.words import after_each_other
from desktop.ui.text.number_format import bytes_text
from desktop.ui.widgets import Button, PanelSheet, Paragraph, Scrolled

if TYPE_CHECKING:
    from desktop.library.models import ModelFile
    from desktop.ui.services import Services


class OptionsSheet(PanelSheet):
    """`kept` fires with the options once they are on disk. Nothing is changed before a person presses Keep."""

    help_topic = "models#memory"

    kept = Signal(object)
    measured = Signal()  # what is chosen has been measured, and is shown

    def __init__(self, anchor: QWidget, services: Services, model: ModelFile) -> None:
        title = translate("ModelOptions", "Options of {name}").format(name=model.name)
        super().__init__(anchor, title, width_em=46, height_em=48)
        self._engines = services.model_manager.engines
        self._settings = services.settings
        self._model = model
        self._kept = self._engines.options.of(model.path)
        self.options = self._kept
        self._before: MeasuredOptions | None = None
        self._now: MeasuredOptions | None = None
        self._asked = 0
        self.body.addWidget(Paragraph(_about, "chrome", "secondary"))
        self.body.addSpacing(8)
        self.body.addWidget(Scrolled(self._build_rows()), 1)
        self.body.addSpacing(12)
        self.total = Paragraph("", "chrome_medium")
        self.body.addWidget(self.total)
        self.trouble = Paragraph("", "chrome", "wrong")
        self.trouble.hide()
        self.body.addWidget(self.trouble)
        self.body.addSpacing(12)
        self.body.addLayout(self._build_foot())
        self._show()

    # -- building --------------------------------------------------------------------------------------------------

    def _build_rows(self) -> QWidget:
        rows = QWidget()
        column = QVBoxLayout(rows)
        column.setContentsMargins(0, 0, 12, 0)
        column.setSpacing(0)
        settings, model = self._settings, self._model
        trained = model.trained_context
        default = min(settings[CONTEXT], trained) if trained else settings[CONTEXT]
        self.context = OptionRow(
            lambda: translate("ModelOptions", "Context length, tokens"),
            lambda: choices.contexts(default, trained, self.options.context),
        )
        self.cache = OptionRow(
            lambda: translate("ModelOptions", "Memory of the conversation"),
            lambda: choices.caches(*self._cache_types()),
        )
        self.layers = OptionRow(
            lambda: translate("ModelOptions", "Layers on the graphics card"),
            lambda: choices.layers(settings[GPU_LAYERS], self._layer_count(), self.options.gpu_layers),
        )
        self.threads = OptionRow(
            lambda: translate("ModelOptions", "Processor threads"), lambda: choices.threads(settings[THREADS])
        )
        self.flash = OptionRow(lambda: translate("ModelOptions", "Flash attention"), choices.flash)
        self.mapping = OptionRow(lambda: translate("ModelOptions", "Weights"), choices.mapping)
        for row, change in (
            (self.context, lambda value: {"context": value}),
            (self.cache, _cache_of),
            (self.layers, lambda value: {"gpu_layers": value}),
            (self.threads, lambda value: {"threads": value}),
            (self.flash, lambda value: {"flash_attention": value if value != "auto" else None}),
            (self.mapping, lambda value: {"mmap": None if value else False}),
        ):
            row.chosen.connect(lambda value, change=change: self._change(change(value)))
            column.addWidget(row)
        column.addStretch(1)
        return rows

    def _build_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        self.defaults = Button(lambda: translate("ModelOptions", "Back to defaults"), "quiet", flush=True)
        self.defaults.clicked.connect(lambda: self._take(ModelOptions()))
        foot.addWidget(self.defaults)
        foot.addStretch(1)
        cancel = Button(lambda: translate("ModelOptions", "Cancel"), "plain")
        cancel.clicked.connect(self.close_popup)
        foot.addWidget(cancel)
        self.keep = Button(lambda: translate("ModelOptions", "Keep"), "primary")
        self.keep.clicked.connect(self._keep)
        foot.addWidget(self.keep)
        return foot

    def _cache_types(self) -> tuple[str, str]:
        return self.options.cache_type_k or "f16", self.options.cache_type_v or "f16"

    def _layer_count(self) -> int:
        return self._now.layers if self._now is not None else 0

    # -- choosing --------------------------------------------------------------------------------------------------

    def _change(self, values: dict[str, Any]) -> None:
        self._take(replace(self.options, **values))

    def _take(self, options: ModelOptions) -> None:
        self.options = options
        self._show()

    def _show(self) -> None:
        options = self.options
        key, value = self._cache_types()
        self.context.show_value(options.context)
        self.cache.show_value(key if key == value else f"{key}, {value}")
        self.layers.show_value(options.gpu_layers)
        self.threads.show_value(options.threads)
        self.flash.show_value(options.flash_attention or "auto")
        self.mapping.show_value(options.mmap is not False)
        self.defaults.setEnabled(bool(options))
        self._measure()

    def _measure(self) -> None:
        self._asked += 1
        asked, options, first = self._asked, self.options, self._before is None
        engines, settings, model, kept = self._engines, self._settings, self._model, self._kept

        def work() -> tuple[MeasuredOptions | None, MeasuredOptions]:
            before = measure_options(engines, settings, model, kept) if first else None
            return before, measure_options(engines, settings, model, options)

        def done(found: tuple[MeasuredOptions | None, MeasuredOptions]) -> None:
            self._before = found[0] or self._before
            if asked == self._asked:
                self._now = found[1]
                self._say()

        tasks.run(work, done, self._failed, self)

    def _say(self) -> None:
        now, before = self._now, self._before
        assert now is not None
        assert before is not None
        cost, load = now.cost, now.load
        cache = translate("ModelOptions", "The memory of {count} tokens takes {size}.")
        self.context.say(cache.format(count=f"{load.context:,}", size=bytes_text(cost.cache)))
        self.cache.say(_cache_note(load.cache_type_v))
        self.layers.say(translate("ModelOptions", "They write faster there, as far as its memory goes."))
        self.threads.say(translate("ModelOptions", "More than the physical cores are usually slower."))
        self.flash.say(translate("ModelOptions", "Needs less memory; a smaller memory of the conversation needs it."))
        weights = translate("ModelOptions", "They take {size}. Copied, they don’t wait for a slow disk later on.")
        self.mapping.say(weights.format(size=bytes_text(cost.weights)))
        total = translate("ModelOptions", "Takes {total} of {free} free.")
        said = total.format(total=bytes_text(cost.total), free=bytes_text(now.free))
        if before.cost.total != cost.total:
            as_kept = translate("ModelOptions", "Until now {total}.")
            said = after_each_other(said, as_kept.format(total=bytes_text(before.cost.total)))
        self.total.set_look(token="text" if now.fits else "wrong")
        self.total.set_text(said)
        self.trouble.setVisible(now.error is not None)
        self.trouble.set_text(sentence(now.error).what if now.error is not None else "")
        self.keep.setEnabled(now.error is None)
        self.measured.emit()

    def _keep(self) -> None:
        options, engines, model, settings = self.options, self._engines, self._model, self._settings

        def work() -> None:
            check_options(model, options, settings)
            engines.options.set(model.path, options)

        def done(_: object) -> None:
            self.kept.emit(options)
            self.close_popup()

        tasks.run(work, done, self._failed, self)

    def _failed(self, error: Exception) -> None:
        self.trouble.setVisible(True)
        self.trouble.set_text(sentence(error).what)


def _cache_of(value: str) -> dict[str, Any]:
    """A pair that was chosen elsewhere stays as it is."""
    if ", " in value:
        key, kept = value.split(", ")
        return {"cache_type_k": key, "cache_type_v": kept}
    kind = None if value == "f16" else value
    return {"cache_type_k": kind, "cache_type_v": kind}


def _cache_note(cache_type: str) -> str:
    if cache_type.startswith("q8"):
        return translate("ModelOptions", "Half the memory; what it writes hardly changes.")
    if cache_type.startswith("q"):
        return translate("ModelOptions", "A quarter of the memory; long texts are remembered less well.")
    return translate("ModelOptions", "What was read is kept as exactly as it was computed.")


def _about() -> str:
    return translate("ModelOptions", "They hold for this file, from the next time it is loaded.")
