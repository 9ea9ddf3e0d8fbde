"""What the story pane says."""

from __future__ import annotations

from desktop.base.i18n import translate
from desktop.store.stories.records import Node, NodeKind, NodeStatus
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
