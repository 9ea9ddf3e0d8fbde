"""`lamplight update`: a new version is looked for, installed, or gone back from; who is asked is said before."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from desktop.base.errors import Code, LamplightError
from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.cli.consent import agreed
from desktop.cli.options import Parser, add_json_option
from desktop.cli.terminal import Terminal
from desktop.cli.window_closed import require_closed

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.features.services import Services
    from desktop.features.updates.installing import Outcome
    from desktop.features.updates.updates import Found, Updates
    from desktop.hub.transfer.progress import Progress


def declare(parser: Parser) -> None:
    """Add the verbs; without one a new version is looked for."""
    parser.set_defaults(run=_check, json=False, yes=False)
    verbs = parser.add_commands()
    for name, help_text, run in (
        ("check", translate("CommandLine", "look for a new version"), _check),
        (
            "install",
            translate("CommandLine", "fetch a new version and install it, the database copied first"),
            _install,
        ),
        ("back", translate("CommandLine", "go back to the version before, with data that it can read"), _back),
    ):
        verb = verbs.add_parser(name, help=help_text)
        verb.options.add_argument(
            "--yes", action="store_true", help=translate("CommandLine", "don’t ask before the host is contacted")
        )
        if run is _check:
            add_json_option(verb)
        verb.set_defaults(run=run)


def _check(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Raises HubError, LamplightError(UPDATE_NO_KEY)."""
    from desktop.features.updates.words import found_text, how_text

    updates = _updates(services)
    found = _look(updates, arguments, terminal)
    if found is None:
        return 1
    if arguments.json:
        terminal.print_json(
            {
                "version": updates.version,
                "newest": found.release.version if found.release else None,
                "file": found.file.name if found.file else None,
                "kind": updates.installation.kind.value,
            },
            indent=2,
        )
        return 0
    terminal.write(found_text(found, updates.version) + "\n")
    if found.release is not None:
        notes = found.release.notes_text()
        terminal.write(f"\n{notes}\n\n" if notes else "")
        command = "lamplight update install"
        told = translate("CommandLine", "To install it: {command}").format(command=command)
        terminal.write((told if found.file else how_text(updates.installation, found.release)) + "\n")
    return 0


def _install(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Raises HubError, StoreError, LamplightError(UPDATE_...): this version still works then."""
    from desktop.features.updates.words import found_text, how_text

    require_closed(services.paths)
    updates = _updates(services)
    found = _look(updates, arguments, terminal)
    if found is None:
        return 1
    terminal.note(found_text(found, updates.version))
    if found.release is None:
        return 0
    if found.file is None:
        terminal.note(how_text(updates.installation, found.release))
        return 1
    package = updates.fetch(found.release, found.file, lambda progress: _show(progress, terminal))
    terminal.status("")
    services.close()
    terminal.note(
        translate("CommandLine", "The database is copied first, then {name} is installed.").format(name=package.name)
    )
    return _told(updates.install(package, terminal=terminal.interactive), package, found.release.version, terminal)


def _back(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """Raises LamplightError, StoreError, HubError: everything is then as it was."""
    require_closed(services.paths)
    updates = _updates(services)
    wanted = updates.before()
    if wanted is None:
        raise LamplightError(Code.UPDATE_NOTHING_BEFORE)
    told = translate("CommandLine", "The version before is {version}.").format(version=wanted.version)
    if wanted.data and wanted.backup is not None:
        told += " " + translate(
            "CommandLine",
            "It can’t read what this version has made of the database, so the copy from before the update is gone back "
            "to ({name}). What was written since then is kept as a backup, for a newer version.",
        ).format(name=wanted.backup.name)
    if updates.needs_network:
        told += " " + translate("CommandLine", "{host} will be asked for it.").format(host=updates.host)
    terminal.note(told)
    if not agreed(terminal, yes=arguments.yes):
        return 1
    package = updates.fetch_before(wanted, lambda progress: _show(progress, terminal))
    terminal.status("")
    services.close()
    outcome = updates.go_back(wanted, package, terminal=terminal.interactive)
    return _told(outcome, package, wanted.version, terminal)


def _look(updates: Updates, arguments: argparse.Namespace, terminal: Terminal) -> Found | None:
    if updates.facts.key:  # without one nobody is asked
        told = translate(
            "CommandLine", "{host} will be asked for the list of versions; it sees this machine’s address."
        )
        terminal.note(told.format(host=updates.host))
        if not agreed(terminal, yes=arguments.yes):
            terminal.note(translate("CommandLine", "Nothing was asked of it."))
            return None
    return updates.look()


def _show(progress: Progress, terminal: Terminal) -> None:
    if progress.size:
        told = translate("CommandLine", "{done} of {size}")
        terminal.status(told.format(done=bytes_text(progress.received), size=bytes_text(progress.size)))


def _told(outcome: Outcome, package: Path | None, version: str, terminal: Terminal) -> int:
    from desktop.features.updates.words import outcome_text

    terminal.write(outcome_text(outcome, version, package) + "\n")
    return 0


def _updates(services: Services) -> Updates:
    from desktop.features.updates.updates import Updates

    return Updates(services.paths, services.settings)
