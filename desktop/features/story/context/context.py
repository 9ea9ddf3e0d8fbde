"""What the model reads before it goes on: built, counted and shown before it is sent.

What changes seldom stands first (settings, entries that are always sent, summaries), so that the engine evaluates it
once; then the entries that the last paragraphs mention; then the manuscript, with the author's note some paragraphs
before its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from desktop.engine.protocol.messages import Generate, Message
from desktop.features.story.context.bible import Chosen, choose
from desktop.features.story.context.events import Origin, Part, Sent
from desktop.features.story.context.manuscript_tail import Tail, before_note, tail
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.context.prompts import Blank, Family
from desktop.store.stories.records import Node, NodeKind, Project
from desktop.store.stories.stories import Stories

_TEXT_SHARE = 0.5  # of the context is for the manuscript
_BIBLE_SHARE, _SUMMARY_SHARE, _STYLE_SHARE = 0.2, 0.1, 0.1
_SUMMARIES_AT_ONCE = 50  # counted in one request: mostly all for which there is room
_RESERVE_SHARE = 0.25  # at most this much waits for what is written
_SETTINGS = ("title", "genre", "tone", "point_of_view", "tense", "premise", "synopsis", "rules")
_TEMPLATE = "template"


@dataclass(frozen=True)
class Place:
    """Where the model goes on: the text before the caret of a scene, and how many tokens may follow."""

    project: Project
    node: Node | None
    text: str
    most_tokens: int


@dataclass(frozen=True)
class _Piece:
    role: str  # system, user or assistant: where it goes in a chat
    origin: Origin
    title: str
    text: str


def settings_lines(project: Project, words: dict[str, Any], beats: str = "") -> list[tuple[str, str]]:
    """The project's settings as the prompts write them: (field, line)."""
    values = {**vars(project.settings), "title": project.title}
    lines = [
        (name, str(words[name]).format_map(Blank(text=_one_line(str(values[name])))))
        for name in _SETTINGS
        if values[name].strip()
    ]
    if beats.strip():
        lines.append(("beats", str(words["beats"]).format_map(Blank(text=_one_line(beats)))))
    return lines


def _one_line(text: str) -> str:
    return " ".join(text.split()) if "\n\n" not in text.strip() else text.strip()


class Contexts:
    """Builds what is sent for places in the manuscripts of a store."""

    def __init__(self, stories: Stories | None, story_model: StoryModel) -> None:
        """`stories` is None for texts that belong to no project."""
        self._stories = stories
        self._story_model = story_model

    def build(self, place: Place) -> Sent:
        """What will be sent there. The model must be ready. Raises LamplightError."""
        story_model, family = self._story_model, self._story_model.family
        words = dict(family.language(place.project.language)["context"])
        whole, reserved = story_model.context, min(place.most_tokens, int(story_model.context * _RESERVE_SHARE))
        stories = self._stories
        nodes = stories.outline(place.project.id) if stories else []
        chosen = choose(
            stories.bible(place.project.id) if stories else [],
            place.text,
            int(whole * _BIBLE_SHARE),
            lambda entry_name, text: str(words["entry"]).format_map(Blank(name=entry_name, text=text)),
            story_model.count,
            story_model.learn,
        )
        style = self._style(place.project.settings.style_sample, int(whole * _STYLE_SHARE))
        earlier = _before(nodes, place.node)
        summaries = self._summaries(earlier, words, int(whole * _SUMMARY_SHARE))
        fixed = [*(line for _, line in settings_lines(place.project, words)), style]
        story_model.learn(fixed)
        taken = sum(map(story_model.count, fixed))
        taken += chosen.tokens + sum(story_model.count(line) for _, line in summaries.values())
        room = max(64, min(int(whole * _TEXT_SHARE), whole - reserved - taken - 128))
        readers = [partial(self._text, node.id) for node in earlier]
        scene_break = str(family.language(place.project.language)["scene_break"])
        found = tail(
            place.text, readers, scene_break, room, place.project.language, story_model.count, story_model.learn
        )
        sent_whole = {earlier[number].id for number in found.scenes}
        shown = [line for key, line in summaries.items() if key not in sent_whole]
        pieces = self._pieces(place, family, words, chosen, style, shown, found)
        return self._sent(pieces, family, chosen, found, place.most_tokens, reserved)

    def _text(self, node_id: int) -> str:
        return self._stories.text(node_id).text if self._stories else ""

    def _style(self, sample: str, room: int) -> str:
        """As much of the style sample as has room, from its beginning, in whole paragraphs."""
        text = ""
        for paragraph in sample.strip().split("\n\n"):
            longer = f"{text}\n\n{paragraph}" if text else paragraph
            if text and self._story_model.count(longer) > room:
                break
            text = longer
        while len(text) > 100 and self._story_model.count(text) > room:
            text = text[: len(text) * 3 // 4]
        return text

    def _summaries(self, earlier: Sequence[Node], words: dict[str, Any], room: int) -> dict[int, tuple[str, str]]:
        """The summaries of earlier scenes, in order; the farthest leave first when there is no room."""
        lines: list[tuple[Node, str]] = []
        for node in reversed(earlier):
            if node.summary.strip():
                line = str(words["summary"]).format_map(Blank(title=node.title, text=_one_line(node.summary)))
                lines.append((node, line if node.title else line.lstrip(":： ")))
        self._story_model.learn([line for _, line in lines[:_SUMMARIES_AT_ONCE]])
        found: dict[int, tuple[str, str]] = {}
        for node, line in lines:
            room -= self._story_model.count(line)
            if room < 0:
                break
            found[node.id] = (node.title, line)
        return dict(reversed(found.items()))

    def _pieces(
        self,
        place: Place,
        family: Family,
        words: dict[str, Any],
        chosen: Chosen,
        style: str,
        summaries: list[tuple[str, str]],
        found: Tail,
    ) -> list[_Piece]:
        settings, node = place.project.settings, place.node
        notes = [_Piece("user", Origin.STORY, name, line) for name, line in settings_lines(place.project, words)]
        lines = [_Piece("user", Origin.BIBLE, name, line) for name, line in chosen.lines]
        if lines and words["entries"]:
            lines.insert(0, _Piece("user", Origin.INSTRUCTIONS, "entries", str(words["entries"])))
        past = [_Piece("user", Origin.SUMMARY, title, line) for title, line in summaries]
        if past:
            past.insert(0, _Piece("user", Origin.INSTRUCTIONS, "summaries", str(words["summaries"])))
        beats = _one_line(node.beats) if node is not None else ""
        fresh = not place.text.strip()
        if beats and not fresh:
            past.append(_Piece("user", Origin.STORY, "beats", str(words["beats"]).format_map(Blank(text=beats))))
        page = (
            [_Piece("user", Origin.STYLE, "style", str(words["style"]).format_map(Blank(text=style)))] if style else []
        )
        note = (
            str(words["note"]).format_map(Blank(text=_one_line(settings.author_note)))
            if settings.author_note.strip()
            else ""
        )
        title = node.title if node is not None else ""
        if family.chat:
            head = [_Piece("system", Origin.INSTRUCTIONS, "system", str(words["system"]))]
            return [
                *head,
                *notes,
                *lines,
                *page,
                *past,
                *_turns(words, found.text, note, settings.author_note_depth, title, beats, fresh),
            ]
        inside = [*notes, *lines, *past]
        if inside:
            inside = [_mark("open", words), *inside, _mark("close", words)]
        text = found.text
        if fresh:
            scene = str(words["scene"]).format_map(Blank(text=beats)) if beats else ""
            begin = str(words["begin"]).format_map(Blank(title=title)) if title and not text.strip() else ""
            start = [_Piece("user", Origin.TEXT, "before", text)] if text.strip() else []
            start += [_Piece("user", Origin.NOTE, "note", note)] if note else []
            start += [_Piece("user", Origin.STORY, "beats", scene)] if scene else []
            return [*inside, *page, *start, _Piece("user", Origin.INSTRUCTIONS, "begin", begin)]
        first, last = before_note(text, settings.author_note_depth) if note else ("", text)
        body = [_Piece("user", Origin.TEXT, "before", first)] if first else []
        body += [_Piece("user", Origin.NOTE, "note", note)] if note else []
        return [*inside, *page, *body, _Piece("user", Origin.TEXT, "text", last)]

    def _sent(
        self, pieces: list[_Piece], family: Family, chosen: Chosen, found: Tail, most_tokens: int, reserved: int
    ) -> Sent:
        request = _request(pieces, family, most_tokens)
        cost = self._story_model.cost(request, [piece.text for piece in pieces])
        parts = [
            Part(piece.origin, piece.title, piece.text, self._story_model.count(piece.text))
            for piece in pieces
            if piece.text
        ]
        rest = cost.prompt_tokens - sum(part.tokens for part in parts)
        if rest > 0:
            parts.insert(0, Part(Origin.INSTRUCTIONS, _TEMPLATE, "", rest))
        return Sent(
            tuple(parts),
            chosen.states,
            used=cost.prompt_tokens,
            available=cost.context,
            reserved=reserved,
            new_tokens=cost.prompt_tokens - cost.cached_tokens,
            seconds=cost.seconds,
            left_out_text=found.left_out,
            request=request,
        )


def _mark(name: str, words: dict[str, Any]) -> _Piece:
    return _Piece("user", Origin.INSTRUCTIONS, name, str(words[name]))


def _turns(
    words: dict[str, Any], text: str, note: str, depth: int, title: str, beats: str, fresh: bool
) -> list[_Piece]:
    """The last pieces of a chat: what is asked for, and the manuscript as the beginning of the answer.

    For a `fresh` scene the answer has no beginning; the scenes before it are read, and the scene is asked for.
    """
    first, last = (text, "") if fresh else before_note(text, depth) if note else ("", text)
    found = []
    if first.strip():
        found.append(_Piece("user", Origin.INSTRUCTIONS, "story", str(words["story"])))
        found.append(_Piece("user", Origin.TEXT, "before", first))
    if note:
        found.append(_Piece("user", Origin.NOTE, "note", note))
    task = str(words["begin"]).format_map(Blank(title=title)) if fresh and title else str(words["task"])
    found.append(_Piece("user", Origin.INSTRUCTIONS, "task", task))
    if fresh and beats:
        found.append(_Piece("user", Origin.STORY, "beats", str(words["beats"]).format_map(Blank(text=beats))))
    return [*found, _Piece("assistant", Origin.TEXT, "text", last)] if last else found


def _request(pieces: list[_Piece], family: Family, most_tokens: int) -> Generate:
    """White space at the end belongs to the token that comes: only a paragraph's end stays."""
    if not family.chat:
        prompt = _trimmed("".join(piece.text for piece in pieces)) or "\n\n"
        return Generate(prompt=prompt, max_tokens=most_tokens, drop_turns=False)

    def of(role: str) -> str:
        return "".join(piece.text for piece in pieces if piece.role == role)

    turns = (Message("system", of("system").strip()), Message("user", of("user").strip()))
    prefill = _trimmed(of("assistant"))
    return Generate(
        messages=tuple(turn for turn in turns if turn.content),
        prefill=prefill,
        max_tokens=most_tokens,
        drop_turns=False,
    )


def _trimmed(text: str) -> str:
    bare = text.rstrip()
    return bare + "\n\n" if "\n" in text[len(bare) :] else bare


def _before(nodes: Sequence[Node], node: Node | None) -> list[Node]:
    """The scenes before a node, in reading order."""
    found: list[Node] = []
    for one in nodes:
        if node is None or one.id == node.id:
            break
        if one.kind is NodeKind.SCENE:
            found.append(one)
    return found
