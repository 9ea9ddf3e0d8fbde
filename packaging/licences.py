"""Collect the licences of what is shipped into resources/licences; `--check` only says whether they are up to date.

The packages are those of the runtime lock that are installed on Linux. Versions aren't written down: the lock has them.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "licences"
LOCK = ROOT / "packaging" / "requirements.txt"
LIST = "THIRD-PARTY.md"

_LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"}
_PAPER = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "


@dataclass(frozen=True)
class Shipped:
    """One work that is part of Lamplight's environment or bundle, and the files with its terms."""

    name: str
    licence: str
    files: tuple[str, ...]


# What no Python package says about itself. These texts are kept by hand.
BY_HAND = (
    Shipped("CPython (in the bundle)", "PSF-2.0", ("CPython.txt",)),
    Shipped("Inter (font)", "OFL-1.1", ("Inter-OFL.txt",)),
    Shipped("JetBrains Mono (font)", "OFL-1.1", ("JetBrains-Mono-OFL.txt",)),
    Shipped("llama.cpp and ggml (in llama-cpp-python)", "MIT", ("llama.cpp.txt",)),
    Shipped(
        "PyInstaller's starter (in the bundle)", "GPL-2.0-or-later WITH Bootloader-exception", ("PyInstaller.txt",)
    ),
    Shipped("Qt (in pyside6-essentials)", "LGPL-3.0-only", ("LGPL-3.0.txt", "GPL-3.0.txt")),
    Shipped("SmolLM2 135M Instruct (starter model)", "Apache-2.0", ("Apache-2.0.txt",)),
    Shipped("Source Serif (font)", "OFL-1.1", ("Source-Serif-OFL.txt",)),
    Shipped("STIX Two Math (font, in ziamath)", "OFL-1.1", ("STIX-Two-OFL.txt",)),
    Shipped("DejaVu Sans (font, in ziafont)", "Bitstream-Vera", ("DejaVu.txt",)),
)
# Packages whose wheels carry no text of their licence.
_TEXTS = {
    "pyside6-essentials": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "shiboken6": ("LGPL-3.0.txt", "GPL-3.0.txt"),
    "latex2mathml": ("latex2mathml.txt",),
    "rjieba": ("rjieba.txt",),
}


def locked() -> dict[str, bool]:
    """The names in the runtime lock that are meant for Linux, and whether every Python gets the same version."""
    names: dict[str, bool] = {}
    for line in LOCK.read_text().splitlines():
        if not re.match(r"[A-Za-z0-9]", line):
            continue
        requirement = Requirement(line.rstrip(" \\"))
        name = canonicalize_name(requirement.name)
        if requirement.marker is None or requirement.marker.evaluate(_LINUX):
            names[name] = not (requirement.marker and "python" in str(requirement.marker))
    return names


def terms(distribution: metadata.Distribution) -> str:
    """A package's licence in a word."""
    meta = distribution.metadata
    for key in ("License-Expression", "License"):
        if key in meta and "\n" not in meta[key]:
            return str(meta[key])
    classified = [line.removeprefix(_CLASSIFIER) for line in meta.get_all("Classifier") or [] if _CLASSIFIER in line]
    return ", ".join(classified)


def papers(distribution: metadata.Distribution) -> Iterator[tuple[str, str]]:
    """The licence files of a package: their names inside it, and their texts."""
    for file in sorted(distribution.files or [], key=str):
        inside = str(file).partition(".dist-info/")[2]
        if inside and _PAPER.search(Path(inside).name):
            text = Path(str(file.locate())).read_text(encoding="utf-8", errors="replace")
            yield inside.removeprefix("licenses/"), "\n".join(line.rstrip() for line in text.strip().splitlines())


def collect() -> tuple[dict[str, str], set[str]]:
    """The files that ought to be in the folder, and those of them that are the same under every Python.

    Raises LookupError for a package without any licence text.
    """
    shipped, files, stable = list(BY_HAND), {}, {LIST}
    for name, everywhere in locked().items():
        distribution = metadata.distribution(name)
        texts = list(papers(distribution))
        if texts:
            kept_as: tuple[str, ...] = (f"{name}.txt",)
            files[kept_as[0]] = "\n\n".join(f"---- {inside} ----\n\n{text}" for inside, text in texts) + "\n"
            stable.update(kept_as if everywhere else ())
        elif name in _TEXTS:
            kept_as = _TEXTS[name]
        else:
            raise LookupError(f"{name} has no licence text: keep one by hand")
        shipped.append(Shipped(name, terms(distribution), kept_as))
    files[LIST] = listing(shipped)
    return files, stable


def listing(shipped: list[Shipped]) -> str:
    """The list of everything, as a table."""
    rows = sorted(shipped, key=lambda one: one.name.lower())
    lines = [
        "# What Lamplight is made with",
        "",
        "Lamplight itself is under the MIT licence. It comes with the works of others, with thanks; their terms are in",
        "the files beside this one. The model Gemma 3 270M isn't part of any bundle: the set-up installs it with its",
        "own terms beside it. This list is made by `make licences`.",
        "",
        "| Work | Licence | Text |",
        "|---|---|---|",
    ]
    for one in rows:
        texts = ", ".join(f"[{file}]({file})" for file in one.files)
        lines.append(f"| {one.name} | {one.licence} | {texts} |")
    return "\n".join(lines) + "\n"


def _by_hand() -> set[str]:
    """The files that nothing but a person keeps."""
    return {name for one in BY_HAND for name in one.files} | {name for names in _TEXTS.values() for name in names}


def outdated() -> list[str]:
    """What is wrong with the folder: files that are missing, different, or no longer wanted."""
    files, stable = collect()
    by_hand = _by_hand()
    there = {file.name for file in FOLDER.iterdir()}
    wrong = [f"{name} is missing" for name in sorted((files.keys() | by_hand) - there)]
    wrong += [f"{name} is of nothing that is shipped" for name in sorted(there - files.keys() - by_hand)]
    compared = sorted(stable & there)
    return wrong + [f"{name} differs" for name in compared if (FOLDER / name).read_text("utf-8") != files[name]]


def write() -> None:
    """Bring the folder up to date."""
    files, _ = collect()
    by_hand = _by_hand()
    for file in FOLDER.iterdir():
        if file.name not in files.keys() | by_hand:
            file.unlink()
    for name, text in files.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Write the folder, or with `--check` say what is wrong with it."""
    if "--check" not in arguments:
        write()
    wrong = outdated()
    print("\n".join(wrong) or "The licences are up to date.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
