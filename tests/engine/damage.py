"""Feeds the load path damaged GGUF files made from the starter and watches that nothing but a typed outcome comes back.

    python -m tests.engine.damage [--count 2000] [--seed 1] [--all]

Each try goes through the real engine process, with limits on time and memory. What the header check refuses (plain
Python, the very function the process calls first) is tried there every tenth time only, unless `--all` is given:
starting a process costs half a second. The weights are left out (a hole in a
sparse file reads as zeros), so a try writes two megabytes. Ends with 1 where a try hung or ended untyped.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import functools
import random
import struct
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from desktop.base.errors import Code, EngineError, ModelFileError
from desktop.base.gguf.reader import read_header
from desktop.base.paths import starter_folders
from desktop.engine.client.engine import Engine
from desktop.engine.protocol.messages import Finished, Generate, Load, Message, Sampling

SECONDS = 90.0  # for one try; they take less than one on a machine at rest
MEMORY = 6 << 30  # bytes of address space for each process
_SCALARS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_EXTREMES = (0, 1, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**62, 2**63 - 1, 2**63, 2**64 - 1)

HOSTILE = (
    "{% for a in range(99999) %}{% for b in range(99999) %}{{ a * b }}{% endfor %}{% endfor %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{{ 'a' * 10**10 }}",
    "{{ ('a' * 10**8) ~ ('b' * 10**9) }}",
    "{{ 10**10**7 }}",
    "{{ range(10**9)|list }}",
    "{{ 'x'|center(10**11) }}",
    "{{ messages[0].content.__class__.__mro__[1].__subclasses__() }}",
    "{{ cycler.__init__.__globals__.os.system('exit 7') }}",
    "{{ self._TemplateReference__context }}",
    "{{ raise_exception.__globals__['os'].abort() }}",
    "{{ strftime_now.__func__.__globals__ }}",
    "{{ messages.__init__.__globals__.sys.exit(3) }}",
    "{{ raise_exception('no') }}",
    "{% include '/etc/passwd' %}",
    "{% set x = namespace(a=messages) %}{% for i in range(90000) %}{% set x.a = [x.a, x.a] %}{% endfor %}{{ x.a }}",
    "{{ '%s' % ('%1000000000d' % 1) }}",
    "{" * 5000,
    "{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}",
    "{% if %}",
    "",
    "\x00\x01 {{ undefined.attribute.of.nothing }}",
)


@dataclass
class Layout:
    """Where things stand in the starter's header: byte offsets of lengths and counts, and the template's span."""

    header: bytes
    size: int
    counts: list[int] = field(default_factory=list)  # u64 fields: counts, lengths, dimensions, offsets
    types: list[int] = field(default_factory=list)  # u32 fields: value and tensor types
    keys_end: int = 0
    template: tuple[int, int] = (0, 0)  # offset of the u64 length, length


def layout(model: Path) -> Layout:
    """Read the starter once."""
    with model.open("rb") as file:
        data = file.read(8 << 20)
    found = Layout(b"", model.stat().st_size, counts=[8, 16])
    tensors, keys = struct.unpack_from("<QQ", data, 8)
    at = 24
    for _ in range(keys):
        at = _key(data, at, found)
    found.keys_end = at
    for _ in range(tensors):
        (length,) = struct.unpack_from("<Q", data, at)
        found.counts.append(at)
        at += 8 + length
        (dimensions,) = struct.unpack_from("<I", data, at)
        found.types.append(at)
        found.counts += [at + 4 + 8 * number for number in range(dimensions)]
        at += 4 + 8 * dimensions
        found.types.append(at)
        found.counts.append(at + 4)
        at += 12
    found.header = data[: -(-at // 32) * 32]
    return found


def _key(data: bytes, at: int, found: Layout) -> int:
    (length,) = struct.unpack_from("<Q", data, at)
    name = data[at + 8 : at + 8 + length]
    found.counts.append(at)
    at += 8 + length
    (kind,) = struct.unpack_from("<I", data, at)
    found.types.append(at)
    at += 4
    if kind == 8:
        (length,) = struct.unpack_from("<Q", data, at)
        found.counts.append(at)
        if name == b"tokenizer.chat_template":
            found.template = (at, length)
        return int(at + 8 + length)
    if kind != 9:
        return at + _SCALARS[kind]
    kind, count = struct.unpack_from("<IQ", data, at)
    found.types.append(at)
    found.counts.append(at + 4)
    at += 12
    if kind != 8:
        return int(at + _SCALARS[kind] * count)
    for _ in range(count):
        at += 8 + struct.unpack_from("<Q", data, at)[0]
    return at


def _truncated(dice: random.Random, base: Layout) -> tuple[bytes, int]:
    size = dice.randrange(base.size) if dice.random() < 0.3 else dice.randrange(len(base.header))
    return base.header[:size], size


def _flipped(dice: random.Random, base: Layout, start: int, end: int) -> tuple[bytes, int]:
    data = bytearray(base.header)
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        data[dice.randrange(start, end)] ^= 1 << dice.randrange(8)
    return bytes(data), base.size


def _overflowing(dice: random.Random, base: Layout) -> tuple[bytes, int]:
    data = bytearray(base.header)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        if dice.random() < 0.75:
            struct.pack_into("<Q", data, dice.choice(base.counts), dice.choice(_EXTREMES))
        else:
            struct.pack_into("<I", data, dice.choice(base.types), dice.choice((*range(45), 2**31, 2**32 - 1)))
    return bytes(data), base.size


def _values(dice: random.Random, base: Layout) -> tuple[bytes, int]:
    """Numbers in the key/value table's beginning: layers, heads, sizes."""
    data = bytearray(base.header)
    for _ in range(dice.choice((1, 1, 2))):
        place = dice.choice(base.types[:24]) + 4
        struct.pack_into("<I", data, place, dice.choice((0, 1, 7, 2**16, 2**31 - 1, 2**31, 2**32 - 1)))
    return bytes(data), base.size


def _templates(dice: random.Random, base: Layout) -> tuple[bytes, int]:
    at, length = base.template
    text = dice.choice(HOSTILE).encode()
    data = base.header[:at] + struct.pack("<Q", len(text)) + text + base.header[at + 8 + length :].rstrip(b"\x00")
    # The table's last field is an offset and may end in zeros itself: pad generously, llama.cpp aligns by itself.
    data = data.ljust(-(-(len(base.header) - length + len(text)) // 32) * 32, b"\x00")
    return data, base.size - len(base.header) + len(data) + 64


KINDS: dict[str, Callable[[random.Random, Layout], tuple[bytes, int]]] = {
    "truncated": _truncated,
    "header": lambda dice, base: _flipped(dice, base, 0, 24),
    "keys": lambda dice, base: _flipped(dice, base, 24, min(base.keys_end, 4096)),
    "vocabulary": lambda dice, base: _flipped(dice, base, 24, base.keys_end),
    "tensors": lambda dice, base: _flipped(dice, base, base.keys_end, len(base.header)),
    "overflow": _overflowing,
    "values": _values,
    "template": _templates,
}


@dataclass
class Result:
    """How the tries ended: `endings` by kind of damage and code; `bad` are the tries that hung or ended untyped."""

    endings: collections.Counter[tuple[str, str]] = field(default_factory=collections.Counter)
    bad: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run(
    count: int,
    seed: int,
    folder: Path,
    model: Path,
    tell: Callable[[str], None] = lambda line: None,
    everything: bool = False,
) -> Result:
    """`count` tries, each kind in turn; every hundredth the whole starter has to answer in the same engine."""
    base, result, started = layout(model), Result(), time.monotonic()
    engine = Engine(folder / "engine.log", grace_seconds=2.0)
    names = list(KINDS)
    with _memory_limit():
        for number in range(count):
            kind = names[number % len(names)]
            dice = random.Random(f"{seed}.{number}")
            path = folder / "damaged.gguf"
            data, size = KINDS[kind](dice, base)
            with path.open("wb") as file:
                file.write(data[:size])
                file.truncate(size)
            ending = (number % 80 >= len(names) and not everything and _refused(path)) or _try(engine, path)
            result.endings[kind, ending] += 1
            if ending.startswith("!"):
                result.bad.append(f"{kind} {seed}.{number}: {ending}")
                tell(result.bad[-1])
            if number % 100 == 99 or number == count - 1:
                tell(f"{number + 1} tries, {time.monotonic() - started:.0f} s, {len(result.bad)} bad")
                if not _usable(engine, model):
                    result.bad.append(f"after {number}: the whole starter didn't answer")
    engine.close()
    result.seconds = time.monotonic() - started
    return result


def _refused(path: Path) -> str:
    """The code of the header check, "" where it lets the file pass."""
    started = time.monotonic()
    try:
        read_header(path)
    except ModelFileError as error:
        return error.code.value if time.monotonic() - started < SECONDS else "!hung"
    except Exception as error:
        return f"!{type(error).__name__}: {error}"
    return ""


def _try(engine: Engine, path: Path) -> str:
    """The code the try ended with; "!" before it where that is a fault."""
    try:
        engine.load(Load(str(path), context=256, gpu_layers=0)).result(SECONDS)
        request = Generate(messages=(Message("user", "Hello"),), max_tokens=2, sampling=Sampling(temperature=0.0))
        ending = engine.generate(request).result(SECONDS)
    except EngineError as error:
        return error.code.value if error.code is not Code.ENGINE_PROTOCOL else "!protocol"
    except TimeoutError:
        return "!hung"
    except Exception as error:  # anything else is what this harness looks for
        return f"!{type(error).__name__}: {error}"
    assert isinstance(ending, Finished)
    return f"loaded, {ending.outcome.code or ending.outcome.ending.value}"


def _usable(engine: Engine, model: Path) -> bool:
    with contextlib.suppress(EngineError, TimeoutError):
        engine.load(Load(str(model), context=256)).result(SECONDS)
        request = Generate(messages=(Message("user", "Hello"),), max_tokens=3)
        ending = engine.generate(request).result(SECONDS)
        return isinstance(ending, Finished) and ending.completion_tokens > 0
    return False


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    """Engine processes inherit the limit of the one that starts them."""
    if sys.platform == "win32":
        yield
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="start a process for every try")
    options = parser.parse_args()
    model = next(path for folder in starter_folders() for path in folder.glob("SmolLM2-135M-Instruct*.gguf"))
    with tempfile.TemporaryDirectory(prefix="lamplight-damage-") as folder:
        tell = functools.partial(print, flush=True)
        result = run(options.count, options.seed, Path(folder), model, tell, options.all)
    for (kind, ending), count in sorted(result.endings.items()):
        print(f"{kind:12} {ending:40} {count:6}")
    print(f"{sum(result.endings.values())} tries in {result.seconds:.0f} s, {len(result.bad)} bad")
    return 1 if result.bad else 0


if __name__ == "__main__":
    sys.exit(main())
