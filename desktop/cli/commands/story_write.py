"""`lamplight story draft` and `story outline --propose`: what the model proposes for a story, kept as takes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, LamplightError, StoreError
from desktop.base.i18n import translate
from desktop.cli.commands.story_common import add_project_argument, find_project, open_stories
from desktop.cli.options import Parser, add_anyway_option, add_json_result_option, add_model_option, add_seed_option
from desktop.cli.progress import INTERRUPTED, Follower, choose_model
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.features.story.context.events import StoryEvent
    from desktop.features.story.story import Story
    from desktop.store.stories.records import Node, Project, Take
    from desktop.store.stories.stories import Stories


def add_draft(actions: Any) -> None:
    """Declare `story draft`."""
    parser = actions.add_parser(
        "draft",
        help=translate("CommandLine", "let the model draft a scene"),
        description=translate(
            "CommandLine",
            "Draft a scene from the story's settings, its bible and what stands before: the next one without a text,\n"
            "or the one chosen. The draft is kept with the scene as a take; --accept puts it into the text.\n"
            "--json prints an object with take, node, title, text, words, status, model and seed.",
        ),
    )
    add_project_argument(parser)
    option = parser.options.add_argument
    option("--node", type=int, metavar="ID", help=translate("CommandLine", "this scene of the outline"))
    option("--accept", action="store_true", help=translate("CommandLine", "put it into the scene's text"))
    add_model_option(parser)
    add_anyway_option(parser)
    add_seed_option(parser)
    add_json_result_option(parser)
    parser.set_defaults(run=draft, parser=parser)


def add_outline_options(parser: Parser) -> None:
    """The options of `story outline` that let the model propose one."""
    option = parser.options.add_argument
    option(
        "--propose",
        nargs="?",
        const="outline",
        choices=("synopsis", "outline", "beats"),
        help=translate("CommandLine", "let the model propose the outline, the synopsis, or a chapter's scenes (beats)"),
    )
    option("--node", type=int, metavar="ID", help=translate("CommandLine", "the chapter whose scenes are proposed"))
    option("--accept", action="store_true", help=translate("CommandLine", "take what is proposed into the story"))
    add_model_option(parser)
    add_anyway_option(parser)
    add_seed_option(parser)


def draft(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Draft a scene and return the exit status. Raises LamplightError."""
    from desktop.store.stories.records import Reason

    stories, story, project = _open(arguments, services, terminal)
    node = _scene(stories, project, arguments.node)
    if arguments.node is None and not arguments.json:
        terminal.note(translate("CommandLine", "Scene {number}: {title}").format(number=node.id, title=node.title))
    take, status = _run(
        lambda stop: story.propose(project.id, "draft", node.id, stop, seed=arguments.seed),
        arguments,
        services,
        terminal,
    )
    if take is not None and arguments.accept and take.text.strip() and not status:
        kept = stories.text(node.id)
        joined = f"{kept.text.rstrip()}\n\n{take.text.lstrip()}" if kept.text.strip() else take.text.lstrip()
        stories.save_text(node.id, joined, kept.revision, Reason.AUTOSAVE)
        stories.adopt_take(take.id)
    return _conclude(take, node, project, status, arguments, terminal)


def outline(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Propose a synopsis, an outline or a chapter's scenes and return the exit status. Raises LamplightError."""
    stories, story, project = _open(arguments, services, terminal)
    if arguments.propose == "beats" and arguments.node is None:
        arguments.parser.error(translate("CommandLine", "--propose beats needs --node, a chapter"))
    node_id: int | None = arguments.node
    if node_id is not None:
        _of_project(stories, project, node_id)
    take, status = _run(
        lambda stop: story.propose(project.id, arguments.propose, node_id, stop, seed=arguments.seed),
        arguments,
        services,
        terminal,
    )
    if take is not None and arguments.accept and take.text.strip() and not status:
        story.accept(take.id)
    node = stories.node(take.node_id) if take is not None else None
    return _conclude(take, node, project, status, arguments, terminal)


def _open(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> tuple[Stories, Story, Project]:
    from desktop.features.story.story import Story

    stories = open_stories(services, terminal)
    project = find_project(stories, arguments.project)
    choose_model(arguments.model, services, terminal, prose=True, anyway=arguments.anyway)
    own = services.paths.config / "prompts" / "story"
    return stories, Story(stories, services.prose_manager, services.settings, own), project


def _scene(stories: Stories, project: Project, node_id: int | None) -> Node:
    """The scene asked for, or the first without words. Raises LamplightError(STORY_EMPTY) where there is none."""
    from desktop.store.stories.records import NodeKind

    if node_id is not None:
        return _of_project(stories, project, node_id)
    for node in stories.outline(project.id):
        if node.kind is NodeKind.SCENE and not node.words:
            return node
    raise LamplightError(
        Code.INVALID_VALUE, name="draft", value=translate("CommandLine", "a story without an empty scene")
    )


def _of_project(stories: Stories, project: Project, node_id: int) -> Node:
    node = stories.node(node_id)
    if node.project_id != project.id or node.trashed is not None:
        raise StoreError(Code.STORY_UNKNOWN, node=node_id)
    return node


def _run(
    work: Callable[[Stop], Iterator[StoryEvent]],
    arguments: argparse.Namespace,
    services: Services,
    terminal: Terminal,
) -> tuple[Take | None, int]:
    """Show what is written; returns the take as it is kept, and 130 after Ctrl-C. Raises LamplightError."""
    from desktop.features.story.context.events import Ended, Loading, Reading, Wrote

    follower = Follower(terminal, streaming=not arguments.json)
    kept: Take | None = None

    def take(event: StoryEvent) -> None:
        nonlocal kept
        match event:
            case Loading():
                follower.loading(event.fraction)
            case Reading():
                follower.reading(event.done, event.total)
            case Wrote():
                follower.wrote(event.text)
            case Ended():
                kept = event.take
                if event.error_code:
                    follower.failed(LamplightError(Code(event.error_code), cause=event.cause))

    follower.run(work, take)
    follower.say_moved(services.prose_manager)
    follower.raise_failure()
    return kept, INTERRUPTED if follower.stopped else 0


def _conclude(
    take: Take | None,
    node: Node | None,
    project: Project,
    status: int,
    arguments: argparse.Namespace,
    terminal: Terminal,
) -> int:
    from desktop.store.stories.word_count import count

    if arguments.json and take is not None and node is not None:
        facts = {
            "take": take.id,
            "node": node.id,
            "title": node.title,
            "text": take.text,
            "words": count(take.text, project.language),
            "status": take.status,
            "model": take.model_name,
            "seed": take.seed,
        }
        terminal.print_json(facts)
    elif status and take is not None:
        terminal.note(translate("CommandLine", "(stopped; what was written is kept as a take)"))
    return status
