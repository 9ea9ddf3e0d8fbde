"""Takes taken up again: proposed anew, gone on with, or written on from another word."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.base.i18n import translate
from desktop.features.story.writing.take_tokens import places
from desktop.store.stories.records import Take
from desktop.ui.panes.story import words
from desktop.ui.panes.story.editor.block_format import NEW
from desktop.ui.panes.story.editor.manuscript import Manuscript
from desktop.ui.panes.story.generation.generation_request import Ask, GenerationRequest
from desktop.ui.panes.story.generation.proposal import Proposal
from desktop.ui.panes.story.generation.take_anchors import Found, begins, ground, letters, offset_in

_REWRITE = "rewrite:"


class TakeReplay:
    """Knows where in the text each of them belongs: clears that place and returns what is to be asked for there."""

    def __init__(self, editor: Manuscript, proposal: Proposal) -> None:
        self._editor = editor
        self._proposal = proposal

    def go_on(self, take: Take, peers: Sequence[Take]) -> GenerationRequest:
        """Let a take go on: its text is to stand proposed, and to grow. `peers` are the scene's takes."""
        text = self._editor.text()
        start, end = ground(take, peers, text)
        ask: Ask = lambda story, stop: story.go_on(take.id, stop, text=text)  # noqa: E731
        return self._request(translate("StoryPane", "Go on"), ask, text, start, end)

    def propose(self, take: Take, peers: Sequence[Take]) -> GenerationRequest:
        """Propose an older take anew; what is asked for is that it goes on."""
        self._take_out(take)
        text = self._editor.text()
        start, end = ground(take, peers, text)
        ask: Ask = lambda story, stop: story.go_on(take.id, stop)  # noqa: E731
        return self._request(words.kind_of_take(take), ask, text, start, end)

    def another_word(self, found: Found, alternative: int) -> GenerationRequest:
        """Another word at this place of a take, and on from there."""
        if found.take.kind.startswith(_REWRITE):
            return self._in_a_rewrite(found, alternative)
        if found.whole and not self._in_part(found):
            return self._in_a_whole(found, alternative)
        return self._in_a_part(found, alternative)

    def _in_part(self, found: Found) -> bool:
        """Whether some of a take is accepted and some of it still proposed."""
        first = found.placed.first.position()
        proposed = [span.start for span in self._proposal.spans() if span.kind == NEW][:1]
        return any(letters(self._editor, first, start)[0].strip() for start in proposed)

    def _in_a_whole(self, found: Found, alternative: int) -> GenerationRequest:
        """The take stands as it was written: it is taken out, and written again with the other word."""
        take, index = found.take, found.index
        at = take.at
        if not self._proposal.present:
            at = begins(take.text, self._editor, found.placed.first.position(), take.at)
        if take.replaced:  # it stood in place of something: now it does in place of itself
            return self._in_a_part(found, alternative)
        self._take_out_at(take, at)
        text = self._editor.text()
        start = self._editor.script.position(min(at, len(text)))
        ask: Ask = lambda story, stop: story.from_token(take.id, index, alternative, stop, text=text, at=at)  # noqa: E731
        return GenerationRequest(self._name(), ask, start, start)

    def _in_a_rewrite(self, found: Found, alternative: int) -> GenerationRequest:
        """What is still proposed goes; the new version is compared with what stands there then."""
        take, index = found.take, found.index
        if self._proposal.present:
            self._proposal.reject()
        text, script = self._editor.text(), self._editor.script
        start, end = (script.offset(cursor.position()) for cursor in (found.placed.first, found.placed.last))
        ask: Ask = lambda story, stop: story.from_token(take.id, index, alternative, stop, text=text, at=start)  # noqa: E731
        return self._request(self._name(), ask, text, start, end)

    def _in_a_part(self, found: Found, alternative: int) -> GenerationRequest:
        """What a person accepted or edited before the word stays; what follows it may be replaced."""
        take, index = found.take, found.index
        since = [begins for begins, _, _ in places(take.tokens)][index]
        start, end = found.start, found.placed.last.position()
        proposed = [span.start for span in self._proposal.spans() if span.kind == NEW]
        if proposed:
            if found.start >= proposed[0]:  # the word itself is only proposed: from the first such word on
                since = min(since, offset_in(found.placed, self._editor, proposed[0]))
                start = end = proposed[0]
            self._proposal.reject()
            end = max(start, found.placed.last.position()) if start < proposed[0] else start
        text, script = self._editor.text(), self._editor.script
        at, last = script.offset(start), script.offset(end)
        old = text[at:last]
        ask: Ask = lambda story, stop: story.from_token(  # noqa: E731
            take.id, index, alternative, stop, text=text, at=at, since=since, replaced=old
        )
        return GenerationRequest(self._name(), ask, start, end, old, whole=True)

    # -- inside ------------------------------------------------------------------------------------------------------

    @staticmethod
    def _name() -> str:
        return translate("StoryPane", "Another word")

    def _request(self, name: str, ask: Ask, text: str, start: int, end: int) -> GenerationRequest:
        script = self._editor.script
        return GenerationRequest(name, ask, script.position(start), script.position(end), text[start:end])

    def _take_out(self, take: Take) -> None:
        """Before a take's place is written anew: what stands there of its kin goes."""
        if not take.replaced or self._proposal.present:
            self._take_out_at(take, take.at)

    def _take_out_at(self, take: Take, at: int) -> None:
        if self._proposal.present:
            self._proposal.reject()
            return
        text = self._editor.text()
        if take.text and text[at : at + len(take.text)] == take.text:
            cursor = self._editor.textCursor()
            script = self._editor.script
            cursor.setPosition(script.position(at))
            cursor.setPosition(script.position(at + len(take.text)), cursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
