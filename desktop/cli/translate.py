"""`lamplight translate`: a text, a file or the standard input; exit status 3 when segments are marked for a person."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.base.errors import Code, DocumentError, LamplightError
from desktop.base.i18n import translate
from desktop.cli.terminal import Terminal

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


def add(commands: Any) -> None:
    """Declare the command."""
    parser = commands.add_parser(
        "translate",
        help=translate("CommandLine", "translate a text or a document"),
        description=translate(
            "CommandLine",
            "Translate a text or a document, which keeps its form. A run that was stopped goes on where it was.\n"
            "Exit status 3: complete, but some segments are marked for a person to look at.",
        ),
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
    option(
        "--model", default="", metavar="NAME|PATH", help=translate("CommandLine", "a model of the list, or a GGUF file")
    )
    option("--json", action="store_true", help=translate("CommandLine", "print one JSON object when it is complete"))
    parser.set_defaults(run=run, parser=parser)


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Translate and return the exit status. Raises LamplightError."""
    from desktop.cli.interrupt import follow
    from desktop.features.generation.stop import Stop

    translation_service = services.translation_service
    job, job_options = _open(arguments, translation_service)
    output = _output(arguments, translation_service, job)
    reference = _reference(
        arguments, translation_service, job
    )  # read before hours of work, in which it may be found wrong
    if job.complete and not arguments.memory:
        error = None
    else:
        translation_service.translation_model.choose(arguments.model)
        stop, follower = Stop(), _Follower(terminal)
        presses = follow(
            lambda: _translate(arguments, translation_service, job, job_options, stop), stop, follower.take
        )
        error, job = follower.error, translation_service.translations.job(job.id)
        if presses and not job.complete:
            terminal.note(translate("CommandLine", "(stopped; the same command goes on from here)"))
            return 130
    if error is not None:
        raise error
    return _conclude(arguments, translation_service, job, output, reference, terminal)


def _open(arguments: argparse.Namespace, translation_service: TranslationService) -> tuple[Job, JobOptions]:
    from desktop.features.translate.terms.exchange import read_terms
    from desktop.features.translate.translation_service import JobOptions

    job_options = JobOptions(
        target=arguments.to,
        source=arguments.source,
        tone=arguments.tone,
        instructions=arguments.instructions,
        context=arguments.context,
        column=arguments.column,
        model=translation_service.translation_model.choose(arguments.model).key if arguments.model else "",
    )
    job = _job(arguments, translation_service, job_options)
    if arguments.glossary:
        terms = read_terms(Path(arguments.glossary), job.source_language, job.target_language)
        job_options = replace(job_options, terms=tuple(terms))
        job = _job(arguments, translation_service, job_options)
    if arguments.again:
        translation_service.again([segment.id for segment in translation_service.translations.segments(job.id)])
        job = translation_service.translations.job(job.id)
    return job, job_options


def _job(arguments: argparse.Namespace, translation_service: TranslationService, job_options: JobOptions) -> Job:
    from desktop.cli.arguments import clean
    from desktop.formats.encoding import MOST_BYTES, decode

    given: str | None = arguments.text
    if given == "-" or (given is None and not sys.stdin.isatty()):
        if not hasattr(arguments, "input"):
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
            arguments.input = decode(data, translate("CommandLine", "the input")).text
        return translation_service.open_text(_not_empty(arguments, arguments.input), job_options)
    if given and _is_file(given):
        return translation_service.open_file(Path(given), job_options)
    return translation_service.open_text(_not_empty(arguments, clean(given or "")), job_options)


def _not_empty(arguments: argparse.Namespace, text: str) -> str:
    if not text.strip():
        arguments.parser.error(translate("CommandLine", "there is no text"))
    return text


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


def _output(arguments: argparse.Namespace, translation_service: TranslationService, job: Job) -> Path | None:
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
        written_as = translation_service.document(job.id).written_as or job.kind
        if kind_of(path) != written_as:
            raise DocumentError(Code.DOCUMENT_READ_ONLY_KIND, path=job.path)
    return path


def _reference(arguments: argparse.Namespace, translation_service: TranslationService, job: Job) -> list[str] | None:
    if not arguments.reference:
        return None
    from desktop.formats.opening import kind_of, open_document, read_file

    path = Path(arguments.reference)
    units = open_document(read_file(path), kind_of(path), path.name, arguments.column).units
    count = len(translation_service.document(job.id).units)
    if len(units) != count:
        raise DocumentError(Code.REFERENCE_MISMATCH, value=len(units), known=count)
    return [unit.text for unit in units]


def _translate(
    arguments: argparse.Namespace,
    translation_service: TranslationService,
    job: Job,
    job_options: JobOptions,
    stop: Stop,
) -> Iterator[TranslationEvent]:
    from desktop.features.translate.terms.exchange import read_memory

    languages = job.source_language, job.target_language
    memory = read_memory(Path(arguments.memory), *languages) if arguments.memory else []
    yield from translation_service.run(job.id, stop, background=False, terms=job_options.terms, memory=memory)


class _Follower:
    """Shows the progress and keeps the error."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self.error: LamplightError | None = None

    def take(self, event: TranslationEvent) -> None:
        from desktop.cli.ask import loading_text
        from desktop.features.translate.model.segment_workers import Loading
        from desktop.features.translate.translation_service import Done, Ended

        match event:
            case Loading():
                self._terminal.status(loading_text(event.fraction))
            case Done():
                self._terminal.status(_progress_text(event.progress))
            case Ended():
                self._terminal.status("")
                self.error = event.error


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
    translation_service: TranslationService,
    job: Job,
    output: Path | None,
    reference: list[str] | None,
    terminal: Terminal,
) -> int:
    from desktop.features.translate.evaluation.scores import against
    from desktop.features.translate.segmentation.languages import LANGUAGES
    from desktop.formats.encoding import decode

    segments = translation_service.translations.segments(job.id)
    scores = (
        against(translation_service.targets(job.id), reference, LANGUAGES[job.target_language])
        if reference is not None
        else []
    )
    data = translation_service.export(job.id, _bilingual(arguments))
    if output is not None:
        _write(output, data)
        terminal.note(translate("CommandLine", "Written to {path}.").format(path=output))
    if arguments.json:
        terminal.print_json(_as_json(job, segments, scores))
    elif output is None:
        terminal.write(decode(data).text)  # a file keeps its encoding, a terminal has its own
        terminal.end_line()
    for score in scores if not arguments.json else []:
        terminal.note(f"{score.name} {score.value:.2f}  {score.signature}")
    marked = translation_service.doubtful(job.id)
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


def _as_json(job: Job, segments: list[Segment], scores: list[Score]) -> str:
    return json.dumps(
        {
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
                }
                for segment in segments
            ],
            "scores": [{"name": score.name, "value": score.value, "signature": score.signature} for score in scores],
        },
        ensure_ascii=(sys.stdout.encoding or "").lower().replace("-", "") != "utf8",
    )
