"""Backends, devices and what became of them in words, for the window and the command line."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.base.devices import Device, DeviceKind
from desktop.base.error_text import told
from desktop.base.i18n import translate
from desktop.base.sizes import bytes_text
from desktop.engine.backends.verdicts import Speed, Stage, State, Verdict

if TYPE_CHECKING:
    from desktop.engine.bench.model_speed import ModelSpeed
    from desktop.engine.protocol.devices import Attempt
    from desktop.engine.protocol.messages import Loaded
    from desktop.features.models.placement.hardware import Report, Tested
    from desktop.features.models.placement.machines import Answer, Machine
    from desktop.library.models import ModelFile

_NO_MEMORY = "engine_out_of_memory"
# Proper names: the same in every language.
_NAMES = {
    "cuda": "CUDA", "hip": "ROCm", "vulkan": "Vulkan", "metal": "Metal", "sycl": "SYCL", "opencl": "OpenCL",
    "rpc": "RPC", "musa": "MUSA", "cann": "CANN", "openvino": "OpenVINO", "blas": "BLAS", "zendnn": "ZenDNN",
}  # fmt: skip


def backend_name(name: str) -> str:
    """`CUDA`, `Vulkan`; several that are built in as `CUDA, Vulkan`."""
    return ", ".join(_NAMES.get(part, part) for part in name.split("+"))


def kind_text(device: Device) -> str:
    """What kind of thing a device is."""
    return {
        DeviceKind.CPU: translate("Hardware", "Processor"),
        DeviceKind.GPU: translate("Hardware", "Graphics card"),
        DeviceKind.INTEGRATED: translate("Hardware", "Graphics chip that shares the machine’s memory"),
        DeviceKind.ACCELERATOR: translate("Hardware", "Helper of the processor"),
        DeviceKind.REMOTE: translate("Hardware", "Another machine"),
    }[device.kind]


def about_text(device: Device, threads: int) -> str:
    """Kind, memory and ggml's name of a device; of the processor how many threads it gets."""
    if device.kind is DeviceKind.CPU:
        about = translate("Hardware", "Processor, threads: {threads}").format(threads=threads)
        return _joined(about, memory_text(device))
    return _joined(kind_text(device), memory_text(device), _own_name(device))


def memory_text(device: Device) -> str:
    """How much of its memory is free; "" where it tells none."""
    if not device.total:
        return ""
    return translate("Hardware", "{free} of {total} free").format(
        free=bytes_text(device.free), total=bytes_text(device.total)
    )


def seen_text(seen: str) -> str:
    """When a machine was asked last; `seen` is ISO 8601."""
    return translate("Hardware", "asked {when}").format(when=seen[:16].replace("T", " ")) if seen else ""


def machine_text(machine: Machine) -> str:
    """What another machine lends, and when it was asked."""
    return _joined(*(memory_text(device) for device in machine.devices), seen_text(machine.seen))


def verdict_text(verdict: Verdict) -> str:
    """What was found out about one backend, in a sentence or two."""
    name = backend_name(verdict.name)
    return _sentence(verdict).format(
        name=name,
        devices=_listed(verdict.devices),
        seconds=f"{verdict.seconds:.0f}",
    )


def _sentence(verdict: Verdict) -> str:
    if verdict.state is State.WORKS:
        return translate("Hardware", "{name} works, on {devices}.")
    if verdict.state is State.NO_DEVICE:
        return translate(
            "Hardware", "{name} is there and found nothing to compute on. The card’s driver may not be installed."
        )
    if verdict.state is State.REFUSED:
        return translate(
            "Hardware",
            "{name} can’t be loaded. Its file may belong to another version of llama.cpp, or lack a library that it "
            "needs.",
        )
    if verdict.state is State.TRYING:
        return translate("Hardware", "{name} is still being tried. Until that is done the processor does its work.")
    if verdict.state is State.HUNG:
        return translate(
            "Hardware", "{name} fell silent and was ended after {seconds} seconds. It isn’t used with this driver."
        )
    if verdict.state is State.WRONG:
        return translate(
            "Hardware", "{name} computes wrongly on {devices}. It isn’t used with this driver; a newer one may help."
        )
    if verdict.stage is Stage.IN_USE:
        return translate(
            "Hardware", "{name} took the model’s process with it twice. It isn’t used until its driver changes."
        )
    if verdict.stage is Stage.COMPUTING:
        return translate("Hardware", "{name} failed while {devices} computed. It isn’t used with this driver.")
    return translate("Hardware", "{name} crashed while its driver was opened. It isn’t used with this driver.")


def placed_text(loaded: Loaded) -> str:
    """Where the layers of the loaded model are."""
    if not loaded.gpu_layers or not loaded.devices:
        return translate("Hardware", "The processor does it all.")
    on = _listed(loaded.devices)
    if loaded.gpu_layers >= loaded.layers:
        return translate("Hardware", "All {layers} layers on {devices}.").format(layers=loaded.layers, devices=on)
    return translate("Hardware", "{count} of {layers} layers on {devices}; the processor does the others.").format(
        count=loaded.gpu_layers, layers=loaded.layers, devices=on
    )


def fallback_text(loaded: Loaded) -> str:
    """What happened on the way to where the model is now; "" where nothing did."""
    if not loaded.attempts:
        return ""
    here = [attempt for attempt in loaded.attempts if not attempt.machines or attempt.code == _NO_MEMORY]
    loads = [attempt for attempt in here if not attempt.tried]
    return _sentences(_tried_text(loaded), _lost_text(loaded), _fewer_text(loaded, loads))


def _tried_text(loaded: Loaded) -> str:
    """Which backends came to no good, or to no end yet, when they were tried for this load."""
    said = []
    for attempt in loaded.attempts:
        if attempt.tried == State.TRYING:
            said.append(_sentence(Verdict(attempt.devices[0], "", State.TRYING)))
        elif attempt.tried:
            said.append(
                translate(
                    "Hardware",
                    "{name} failed when it was tried, so it isn’t used with this driver. More under Models, Your "
                    "hardware.",
                )
            )
    names = [backend_name(attempt.devices[0]) for attempt in loaded.attempts if attempt.tried]
    said = [text.format(name=name) for text, name in zip(said, names, strict=True)]
    return _sentences(*said, *([placed_text(loaded)] if said else []))


def _lost_text(loaded: Loaded) -> str:
    """Which other machines it is done without, and why; those that gave up in the middle last."""
    said = []
    for attempt in loaded.attempts:
        if not attempt.machines or attempt.code == _NO_MEMORY:
            continue
        if not attempt.devices and attempt.code.startswith("machine_"):
            said.append(told(attempt.code, {"address": attempt.machines[0]}).what)
        else:
            stopped = translate("Hardware", "{machines} stopped answering while the model ran there.")
            said.append(stopped.format(machines=translate("Hardware", ", ").join(attempt.machines)))
    if said:
        said.append(translate("Hardware", "It runs without that now: {placed}").format(placed=placed_text(loaded)))
    return _sentences(*dict.fromkeys(said))


def _sentences(*sentences: str) -> str:
    said = [sentence for sentence in sentences if sentence]
    whole = said[0] if said else ""
    for one in said[1:]:
        whole = translate("Hardware", "{one} {other}", "two sentences").format(one=whole, other=one)
    return whole


def _fewer_text(loaded: Loaded, attempts: Sequence[Attempt]) -> str:
    if not attempts:
        return ""
    memory = attempts[-1].code == _NO_MEMORY
    if loaded.gpu_layers and memory:
        said = translate(
            "Hardware",
            "The graphics card has too little memory for {before} layers: {count} are on it now, the processor does "
            "the others.",
        )
    elif loaded.gpu_layers:
        said = translate(
            "Hardware",
            "The graphics card failed with {before} layers: {count} are on it now, the processor does the others.",
        )
    elif memory:
        said = translate("Hardware", "The graphics card has too little memory for this: the processor does it all.")
    else:
        said = translate("Hardware", "The graphics card failed: the processor does it all now, which is slower.")
    return said.format(before=attempts[0].layers, count=loaded.gpu_layers)


def speed_text(speed: Speed, model: ModelFile | None) -> str:
    """How fast a device is: with a model in tokens, otherwise in what was measured."""
    if model is not None and model.size and model.parameters:
        return translate("Hardware", "reads about {reading} and writes about {writing} tokens a second").format(
            reading=_rounded(speed.flops / (2 * model.parameters)), writing=_rounded(speed.bandwidth / model.size)
        )
    return translate("Hardware", "{flops} billion operations a second; reads {bandwidth} of weights a second").format(
        flops=_rounded(speed.flops / 1e9), bandwidth=bytes_text(speed.bandwidth)
    )


def ran_text(ran: ModelSpeed) -> str:
    """How fast a model really was on a device, and on how much of it that rests."""
    said = translate("Hardware", "read {reading} and wrote {writing} tokens a second").format(
        reading=_rounded(ran.reading), writing=_rounded(ran.writing)
    )
    if 0 < ran.layers < ran.all_layers:
        part = translate("Hardware", "{count} of {all} layers there").format(count=ran.layers, all=ran.all_layers)
        said = _joined(said, part)
    return said


def measured_text(ran: ModelSpeed | None, model: ModelFile | None) -> str:
    """What was measured, and with what; "" where there is no model to speak of."""
    if model is None:
        return ""
    if ran is None:
        said = translate("Hardware", "Measured with products of matrices, and reckoned for {name}.")
        return said.format(name=model.name)
    said = translate("Hardware", "Measured with {name} itself, which read a text and wrote on it on each device.")
    return said.format(name=model.name)


def tested_text(tested: Tested, model: ModelFile | None) -> str:
    """What testing a device told."""
    if tested.ran is not None:
        return ran_text(tested.ran)
    if tested.speed is not None:
        return speed_text(tested.speed, model)
    if tested.cause == "timeout":
        return translate("Hardware", "fell silent during the test")
    return translate("Hardware", "failed during the test")


def report_lines(report: Report, tests: Sequence[Tested], model: ModelFile | None) -> list[str]:
    """The report that is copied: what there is and what was tried, without a word of anyone's or a path of theirs."""
    version = report.version or translate("Hardware", "not asked")
    lines: list[str] = [f"{platform.system()} {platform.release()}, {platform.machine()}; ggml {version}"]
    if report.withheld:
        lines.append(translate("Hardware", "No driver is touched: layers on the graphics card are set to none."))
    devices = ([report.processor] if report.processor else []) + [each.device for each in report.found]
    lines += [device_line(device) for device in devices]
    for answer in report.machines:  # without their addresses: the report is made to be shown to others
        said = _joined(*(memory_text(device) for device in answer.machine.devices))
        lines.append(f"{translate('Hardware', 'Another machine')}: {_code(answer) or said}")
    lines += [_verdict_line(verdict) for verdict in report.verdicts]
    lines += [translate("Hardware", "{file} is no backend.").format(file=name) for name in report.strangers]
    lines += [f"{each.device.description}: {_exact(each, model)}" for each in tests]
    return lines


def _code(answer: Answer) -> str:
    """What was wrong with another machine, as a code for those who look into it; "" where nothing was."""
    return str(answer.error.code) if answer.error is not None else ""


def device_line(device: Device) -> str:
    """A device in a line: kind, maker's name, memory, ggml's name."""
    return f"{kind_text(device)}: {_joined(device.description, memory_text(device), _own_name(device))}"


def _joined(*parts: str) -> str:
    return translate("Hardware", "; ").join(part for part in parts if part)


def _listed(devices: Sequence[Device]) -> str:
    return translate("Hardware", ", ").join(dict.fromkeys(device.description for device in devices))


def _own_name(device: Device) -> str:
    return f"{device.backend} ({device.name})" if device.backend != device.name else device.name


def _verdict_line(verdict: Verdict) -> str:
    from pathlib import Path

    file = Path(verdict.path).name if verdict.path else translate("Hardware", "built in")
    cause = f" [{verdict.cause}]" if verdict.cause else ""
    return f"{file}: {verdict_text(verdict)}{cause}"


def _exact(tested: Tested, model: ModelFile | None) -> str:
    if tested.ran is not None:
        name = f", {model.name}" if model else ""
        return f"{ran_text(tested.ran)} ({tested.ran.read} + {tested.ran.wrote} tokens{name})"
    if tested.speed is None:
        return f"{tested_text(tested, model)} [{tested.cause}]"
    measured = f"{tested.speed.flops / 1e9:.1f} GFLOPS, {tested.speed.bandwidth / 1e9:.2f} GB/s"
    return f"{tested_text(tested, model)} ({measured}{f', {model.name}' if model else ''})"


def _rounded(value: float) -> str:
    """Two digits that count."""
    if value >= 100:
        step = 10 ** (len(str(int(value))) - 2)
        return f"{round(value / step) * step:,}"
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}"
