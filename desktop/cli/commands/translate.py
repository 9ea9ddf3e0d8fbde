"""`lamplight translate`: a text, a file or the standard input; exit status 3 when segments are marked for a person."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import translate
from desktop.cli.options import Parser, add_json_result_option, add_model_option, clean
from desktop.cli.progress import INTERRUPTED, Follower, say_where
from desktop.cli.terminal import Terminal
from desktop.cli.text_input import is_input, read_input

if TYPE_CHECKING:
    from desktop.features.generation.stop import Stop
    from desktop.features.services import Services
    from desktop.features.translate.evaluation.scores import Score
    from desktop.features.translate.translation_service import (
        JobOptions,
        Progress,
        TranslationEvent,
        TranslationService,
    )
    from desktop.formats.documents.base import Bilingual
    from desktop.store.translation.records import Job, Segment

MARKED = 3
_SHOWN = 20


def declare(parser: Parser) -> None:
    """Add the arguments."""
    parser.description = translate(
        "CommandLine",
        "Translate a text or a document, which keeps its form. A run that was stopped goes on where it was.\n"
        "Exit status 3: complete, but some segments are marked for a person to look at.",
    )
    parser.arguments.add_argument(
        "text",
        metavar="TEXT|FILE|-",
        nargs="?",
        help=translate("CommandLine", "a text, a document, or - for the standard input"),
    )
    option = parser.options.add_argument
    option(
        "--to",
        required=True,
        metavar="LANG",
        help=translate("CommandLine", "into this language: zh, zh-Hant, en, de …"),
    )
    option(
        "--from",
        dest="source",
        default="",
        metavar="LANG",
        help=translate("CommandLine", "from this language; else it is found out"),
    )
    option("-o", "--output", metavar="OUT", help=translate("CommandLine", "write to this file"))
    option("--bilingual", action="store_true", help=translate("CommandLine", "the source before its translation"))
    option("--side", action="store_true", help=translate("CommandLine", "the source beside its translation"))
    option("--glossary", metavar="FILE", help=translate("CommandLine", "terms to use: csv, tsv or TBX"))
    option("--memory", metavar="FILE.tmx", help=translate("CommandLine", "a translation memory to use"))
    option(
        "--reference", metavar="FILE", help=translate("CommandLine", "compare with this translation: BLEU, chrF, TER")
    )
    option(
        "--tone", choices=("formal", "informal"), default="", help=translate("CommandLine", "how readers are addressed")
    )
    option(
        "--instructions", default="", metavar="TEXT", help=translate("CommandLine", "what else the model should mind")
    )
    option(
        "--context",
        action="store_true",
        help=translate("CommandLine", "show the model the preceding sentences: better, slower"),
    )
    option(
        "--column", default="", metavar="NAME|N", help=translate("CommandLine", "the column of a table to translate")
    )
    option("--again", action="store_true", help=translate("CommandLine", "translate everything again"))
    add_model_option(parser)
    add_json_result_option(parser)
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Translate and return the exit status. Raises LamplightError."""
    service = services.translation_service
    given = _given(arguments, terminal)
    job, options = _open(arguments, service, given)
    output = _output(arguments, service, job)
    reference = _reference(arguments, service, job)  # read before hours of work, in which it may be found wrong
    if not job.complete or arguments.memory:
        service.translation_model.choose(arguments.model or "")
        say_where(service.translation_model.manager, terminal)
        follower = _follow(arguments, service, job, options, terminal)
        job = service.translations.job(job.id)
        if follower.stopped and not job.complete:
            terminal.note(translate("CommandLine", "(stopped; the same command goes on from here)"))
            return INTERRUPTED
        follower.raise_failure()
    return _conclude(arguments, service, job, output, reference, terminal)


def _given(arguments: argparse.Namespace, terminal: Terminal) -> str | Path:
    """The text or the document that is to be translated."""
    if is_input(arguments.text, terminal):
        text = read_input(terminal)
    elif arguments.text and _is_file(arguments.text):
        return Path(arguments.text)
    else:
        text = clean(arguments.text or "")
    if not text.strip():
        arguments.parser.error(translate("CommandLine", "there is no text"))
    return text


def _open(arguments: argparse.Namespace, service: TranslationService, given: str | Path) -> tuple[Job, JobOptions]:
    from desktop.features.translate.terms.exchange import read_terms
    from desktop.features.translate.translation_service import JobOptions

    options = JobOptions(
        target=arguments.to,
        source=arguments.source,
        tone=arguments.tone,
        instructions=arguments.instructions,
        context=arguments.context,
        column=arguments.column,
        model=service.translation_model.choose(arguments.model).key if arguments.model else "",
    )
    job = _job(service, given, options)
    if arguments.glossary:
        terms = read_terms(Path(arguments.glossary), job.source_language, job.target_language)
        options = replace(options, terms=tuple(terms))
        job = _job(service, given, options)
    if arguments.again:
        service.again([segment.id for segment in service.translations.segments(job.id)])
        job = service.translations.job(job.id)
    return job, options


def _job(service: TranslationService, given: str | Path, options: JobOptions) -> Job:
    return service.open_file(given, options) if isinstance(given, Path) else service.open_text(given, options)


def _is_file(given: str) -> bool:
    """Whether an argument is meant as a file: it is one, or looks like a name with an ending."""
    from desktop.formats.opening import kind_of

    path = Path(given)
    try:
        if path.exists():
            return True
    except (OSError, ValueError):  # too long for a name, or with a NUL
        return False
    if len(given.split()) > 1 or not path.suffix or len(path.suffix) > 6 or not path.suffix[1:].isascii():
        return False
    try:
        kind_of(path)
    except DocumentError:
        return "/" in given or "\\" in given
    return True


def _output(arguments: argparse.Namespace, service: TranslationService, job: Job) -> Path | None:
    """Where the document goes; None is the standard output. Raises DocumentError for a kind that can't be written."""
    from desktop.features.translate.translation_service import TEXT
    from desktop.formats.opening import kind_of

    binary = job.kind in ("docx", "epub")
    if arguments.output is None:
        if binary and not arguments.json:
            source = Path(job.path)
            return source.with_name(f"{source.stem}.{job.target_language}{source.suffix}")
        return None
    path = Path(arguments.output)
    if job.kind != TEXT and path.suffix:
        written_as = service.document(job.id).written_as or job.kind
        if kind_of(path) != written_as:
            raise DocumentError(Code.DOCUMENT_READ_ONLY_KIND, path=job.path)
    return path


def _reference(arguments: argparse.Namespace, service: TranslationService, job: Job) -> list[str] | None:
    if not arguments.reference:
        return None
    from desktop.formats.opening import kind_of, open_document, read_file

    path = Path(arguments.reference)
    units = open_document(read_file(path), kind_of(path), path.name, arguments.column).units
    count = len(service.document(job.id).units)
    if len(units) != count:
        raise DocumentError(Code.REFERENCE_MISMATCH, value=len(units), known=count)
    return [unit.text for unit in units]


def _translate(
    arguments: argparse.Namespace, service: TranslationService, job: Job, options: JobOptions, stop: Stop
) -> Iterator[TranslationEvent]:
    from desktop.features.translate.terms.exchange import read_memory

    languages = job.source_language, job.target_language
    memory = read_memory(Path(arguments.memory), *languages) if arguments.memory else []
    yield from service.run(job.id, stop, background=False, terms=options.terms, memory=memory)


def _follow(
    arguments: argparse.Namespace,
    service: TranslationService,
    job: Job,
    options: JobOptions,
    terminal: Terminal,
) -> Follower:
    from desktop.features.generation.events import Loading
    from desktop.features.translate.translation_service import Done, Ended

    follower = Follower(terminal, streaming=False)

    def take(event: TranslationEvent) -> None:
        match event:
            case Loading():
                follower.loading(event.fraction)
            case Done():
                follower.status(_progress_text(event.progress))
            case Ended():
                follower.failed(event.error)

    follower.run(lambda stop: _translate(arguments, service, job, options, stop), take)
    follower.say_moved(service.translation_model.manager)
    return follower


def _progress_text(progress: Progress) -> str:
    text = translate("CommandLine", "{done} of {total}").format(done=progress.done, total=progress.total)
    if progress.doubtful:
        text += ", " + translate("CommandLine", "{count} marked").format(count=progress.doubtful)
    if progress.remaining_seconds is not None:
        minutes, seconds = divmod(round(progress.remaining_seconds), 60)
        text += ", " + translate("CommandLine", "{minutes}:{seconds} left").format(
            minutes=minutes, seconds=f"{seconds:02}"
        )
    return text


def _conclude(
    arguments: argparse.Namespace,
    service: TranslationService,
    job: Job,
    output: Path | None,
    reference: list[str] | None,
    terminal: Terminal,
) -> int:
    from desktop.features.translate.evaluation.scores import against
    from desktop.features.translate.segmentation.languages import LANGUAGES
    from desktop.formats.encoding import decode

    segments = service.translations.segments(job.id)
    scores = (
        against(service.targets(job.id), reference, LANGUAGES[job.target_language]) if reference is not None else []
    )
    data = service.export(job.id, _bilingual(arguments))
    if output is not None:
        _write(output, data)
        terminal.note(translate("CommandLine", "Written to {path}.").format(path=output))
    if arguments.json:
        terminal.print_json(_facts(job, segments, scores))
    elif output is None:
        terminal.write(decode(data).text)  # a file keeps its encoding, a terminal has its own
        terminal.end_line()
    for score in scores if not arguments.json else []:
        terminal.note(f"{score.name} {score.value:.2f}  {score.signature}")
    marked = service.doubtful(job.id)
    if marked and not arguments.json:
        _tell_marked(marked, terminal)
    return MARKED if marked or not job.complete else 0


def _bilingual(arguments: argparse.Namespace) -> Bilingual:
    from desktop.formats.documents.base import Bilingual

    if arguments.side:
        return Bilingual.SIDE
    return Bilingual.INTERLEAVED if arguments.bilingual else Bilingual.NO


def _write(path: Path, data: bytes) -> None:
    from desktop.base.files import write_atomically

    try:
        write_atomically(path, data, mode=0o644)
    except OSError as error:
        raise DocumentError(Code.DOCUMENT_NOT_WRITTEN, path=str(path), cause=str(error)) from error


def _tell_marked(marked: list[Segment], terminal: Terminal) -> None:
    from desktop.features.translate.quality.problem_text import problem_text

    count = len(marked)
    terminal.note(translate("CommandLine", "%n segments are marked: look at them.", "", count))
    for segment in marked[:_SHOWN]:
        reasons = ", ".join(map(problem_text, segment.problems))
        terminal.note(f"  {segment.position + 1}: {_short(segment.source)} → {_short(segment.target)} ({reasons})")
    if len(marked) > _SHOWN:
        terminal.note("  …")


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"


def _facts(job: Job, segments: list[Segment], scores: list[Score]) -> dict[str, Any]:
    return {
        "source_language": job.source_language,
        "target_language": job.target_language,
        "complete": job.complete,
        "marked": job.doubtful,
        "segments": [
            {
                "source": segment.source,
                "target": segment.target,
                "status": segment.status,
                "logprob": segment.logprob,
                "least_logprob": segment.least_logprob,
                "origin": segment.origin,
                "problems": list(segment.problems),
                "model": segment.model,
                "adapters": [adapter._asdict() for adapter in segment.adapters],
            }
            for segment in segments
        ],
        "scores": [{"name": score.name, "value": score.value, "signature": score.signature} for score in scores],
    }
