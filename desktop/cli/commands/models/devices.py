"""`lamplight models devices`: what this machine can compute on, what was tried and failed, and how fast it is."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from desktop.base.i18n import translate
from desktop.cli.commands.models import machines
from desktop.cli.options import Parser, add_json_option
from desktop.cli.terminal import Terminal

if TYPE_CHECKING:
    from desktop.features.models.placement.hardware import Report, Tested
    from desktop.features.services import Services
    from desktop.library.models import ModelFile


def declare(parser: Parser) -> None:
    """Add the options."""
    options = parser.options
    options.add_argument(
        "--test",
        action="store_true",
        help=translate("CommandLine", "let each device work, and say how fast it is"),
    )
    options.add_argument(
        "--again",
        action="store_true",
        help=translate("CommandLine", "try all anew, even what failed with these drivers before"),
    )
    add_json_option(parser)
    parser.set_defaults(run=run)
    machines.declare(parser.add_commands())


def run(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> int:
    """List the devices; whoever asks for them by a command wants them looked at, whatever the settings say."""
    from desktop.features.models.placement.hardware_text import measured_text, report_lines, tested_text

    hardware = services.model_manager.engines.hardware
    report = hardware.look(again=arguments.again, anyway=True)
    chosen = services.library.default()
    candidates = ([chosen] if chosen else []) + [one for one in services.library.models() if one.starter]
    load = services.model_manager.engines.to_test(candidates) if arguments.test else None
    model = next((one for one in candidates if load is not None and str(one.path) == load.path), chosen)
    tests: list[Tested] = []
    if arguments.test:
        for tested in hardware.test(report, load):
            tests.append(tested)
            if not arguments.json:
                terminal.note(f"{tested.device.description}: {tested_text(tested, model)}")
    if arguments.json:
        terminal.print_json(_facts(report, tests, model), indent=2)
        return 0
    for line in report_lines(report, tests, model if tests else None):
        terminal.write(line + "\n")
    if tests:
        terminal.note(measured_text(next((each.ran for each in tests if each.ran), None), model))
    if not report.cards:
        said = translate("CommandLine", "No graphics card can be used. Backends for one go into {folder}.")
        terminal.note(said.format(folder=report.folder))
    return 0


def _facts(report: Report, tests: list[Tested], model: ModelFile | None) -> dict[str, Any]:
    from desktop.features.models.placement.hardware_text import verdict_text

    devices = ([report.processor] if report.processor else []) + [each.device for each in report.found]
    speeds = {tested.device.name: tested for tested in tests}
    return {
        "version": report.version,
        "threads": report.threads,
        "folder": str(report.folder),
        "devices": [
            {**asdict(device), **_speed(speeds[device.name], model)} if device.name in speeds else asdict(device)
            for device in devices
        ],
        "backends": [
            {
                "name": verdict.name,
                "path": verdict.path,
                "state": str(verdict.state),
                "stage": str(verdict.stage),
                "cause": verdict.cause,
                "told": verdict_text(verdict),
                "when": verdict.when,
            }
            for verdict in report.verdicts
        ],
        "not_backends": list(report.strangers),
        "machines": [machines.facts_of(answer.machine) for answer in report.machines],
    }


def _speed(tested: Tested, model: ModelFile | None) -> dict[str, Any]:
    if tested.ran is not None:
        ran = tested.ran
        return {
            "model": model.key if model is not None else "",
            "reading": ran.reading,
            "writing": ran.writing,
            "tokens_read": ran.read,
            "tokens_written": ran.wrote,
            "layers": ran.layers,
        }
    if tested.speed is None:
        return {"failed": tested.cause}
    found: dict[str, Any] = {"flops": tested.speed.flops, "bandwidth": tested.speed.bandwidth}
    if model is not None and model.size and model.parameters:
        found["model"] = model.key
        found["reading"] = tested.speed.flops / (2 * model.parameters)
        found["writing"] = tested.speed.bandwidth / model.size
    return found
