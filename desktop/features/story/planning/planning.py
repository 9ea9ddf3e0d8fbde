"""From settings to story: the requests that propose a synopsis, an outline, the scenes of a chapter; and their use."""

from __future__ import annotations

from dataclasses import replace

from desktop.base.errors import Code, LamplightError
from desktop.engine.protocol.messages import Sampling
from desktop.features.story.context.context import settings_lines
from desktop.features.story.context.model_session import StoryModel
from desktop.features.story.context.prompts import Step
from desktop.features.story.planning.outline import Proposed, parse
from desktop.features.story.sampling_presets import is_chinese
from desktop.features.story.writing.output_rules import Rules
from desktop.features.story.writing.take_writer import Stage
from desktop.store.stories.records import Node, NodeKind, NodeStatus, Project, StoryChange, StoryDraft, Take
from desktop.store.stories.stories import Stories

_TOKENS = {Step.SYNOPSIS: 400, Step.OUTLINE: 900, Step.BEATS: 500}
_SYNOPSIS_WORDS = 120
_HOMES = {"zh": "构思"}
_HOME = "Plan"


def home(stories: Stories, project: Project) -> Node:
    """The note that keeps what was proposed for the story as a whole; made when there is none."""
    return _home(stories, project) or stories.add_node(project.id, NodeKind.NOTE, _home_title(project))


def _home_title(project: Project) -> str:
    return _HOMES.get(project.language.partition("-")[0].lower(), _HOME)


def _home(stories: Stories, project: Project) -> Node | None:
    title = _home_title(project)
    for node in stories.outline(project.id):
        if node.kind is NodeKind.NOTE and node.parent_id is None and node.title == title:
            return node
    return None


def unfinished(stories: Stories, project: Project, chapter_id: int | None) -> dict[Step, Take]:
    """The newest proposal of each step, where it was cut or broken off and not taken: it can go on."""
    found: dict[Step, Take] = {}
    note = _home(stories, project)
    for node_id in (note.id if note else None, chapter_id):
        for take in stories.takes(node_id, tokens=False) if node_id is not None else ():
            if take.kind in (Step.SYNOPSIS, Step.OUTLINE, Step.BEATS):
                found[Step(take.kind)] = take
    return {
        step: take
        for step, take in found.items()
        if take.text.strip() and not take.adopted and take.status not in ("complete", "writing")
    }


def stage(story_model: StoryModel, project: Project, step: Step, node: Node | None, sampling: Sampling) -> Stage:
    """The request that proposes a synopsis, an outline or beats. The model must be ready.

    Raises LamplightError(INVALID_VALUE): where the settings say nothing at all, and for beats without a chapter.
    """
    family, language = story_model.family, project.language
    words = dict(family.language(language)["context"])
    lines = [
        (name, line) for name, line in settings_lines(project, words) if step is not Step.SYNOPSIS or name != "synopsis"
    ]
    if not [name for name, _ in lines if name != "title"] and not (node and (node.title or node.beats)):
        raise LamplightError(Code.INVALID_VALUE, name="premise", value="")
    if step is Step.BEATS and (node is None or node.kind not in (NodeKind.CHAPTER, NodeKind.PART)):
        raise LamplightError(Code.INVALID_VALUE, name="chapter", value="")
    values = {
        "settings": "".join(line for _, line in lines),
        "title": node.title if node else project.title,
        "beats": f"{node.beats.strip()}\n" if node and node.beats.strip() else "",
        "words": str(_SYNOPSIS_WORDS * (3 if is_chinese(language) else 1)),
    }
    asked = family.plan(step, language, values)
    # An outline names its people again and again: only whole lines may not come back.
    calm = replace(
        sampling, grammar=asked.grammar, dry_allowed_length=max(6, sampling.dry_allowed_length), repeat_penalty=1.0
    )
    factor = 2 if is_chinese(language) else 1
    request = replace(asked.request(), sampling=calm, max_tokens=_TOKENS[step] * factor)
    return Stage(request, Rules(language, answer=not asked.given), given=asked.given)


def accept(stories: Stories, take: Take, text: str | None = None) -> StoryChange:
    """Let a proposal (as a person edited it in `text`) become the synopsis, the outline or a chapter's scenes.

    Returns what `Stories.undo` takes back; nodes only, the settings have their own history of takes. Raises StoreError,
    and LamplightError(INVALID_VALUE) for a take that is no proposal.
    """
    wanted = take.text if text is None else text
    node = stories.node(take.node_id)
    project = stories.project(node.project_id)
    change = StoryChange()
    if take.kind == Step.SYNOPSIS:
        stories.update_project(project.id, settings=replace(project.settings, synopsis=wanted.strip()))
    elif take.kind == Step.OUTLINE:
        stories.update_project(project.id, settings=replace(project.settings, outline=wanted.strip()))
        change = stories.add_drafts(project.id, [_draft(one) for one in parse(wanted)])
    elif take.kind == Step.BEATS:
        change = stories.add_drafts(project.id, [_draft(one) for one in parse(wanted, node.kind)], node.id)
    else:
        raise LamplightError(Code.INVALID_VALUE, name="kind", value=take.kind)
    stories.adopt_take(take.id)
    return change


def _draft(proposed: Proposed) -> StoryDraft:
    """A scene without a title is named by the beginning of what happens in it."""
    title = proposed.title
    if not title and proposed.kind is NodeKind.SCENE:
        title = _short(proposed.beats)
    return StoryDraft(
        kind=proposed.kind,
        title=title,
        beats=proposed.beats,
        children=tuple(_draft(one) for one in proposed.children),
        status=NodeStatus.IDEA,
    )


def _short(text: str) -> str:
    line = text.strip().partition("\n")[0]
    if len(line) <= 40:
        return line.rstrip(".。")
    at = line.rfind(" ", 0, 40)
    return line[: at if at > 15 else 40].rstrip(" ,;，；") + "…"
