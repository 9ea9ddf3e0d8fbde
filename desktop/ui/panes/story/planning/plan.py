"""From settings to story: what it is to be; from that synopsis, outline, scenes and drafts, each to edit and redo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, Loading, Reading, StoryEvent, TakeKept, Wrote
from desktop.features.story.context.prompts import Step
from desktop.features.story.planning.planning import unfinished
from desktop.store.stories.records import NodeKind, Project, StoryChange, Take
from desktop.ui.panes.story import words
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.widgets import Button, Choice, Label, LineField, Page, TextField, toast

_FIELDS = ("premise", "genre", "tone", "point_of_view", "tense", "rules")


class _Step:
    """One proposal: a text to edit, buttons to ask for it, to go on and to take it."""

    def __init__(
        self,
        plan: Plan,
        name: str,
        label: Callable[[], str],
        ask: Callable[[], str],
        rows: int,
        about: QWidget | None = None,
    ) -> None:
        """`about` chooses what it is proposed for."""
        self.name = name
        self.take: Take | None = None
        self.stop: Stop | None = None
        plan.add_heading(label)
        if about is not None:
            plan.column.addSpacing(8)
            plan.column.addWidget(about, 0, Qt.AlignmentFlag.AlignLeft)
        self.text = TextField(label, rows=rows)
        self.text.left.connect(plan.keep)
        plan.column.addSpacing(8)
        plan.column.addWidget(self.text)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.ask = Button(ask, "plain", "feather")
        self.end = Button(lambda: translate("StoryPane", "Stop"), "plain", "stop")
        self.on = Button(lambda: translate("StoryPane", "Let it go on"), "quiet")
        self.use = Button(lambda: translate("StoryPane", "Use it"), "plain", "check")
        self.note = Label("", "meta", "secondary")
        self.ask.clicked.connect(lambda: plan.propose(self))
        self.end.clicked.connect(lambda: plan.stop(self))
        self.on.clicked.connect(lambda: plan.go_on(self))
        self.use.clicked.connect(lambda: plan.accept(self))
        for button in (self.ask, self.end, self.on, self.use):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.note)
        plan.column.addSpacing(8)
        plan.column.addLayout(row)
        self.show_state()

    def show_state(self) -> None:
        writing = self.stop is not None
        broken = self.take is not None and self.take.status not in ("complete", "writing")
        self.end.setVisible(writing)
        self.ask.setEnabled(not writing)
        self.on.setVisible(not writing and broken)
        self.use.setVisible(not writing and self.take is not None)
        self.text.setReadOnly(writing)
        if not writing:
            self.note.setText("")


class Plan(Page):
    """A form in the place of the manuscript.

    `entry_asked` carries the button below which an entry of the bible is to be written, `draft_asked` the scene.
    """

    help_topic = "story#plan"

    entry_asked = Signal(QWidget)
    draft_asked = Signal(int)
    left = Signal()  # back to the manuscript

    def __init__(self, context: StoryContext) -> None:
        super().__init__(
            lambda: translate("StoryPane", "From settings to story"),
            lambda: translate("StoryPane", "Say what the story is to be. Each step below grows from those above it."),
        )
        self._context = context
        self._controller = context.controller
        self._project_id = -1
        self.steps: list[_Step] = []
        self._fields: dict[str, Any] = {}
        labels: dict[str, Callable[[], str]] = {
            "premise": lambda: translate("StoryPane", "Premise"),
            "genre": lambda: translate("StoryPane", "Genre"),
            "tone": lambda: translate("StoryPane", "Tone"),
            "point_of_view": lambda: translate("StoryPane", "Point of view"),
            "tense": lambda: translate("StoryPane", "Tense"),
            "rules": lambda: translate("StoryPane", "Rules of the world"),
        }
        self.add_heading(lambda: translate("StoryPane", "Settings"))
        for name in _FIELDS:
            self.column.addSpacing(8)
            self.column.addWidget(Label(labels[name], "meta", "secondary"))
            field: Any = TextField(labels[name], rows=3) if name in ("premise", "rules") else LineField(labels[name])
            (field.left if isinstance(field, TextField) else field.editingFinished).connect(self.keep)
            self._fields[name] = field
            self.column.addWidget(field)
        people = Button(lambda: translate("StoryPane", "Characters and places…"), "quiet", "person", flush=True)
        people.clicked.connect(lambda: self.entry_asked.emit(people))
        self.column.addSpacing(8)
        self.column.addWidget(people, 0, Qt.AlignmentFlag.AlignLeft)
        self.chapter = Choice(lambda: translate("StoryPane", "Chapter"), self._chapters, width=240)
        self.steps = [
            _Step(
                self,
                "synopsis",
                lambda: translate("StoryPane", "Synopsis"),
                lambda: translate("StoryPane", "Propose a synopsis"),
                6,
            ),
            _Step(
                self,
                "outline",
                lambda: translate("StoryPane", "Outline"),
                lambda: translate("StoryPane", "Propose an outline"),
                10,
            ),
            _Step(
                self,
                "beats",
                lambda: translate("StoryPane", "Scenes of a chapter"),
                lambda: translate("StoryPane", "Propose scenes"),
                8,
                self.chapter,
            ),
        ]
        self.add_heading(lambda: translate("StoryPane", "Draft"))
        self.column.addSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.draft = Button(lambda: translate("StoryPane", "Draft the open scene"), "plain", "feather")
        self.draft.clicked.connect(self._draft)
        back = Button(lambda: translate("StoryPane", "Back to the manuscript"), "quiet")
        back.clicked.connect(self.left)
        row.addWidget(self.draft)
        row.addWidget(back)
        row.addStretch(1)
        self.column.addLayout(row)
        self.finish()
        self._controller.project_changed.connect(self.refresh)

    def refresh(self) -> None:
        """Show what is kept, but not over what is being written."""
        project = self._controller.project
        if project is None:
            return
        for name, field in self._fields.items():
            if not field.hasFocus():
                value = getattr(project.settings, name)
                field.setPlainText(value) if isinstance(field, TextField) else field.setText(value)
        if project.id != self._project_id:  # what was proposed for another story isn't for this one
            self._project_id = project.id
            for step in self.steps:
                self.stop(step)
                step.take = step.stop = None
                self._show_kept(step)
        for step in self.steps[:2]:
            if step.take is None and step.stop is None and not step.text.hasFocus():
                step.text.setPlainText(getattr(project.settings, step.name))
        chapters = [value for value, _ in self._chapters()]
        if self.chapter.value not in chapters:
            self.chapter.set_value(chapters[0] if chapters else None)
        self._look_for_unfinished(project)

    def _show_kept(self, step: _Step) -> None:
        project = self._controller.project
        kept = getattr(project.settings, step.name) if project is not None and step in self.steps[:2] else ""
        step.text.setPlainText(kept)
        step.show_state()

    def _look_for_unfinished(self, project: Project) -> None:
        """What was cut (the program ended, the engine died) stands there again, and can go on."""
        stories, chapter = self._context.stories, self.chapter.value

        def show(found: dict[Step, Take]) -> None:
            for step in self.steps if project.id == self._project_id else ():
                take = found.get(Step(step.name))
                if take is not None and step.take is None and step.stop is None and not step.text.hasFocus():
                    step.take = take
                    step.text.setPlainText(take.text)
                    step.show_state()

        self._context.work.run(lambda: unfinished(stories, project, chapter), show)

    def _chapters(self) -> list[tuple[int, str]]:
        nodes = self._controller.nodes
        return [(node.id, words.name(node)) for node in nodes if node.kind is NodeKind.CHAPTER]

    def keep(self) -> None:
        project = self._controller.project
        if project is None:
            return
        values: dict[str, Any] = {
            name: (field.toPlainText() if isinstance(field, TextField) else field.text()).strip()
            for name, field in self._fields.items()
        }
        for step in self.steps[:2]:  # what is kept may be edited; a proposal is kept when it is taken
            if step.take is None and step.stop is None and project.id == self._project_id:
                values[step.name] = step.text.toPlainText().strip()
        changed = replace(project.settings, **values)
        if changed != project.settings:
            self._controller.update_project(settings=changed)

    # -- proposals ---------------------------------------------------------------------------------------------------

    def propose(self, step: _Step) -> None:
        """Ask for a step anew; what stood there stays among the takes."""
        project = self._controller.project
        if project is None:
            return
        self.keep()
        node_id = self.chapter.value if step.name == "beats" else None
        step.take = None
        step.text.setPlainText("")
        self._stream(step, lambda story, stop: story.propose(project.id, step.name, node_id, stop))

    def go_on(self, step: _Step) -> None:
        """A proposal that was cut goes on where it stopped."""
        take = step.take
        if take is not None:
            self._stream(step, lambda story, stop: story.go_on(take.id, stop))

    def _stream(self, step: _Step, ask: Callable[[Any, Stop], Any]) -> None:
        context = self._context
        stop = step.stop = Stop()
        shown, told = step.text.toPlainText(), step.take.text if step.take else ""
        step.show_state()
        step.note.setText(translate("StoryPane", "reading"))

        def event(found: StoryEvent) -> None:
            if step.stop is not stop:  # another story is open
                return
            if isinstance(found, Loading | Reading):
                step.note.setText(translate("StoryPane", "reading"))
            elif isinstance(found, TakeKept):
                step.take = found.take
            elif isinstance(found, Wrote):
                step.note.setText(translate("StoryPane", "writing, {n} tokens").format(n=words.count(found.tokens)))
                cursor = step.text.textCursor()
                cursor.movePosition(cursor.MoveOperation.End)
                cursor.insertText(found.text)
            elif isinstance(found, Ended):
                step.take = found.take
                step.text.setPlainText(shown + found.take.text[len(told) :])  # what was edited before stays
                if found.error_code:
                    known = Code(found.error_code) if found.error_code in set(Code) else Code.ENGINE_FAILED
                    context.failed(LamplightError(known, cause=found.cause))

        def over() -> None:
            if step.stop is stop:
                step.stop = None
                if step.take is None:  # nothing came
                    self._show_kept(step)
                step.show_state()

        def failed(error: Exception) -> None:
            over()
            if not isinstance(error, LamplightError):
                raise error
            context.failed(error)

        work, story = context.work, context.story
        work.run(lambda: None, lambda _: work.stream(lambda: ask(story(), stop), event, over, failed))

    def stop(self, step: _Step) -> None:
        if step.stop is not None:
            step.stop.set()

    def accept(self, step: _Step) -> None:
        """Let a proposal, as it was edited, become the synopsis, the outline or the chapter's scenes."""
        take, context, controller = step.take, self._context, self._controller
        if take is None:
            return
        text = step.text.toPlainText()

        def done(change: StoryChange) -> None:
            step.take = None
            step.show_state()
            controller.update_project()  # reads what is kept now
            controller.announce(change, self.refresh)
            undo = (lambda: controller.undo(change)) if change.added else None
            toast(context.page, translate("StoryPane", "It is in the story now."), undo)

        context.work.ask(lambda: context.story().accept(take.id, text), done)

    def _draft(self) -> None:
        node_id = self._controller.node_id
        if node_id is not None:
            self.draft_asked.emit(node_id)
