"""What the model writes: it goes on at the caret, rewrites, offers next sentences. It proposes; a person accepts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.features.generation.stop import Stop
from desktop.features.story.context.events import Ended, Loading, Reading, StoryEvent, TakeKept, Wrote
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Reason, Take
from desktop.ui.panes.story import words
from desktop.ui.panes.story.context import StoryContext
from desktop.ui.panes.story.generation.generation_request import Ask, GenerationRequest
from desktop.ui.panes.story.generation.proposal import Proposal
from desktop.ui.panes.story.generation.proposal_bar import ProposalBar, named
from desktop.ui.panes.story.generation.suggestion_cards import SuggestionCards
from desktop.ui.panes.story.generation.suggestion_requests import SuggestionRequests
from desktop.ui.panes.story.generation.take_anchors import Found, Placed, put
from desktop.ui.panes.story.generation.take_replay import TakeReplay


class GenerationController(QObject):
    """One request at a time. `takes_changed` tells that the scene has another take; `failed` what went wrong."""

    takes_changed = Signal()
    failed = Signal(object)
    state_changed = Signal()

    def __init__(self, context: StoryContext) -> None:
        editor = context.editor
        super().__init__(editor)
        self._editor = editor
        self._controller = context.controller
        self._saver = context.saver
        self._work = context.work
        self._story = context.story
        self.can_offer: Callable[[], bool] = context.model_is_loaded
        self.proposal = Proposal(editor)
        self.bar = ProposalBar(editor)
        self.openings = SuggestionCards(editor)
        self.offers = True
        self.take: Take | None = None
        self.placed: list[Placed] = []  # what this session wrote, and where it stands
        editor.undo_stack.holds = self._held
        self._end = QTextCursor(editor.document())  # of what is proposed
        self._take_replay = TakeReplay(editor, self.proposal)
        self._request: GenerationRequest | None = None
        self._stop: Stop | None = None
        self._suggestions = SuggestionRequests(context, self.openings)
        self._count = 0
        self.peers: list[Take] = []  # the scene's takes, as far as they were read
        self._connect()

    def _connect(self) -> None:
        editor, bar = self._editor, self.bar
        editor.writing_at = lambda: self.proposal.writing_at
        editor.edited.connect(self._edited)
        editor.moved.connect(self.hide_suggestions)
        editor.rested.connect(self.offer)
        editor.scrolled.connect(self._place)
        self.proposal.changed.connect(self._show)
        self.openings.chosen.connect(self.choose)
        bar.accepted.connect(self.accept)
        bar.rejected.connect(self.reject)
        bar.again.connect(self.again)
        bar.stopped.connect(self.stop)

    # -- asking ------------------------------------------------------------------------------------------------------

    @property
    def writing(self) -> bool:
        return self._stop is not None

    @property
    def asking(self) -> bool:
        """Whether next sentences are on their way."""
        return self._suggestions.asking

    def continue_(self) -> None:
        """Go on at the caret."""
        node_id = self._controller.node_id
        if node_id is None or self.writing or self.proposal.present:
            return
        cursor = self._editor.textCursor()
        at = cursor.selectionEnd()
        text, offset = self._editor.text(), self._editor.script.offset(at)
        ask: Ask = lambda story, stop: story.continue_at(node_id, offset, text, stop)  # noqa: E731
        self.begin_request(GenerationRequest(translate("StoryPane", "Go on"), ask, at, at))

    def rewrite(self, how: str, name: str, instruction: str = "") -> None:
        """Write the selection anew."""
        node_id = self._controller.node_id
        cursor = self._editor.textCursor()
        if node_id is None or self.writing or self.proposal.present or not cursor.hasSelection():
            return
        script, text = self._editor.script, self._editor.text()
        start, end = script.offset(cursor.selectionStart()), script.offset(cursor.selectionEnd())
        passage = text[start:end]
        start += len(passage) - len(passage.lstrip())
        end = start + len(passage.strip())
        if end <= start:
            return
        ask: Ask = lambda story, stop: story.rewrite(node_id, start, end, text, how, instruction, stop)  # noqa: E731
        self.begin_request(GenerationRequest(name, ask, script.position(start), script.position(end), text[start:end]))

    def draft(self, node_id: int) -> None:
        """A draft of the open scene, from its beats."""
        project = self._controller.project
        if project is None or self.writing or self.proposal.present:
            return
        project_id = project.id
        end = self._editor.document().characterCount() - 1
        ask: Ask = lambda story, stop: story.propose(project_id, "draft", node_id, stop)  # noqa: E731
        self.begin_request(GenerationRequest(translate("StoryPane", "Draft"), ask, end, end))

    def go_on(self, take: Take) -> None:
        """Let a take go on: its text stands proposed, and grows."""
        if not self.writing and not self.proposal.present:
            self.begin_request(self._take_replay.go_on(take, self.peers), take.text)

    def from_token(self, found: Found, alternative: int) -> None:
        """Another word at this place of a take, and on from there."""
        if not self.writing:
            self.begin_request(self._take_replay.another_word(found, alternative))

    def show_take(self, take: Take) -> None:
        """Propose an older take anew, without asking the model."""
        if not self.writing:
            self.propose(self._take_replay.propose(take, self.peers), take)

    def again(self) -> None:
        """The same request once more; what stands proposed goes, and stays among the takes."""
        request = self._request
        if request is None or self.writing:
            return
        self.proposal.reject()
        self.begin_request(request)

    def propose(self, request: GenerationRequest, take: Take) -> None:
        """What was written before stands proposed again."""
        self._request = request
        self._open(request)
        self.proposal.write(take.text)
        self._finished(take)

    def _open(self, request: GenerationRequest) -> None:
        """The place for a proposal; its end moves with what is written there."""
        self._end = QTextCursor(self._editor.document())
        self._end.setPosition(max(request.start, request.end))
        self.proposal.begin(request.start, request.end if request.old else None)

    def begin_request(self, request: GenerationRequest, shown: str = "") -> None:
        """Ask the model; `shown` stands there already."""
        self.hide_suggestions()
        self._request, self.take, self._count = request, None, 0
        if request.old:
            cursor = self._editor.textCursor()
            cursor.setPosition(request.end)
            self._editor.setTextCursor(cursor)
        stop = self._stop = Stop()
        self.bar.scrolled_to = None
        self._open(request)
        if shown:
            self.proposal.write(shown)
        self.bar.show_writing(translate("StoryPane", "reading"))
        self._place()
        self.state_changed.emit()

        def ask() -> None:
            if self._stop is stop:
                self._work.stream(
                    lambda: request.ask(self._story(), stop),
                    lambda event: self._event(event, stop),
                    lambda: self._over(stop),
                    lambda error: self._broke(error, stop),
                )

        self._saver.save(Reason.BEFORE_GENERATION if self._saver.dirty else Reason.AUTOSAVE, ask)

    # -- what happens ------------------------------------------------------------------------------------------------

    def _event(self, event: StoryEvent, stop: Stop) -> None:
        if self._stop is not stop:
            if isinstance(event, Ended):
                self.takes_changed.emit()
            return
        if isinstance(event, Loading):
            percent = round(event.fraction * 100)
            self.bar.show_writing(translate("StoryPane", "loading the model, {percent} %").format(percent=percent))
        elif isinstance(event, Reading):
            percent = round(100 * event.done / max(1, event.total))
            self.bar.show_writing(translate("StoryPane", "reading, {percent} %").format(percent=percent))
        elif isinstance(event, TakeKept):
            self.take = event.take
        elif isinstance(event, Wrote):
            self._count = event.tokens
            self.proposal.write(event.text)
            self.bar.show_writing(translate("StoryPane", "writing, {n} tokens").format(n=words.count(event.tokens)))
        elif isinstance(event, Ended):
            self._stop = None
            self._finished(event.take)
            if event.error_code:
                code = event.error_code
                known = Code(code) if code in set(Code) else Code.ENGINE_FAILED
                self.failed.emit(LamplightError(known, cause=event.cause))
        self._place()

    def _finished(self, take: Take) -> None:
        request = self._request
        assert request is not None
        self.take = take
        marked = "*" in take.text or "\\" in take.text  # emphasis is shown as such once all of it is there
        if take.text.strip() and (marked or (request.old and not request.whole)):
            self.proposal.compare(request.old, take.text, request.start)
        self.proposal.end()
        if not take.text.strip():
            self.proposal.reject()
        else:
            self.placed = [*self.placed[-20:], put(take, self._editor, request.start, self._end.position())]
        self.takes_changed.emit()
        self.state_changed.emit()
        self._show()

    def _over(self, stop: Stop) -> None:
        if self._stop is stop:  # it ended without a word
            self._stop = None
            self.proposal.end()
            self._show()

    def _broke(self, error: Exception, stop: Stop) -> None:
        if self._stop is stop:
            self._stop = None
            self.proposal.end()
            if self.take is None:
                self.proposal.reject()
            self._show()
        self.failed.emit(error)

    def stop(self) -> None:
        """At once: what was written stands proposed."""
        if self._stop is not None:
            self._stop.set()
            self.bar.show_writing(translate("StoryPane", "stopping"))
        self._suggestions.stop()

    # -- choosing ----------------------------------------------------------------------------------------------------

    def accept(self) -> None:
        self._decide(self.proposal.accept, adopted=True)

    def reject(self) -> None:
        self._decide(self.proposal.reject, adopted=False)

    def accept_piece(self) -> None:
        """The first sentence, or the first change."""
        if not self.writing and self.proposal.accept_piece():
            self._adopt(True)
            self._show()

    def decide_hunk(self, hunk: int, *, accepted: bool) -> None:
        (self.proposal.accept if accepted else self.proposal.reject)(hunk)
        if accepted:
            self._adopt(True)
        self._show()

    def _decide(self, act: Callable[[], object], *, adopted: bool) -> None:
        if self.writing or not self.proposal.present:
            return
        spans = self.proposal.spans()
        end = max((span.end for span in spans), default=None)
        cursor = self._editor.textCursor()
        if adopted and end is not None:
            cursor.setPosition(end)
            self._editor.setTextCursor(cursor)
        act()
        self._adopt(adopted)
        self._editor.ensureCursorVisible()
        self._editor.setFocus()
        self._show()
        if adopted:
            QTimer.singleShot(0, self, self.offer)

    def _adopt(self, adopted: bool) -> None:
        take = self.take
        if take is None:
            return
        stories = self._controller.stories
        self._work.run(lambda: stories.adopt_take(take.id, adopted), lambda _: self.takes_changed.emit())

    # -- next sentences ----------------------------------------------------------------------------------------------

    def offer(self) -> None:
        """Ask for ways to begin the next sentence while the caret rests."""
        if self.offers and not self.writing and not self.proposal.present and self.can_offer():
            self._suggestions.ask()

    def choose(self, take: Take) -> None:
        """Take this opening into the text and go on from it."""
        self.hide_suggestions()
        cursor = self._editor.textCursor()
        cursor.insertText(take.text)
        self._editor.setTextCursor(cursor)
        self._editor.setFocus()
        stories = self._controller.stories
        self._work.run(lambda: stories.adopt_take(take.id), lambda _: self.takes_changed.emit())
        self.continue_()

    def hide_suggestions(self) -> None:
        self.openings.hide()
        self._suggestions.stop()

    # -- keys and places ---------------------------------------------------------------------------------------------

    def handle_key(self, event: QKeyEvent) -> bool:
        """Tab, Esc, Alt+Right, 1 to 5, and what a person types while the model writes: before they are the text's."""
        plain = not event.modifiers() or event.modifiers() == Qt.KeyboardModifier.KeypadModifier
        key = event.key()
        if key == Qt.Key.Key_Escape:
            if self.writing or self.openings.isVisible() or self.asking:
                self.stop()
                self.hide_suggestions()
                return True
            if self.proposal.present:
                self.reject()
                return True
            return False
        if key == Qt.Key.Key_Tab and plain:
            if self.proposal.present and not self.writing:
                self.accept()
            else:
                self.continue_()
            return True
        if key == Qt.Key.Key_Right and event.modifiers() == Qt.KeyboardModifier.AltModifier and self.proposal.present:
            self.accept_piece()
            return True
        take = self.openings.take(key - Qt.Key.Key_0) if plain and Qt.Key.Key_1 <= key <= Qt.Key.Key_5 else None
        if take is not None:
            self.choose(take)
            return True
        if self.writing and event.text() and event.text().isprintable() and plain:
            self.stop()  # a person writes: the model rests
        return False

    def _edited(self) -> None:
        self.hide_suggestions()

    def _show(self) -> None:
        if self.writing:
            self._place()
            return
        if not self.proposal.present:
            self.bar.hide()
            return
        name = self._request.name if self._request else ""
        if self.take is not None and self.take.status is Status.STOPPED:
            name = translate("StoryPane", "{name}, stopped").format(name=name)
        self.bar.show_choice(named(name, self.take, self.peers))
        self._place()

    def _place(self) -> None:
        if self.writing or self.proposal.present:
            self.bar.place(self.proposal.last_block())
            if self.writing:
                self.bar.keep_in_sight()
        self.openings.place()

    def know(self, takes: list[Take]) -> None:
        """The takes of the open scene, without their tokens."""
        self.peers = takes
        self._show()

    def _held(self) -> list[QTextCursor]:
        """What must stay in its place while the steps to undo are walked through."""
        return [*self.proposal.held(), *(end for one in self.placed for end in (one.first, one.last))]

    def leave(self) -> None:
        """Another scene opens: what runs ends, what stands proposed stays a take."""
        self.stop()
        self._stop = None
        self.hide_suggestions()
        self.take = None
        self.placed, self.peers = [], []
        self.bar.hide()
