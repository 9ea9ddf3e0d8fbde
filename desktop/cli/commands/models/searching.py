"""`lamplight models search`: what a hub has for some words; without words what the program itself recommends."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_array_option, clean, number_between
from desktop.cli.terminal import Terminal, table
from desktop.hub.catalogue import Task

if TYPE_CHECKING:
    from desktop.features.models.fetching.advice import Suggestion
    from desktop.features.services import Services
    from desktop.hub.repository import FoundModel

_SIZE = re.compile(r"(\d+(?:\.\d+)?)b?(?:-(\d+(?:\.\d+)?)?b?)?|-(\d+(?:\.\d+)?)b?", re.IGNORECASE)


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.arguments.add_argument(
        "words",
        metavar="WORDS",
        nargs="*",
        help=translate("CommandLine", "what to search the hub for; nothing is asked of it without"),
    )
    options = parser.options
    options.add_argument(
        "--task",
        choices=[task.value for task in Task],
        help=translate("CommandLine", "only models that are recommended for it; without words"),
    )
    options.add_argument(
        "--size",
        type=size_range,
        default=(0, 0),
        metavar="2B-9B",
        help=translate("CommandLine", "parameters in billions: 4B for at most, 4B- for at least, or from to"),
    )
    options.add_argument(
        "--language", default="", metavar="CODE", help=translate("CommandLine", "such as zh; for the hub")
    )
    options.add_argument(
        "--licence", default="", metavar="NAME", help=translate("CommandLine", "such as apache-2.0; for the hub")
    )
    options.add_argument(
        "--limit",
        type=number_between(1, 100),
        default=20,
        metavar="N",
        help=translate("CommandLine", "how many at most; 20 otherwise"),
    )
    add_json_array_option(parser)
    parser.set_defaults(run=run)


def size_range(text: str) -> tuple[int, int]:
    """Parameters from `text`: at least and at most, 0 for no bound."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError(translate("CommandLine", "such as 4B, 2B-9B or 7B-"))
    first, last, most = match.groups()
    if most is not None:
        return 0, _billions(most)
    if "-" in text:
        return _billions(first), _billions(last or "0")
    return 0, _billions(first)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Search the hub, or list the catalogue."""
    words = clean(" ".join(arguments.words)).strip()
    return _search(words, arguments, services, terminal) if words else _recommend(arguments, services, terminal)


# -- the hub -----------------------------------------------------------------------------------------------------------


def _search(words: str, arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.hub.repository import Query

    least, most = arguments.size
    language, licence = clean(arguments.language).lower(), clean(arguments.licence).lower()
    terminal.note(translate("CommandLine", "Asking {host}.").format(host=services.hubs.host))
    found = services.hubs.search(Query(words, least, most, language, licence, arguments.limit))
    if arguments.json:
        terminal.print_json([_facts(model) for model in found], indent=2)
    elif found:
        terminal.write(table([_row(model) for model in found]) + "\n")
        terminal.note(translate("CommandLine", "To fetch one: lamplight models get NAME"))
    else:
        terminal.note(translate("CommandLine", "Nothing of that kind. Fewer words find more."))
    return 0


def _row(model: FoundModel) -> list[str]:
    gated = translate("CommandLine", "terms to accept") if model.gated else ""
    return [model.id, _billions_text(model.parameters), model.licence, f"{model.downloads:,}", gated]


def _facts(model: FoundModel) -> dict[str, Any]:
    return {
        "repository": model.id,
        "parameters": model.parameters,
        "architecture": model.architecture,
        "licence": model.licence,
        "languages": list(model.languages),
        "downloads": model.downloads,
        "likes": model.likes,
        "gated": model.gated,
        "modified": model.modified,
    }


# -- the catalogue -----------------------------------------------------------------------------------------------------


def _recommend(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    from desktop.features.models.fetching.recommended import bandwidth_of, recommended

    least, most = arguments.size
    fits = services.model_manager.fits
    bandwidth, cards = bandwidth_of(fits.rates), fits.cards()
    tasks = [Task(arguments.task)] if arguments.task else list(Task)
    found = [
        (task, suggestion)
        for task in tasks
        for suggestion in recommended(task, services.settings, bandwidth=bandwidth, cards=cards)
        if least <= suggestion.model.parameters <= (most or suggestion.model.parameters)
    ]
    if arguments.json:
        terminal.print_json([_suggestion_facts(task, each) for task, each in found], indent=2)
        return 0
    for task in tasks:
        rows = [_suggestion_row(each) for named, each in found if named is task]
        if rows:
            terminal.write(f"{task_name(task)}\n{table(rows)}\n\n")
    terminal.note(
        translate(
            "CommandLine", "Estimates; nothing was asked of anybody. * is the best for this machine: models get NAME"
        )
    )
    return 0


def task_name(task: Task) -> str:
    """What a task is called."""
    return {
        Task.CHAT: translate("CommandLine", "Chat"),
        Task.TRANSLATION: translate("CommandLine", "Translation"),
        Task.PROSE: translate("CommandLine", "Prose"),
        Task.REASONING: translate("CommandLine", "Reasoning"),
        Task.EMBEDDING: translate("CommandLine", "Finding passages"),
        Task.RERANKER: translate("CommandLine", "Ordering passages"),
        Task.VISION: translate("CommandLine", "Pictures"),
    }[task]


def _suggestion_row(suggestion: Suggestion) -> list[str]:
    model = suggestion.model
    return [
        "*" if suggestion.best else " ",
        model.key,
        f"{model.size / 1e9:.1f} GB",
        likely_text(suggestion),
        model.licence + (" †" if model.trap else ""),
        "" if model.verified else translate("CommandLine", "unverified"),
    ]


def likely_text(suggestion: Suggestion) -> str:
    """Whether it would run, in a few words."""
    from desktop.features.models.fetching.estimates import Likely

    match suggestion.estimate.likely:
        case Likely.FITS:
            return translate("CommandLine", "fits")
        case Likely.SHORTER:
            told = translate("CommandLine", "fits with {count} tokens")
            return told.format(count=f"{suggestion.estimate.shorter:,}")
        case Likely.CLOSING:
            return translate("CommandLine", "when other programs are closed")
    return translate("CommandLine", "too large")


def _suggestion_facts(task: Task, suggestion: Suggestion) -> dict[str, Any]:
    model, estimate = suggestion.model, suggestion.estimate
    use = model.use(task)
    return {
        "key": model.key,
        "name": model.name,
        "task": task.value,
        "memory_gb": use.memory if use else 0,
        "good_at": str(use.good_at) if use else "",
        "repository": model.repository,
        "file": model.file,
        "size": model.size,
        "size_exact": model.exact,
        "licence": model.licence,
        "licence_note": str(model.trap),
        "languages": list(model.languages),
        "language_count": max(model.many, len(model.languages)),
        "verified": model.verified,
        "unverified": str(model.doubt),
        "best": suggestion.best,
        "estimate": {
            "verdict": estimate.likely.value,
            "needed": estimate.needed,
            "free": estimate.free,
            "on_card": round(estimate.on_card, 3),
        },
    }


def _billions(text: str) -> int:
    return int(float(text) * 1e9)


def _billions_text(count: int) -> str:
    return f"{count / 1e9:.1f}B" if count else ""
