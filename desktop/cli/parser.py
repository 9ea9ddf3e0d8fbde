"""All commands. Each is a module of `commands` with `declare` and `run`, imported when it is the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import desktop
from desktop.base.i18n import translate
from desktop.base.log import AREAS
from desktop.cli.options import Parser


def parser() -> Parser:
    """The whole command line. The result of parsing has `run`, which is None where no command was given."""
    made = Parser(
        prog="lamplight",
        usage=translate(
            "CommandLine", "lamplight [options] [FILE ...]\n       lamplight [options] COMMAND [options] ..."
        ),
        description=translate(
            "CommandLine",
            "Chat with a language model on your own machine. Without a command, the window opens; files that are\n"
            "given are opened in it: models, conversations of this and other programs, and documents.",
        ),
        epilog=translate(
            "CommandLine",
            "For those who debug:\n"
            "  LAMPLIGHT_LOG=debug            let the log files say more; info, warning and error are other levels\n"
            "  LAMPLIGHT_LOG=engine=debug,store=info\n"
            "                                 by area: {areas}\n"
            "  LAMPLIGHT_HOME=FOLDER          keep everything in this folder",
        ).format(areas=", ".join(AREAS)),
    )
    option = made.options.add_argument
    option(
        "--version",
        action="version",
        version=f"lamplight {desktop.__version__}",
        help=translate("CommandLine", "show the version"),
    )
    option(
        "--translate-clipboard",
        action="store_true",
        help=translate("CommandLine", "show the clipboard's text translated in a small window"),
    )
    option(
        "--get-starter",
        action="store_true",
        help=translate("CommandLine", "open the window and fetch the starter model, if it isn’t here yet"),
    )
    option(
        "--debug",
        action="store_true",
        help=translate("CommandLine", "let the log say more, and show it on the standard error, too"),
    )
    option(
        "--temporary-home",
        action="store_true",
        help=translate("CommandLine", "start with an empty folder that is removed at the end"),
    )
    made.set_defaults(run=None)
    commands = made.add_commands()
    for name, help_text, declare in _commands():
        commands.add_parser(name, help=help_text, declare=declare)
    return made


def _commands() -> Iterator[tuple[str, str, Callable[[Parser], None]]]:
    """Name, line in the list, and what declares its arguments."""
    yield "ask", translate("CommandLine", "ask one question"), _ask
    yield "chat", translate("CommandLine", "have a conversation in the terminal"), _chat
    yield "chats", translate("CommandLine", "list, search, export or import conversations"), _chats
    yield "translate", translate("CommandLine", "translate a text or a document"), _translate
    yield "story", translate("CommandLine", "make, outline, export or import stories"), _story
    yield "write", translate("CommandLine", "go on with a text"), _write
    yield "models", translate("CommandLine", "list, add or remove models"), _models
    yield "bench", translate("CommandLine", "measure this machine"), _bench
    yield "data", translate("CommandLine", "show where things are, move or remove them"), _data
    yield "update", translate("CommandLine", "look for a new version, install it, or go back"), _update


# The imports stand in functions, not in strings: the checks of the architecture and the bundle see them there.


def _ask(parser: Parser) -> None:
    from desktop.cli.commands import ask

    ask.declare(parser)


def _chat(parser: Parser) -> None:
    from desktop.cli.commands import chat

    chat.declare(parser)


def _chats(parser: Parser) -> None:
    from desktop.cli.commands import chats

    chats.declare(parser)


def _translate(parser: Parser) -> None:
    from desktop.cli.commands import translate as translate_command  # `translate` here is what translates our words

    translate_command.declare(parser)


def _story(parser: Parser) -> None:
    from desktop.cli.commands import story

    story.declare(parser)


def _write(parser: Parser) -> None:
    from desktop.cli.commands import write

    write.declare(parser)


def _models(parser: Parser) -> None:
    from desktop.cli.commands import models

    models.declare(parser)


def _bench(parser: Parser) -> None:
    from desktop.cli.commands import bench

    bench.declare(parser)


def _data(parser: Parser) -> None:
    from desktop.cli.commands import data

    data.declare(parser)


def _update(parser: Parser) -> None:
    from desktop.cli.commands import update

    update.declare(parser)
