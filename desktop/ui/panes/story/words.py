"""What the story pane says."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.store.conversations.records import Status
from desktop.store.stories.records import Node, NodeKind, NodeStatus, Take
from desktop.ui.panes.story.scene_text import Kind

HEADING, QUOTE = Kind.HEADING, Kind.QUOTE


def count(number: int) -> str:
    """A number with its thousands apart."""
    return f"{number:,}"


def written(number: int, *, chinese: bool) -> str:
    """So many words, or characters of a Chinese story."""
    if chinese:
        return translate("StoryPane", "{n} characters").format(n=count(number))
    return translate("StoryPane", "%n words", "", number)


def untitled(kind: NodeKind) -> str:
    return {
        NodeKind.PART: lambda: translate("StoryPane", "Part"),
        NodeKind.CHAPTER: lambda: translate("StoryPane", "Chapter"),
        NodeKind.SCENE: lambda: translate("StoryPane", "Scene"),
        NodeKind.NOTE: lambda: translate("StoryPane", "Note"),
    }[kind]()


def status(value: NodeStatus) -> str:
    return {
        NodeStatus.IDEA: lambda: translate("StoryPane", "Idea"),
        NodeStatus.DRAFT: lambda: translate("StoryPane", "Draft"),
        NodeStatus.REVISED: lambda: translate("StoryPane", "Revised"),
        NodeStatus.DONE: lambda: translate("StoryPane", "Done"),
    }[value]()


def name(node: Node) -> str:
    """A node's title, or what it is while it has none."""
    return node.title or untitled(node.kind)


_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """一, 十二, 二十一; above ninety-nine in digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def place(nodes: list[Node], node: Node, *, chinese: bool) -> str:
    """Where a scene stands: "Chapter 3, scene 2"."""
    if node.kind is NodeKind.NOTE:
        return translate("StoryPane", "Note")
    chapters = [known.id for known in nodes if known.kind is NodeKind.CHAPTER]
    scenes = [known.id for known in nodes if known.parent_id == node.parent_id and known.kind is NodeKind.SCENE]
    scene = scenes.index(node.id) + 1 if node.id in scenes else 1
    if node.parent_id not in chapters:
        return translate("StoryPane", "Scene {scene}").format(scene=numeral(scene, chinese=chinese))
    chapter = chapters.index(node.parent_id) + 1
    return translate("StoryPane", "Chapter {chapter}, scene {scene}").format(
        chapter=numeral(chapter, chinese=chinese), scene=numeral(scene, chinese=chinese)
    )


def numeral(number: int, *, chinese: bool) -> str:
    return chinese_number(number) if chinese else str(number)


def rewrites() -> list[tuple[str, str]]:
    """What `features.story` knows to do with a passage, and its name; those with … ask for a word more."""
    return [
        ("clearer", translate("StoryPane", "Clearer")),
        ("shorter", translate("StoryPane", "Shorter")),
        ("longer", translate("StoryPane", "Longer")),
        ("tone", translate("StoryPane", "Another tone…")),
        ("point_of_view", translate("StoryPane", "Another point of view…")),
        ("show", translate("StoryPane", "Show, don’t tell")),
        ("senses", translate("StoryPane", "Describe by the senses")),
        ("expand", translate("StoryPane", "Expand")),
        ("dialogue", translate("StoryPane", "Dialogue from notes")),
        ("correct", translate("StoryPane", "Correct")),
        ("translate", translate("StoryPane", "Translate…")),
    ]


def kind_of_take(take: Take) -> str:
    """What a take was written as."""
    if take.kind.startswith("rewrite:"):
        names = dict(rewrites())
        how = take.kind.removeprefix("rewrite:")
        return names.get(how, how).rstrip("…")
    return {
        "continue": lambda: translate("StoryPane", "Continuation"),
        "opening": lambda: translate("StoryPane", "Next sentence"),
        "draft": lambda: translate("StoryPane", "Draft"),
        "synopsis": lambda: translate("StoryPane", "Synopsis"),
        "outline": lambda: translate("StoryPane", "Outline"),
        "beats": lambda: translate("StoryPane", "Beats"),
    }.get(take.kind, lambda: take.kind)()


def ending_of_take(take: Take) -> str:
    """Why a take is no whole one; "" where it is."""
    return {
        Status.CUT: lambda: translate("StoryPane", "cut at its length"),
        Status.STOPPED: lambda: translate("StoryPane", "stopped"),
        Status.INTERRUPTED: lambda: translate("StoryPane", "broken off"),
        Status.FAILED: lambda: translate("StoryPane", "failed"),
        Status.WRITING: lambda: translate("StoryPane", "writing"),
    }.get(take.status, lambda: "")()
