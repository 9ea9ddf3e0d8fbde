"""The manual page and the completions have every command and option, and the shells take them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("manual")
    subprocess.run([sys.executable, ROOT / "packaging" / "manual" / "make.py", folder], check=True, cwd=folder)
    return folder / "share"


def test_every_command_is_in_each(made: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in made.rglob("*") if path.is_file()]
    assert len(texts) == 4
    for text in texts:
        for word in ("ask", "translate", "models", "max", "temporary"):
            assert word in text


def test_bash_completes(made: Path) -> None:
    script = made / "bash-completion" / "completions" / "lamplight"

    def complete(*words: str) -> list[str]:
        listed = " ".join(f"'{word}'" for word in words)
        code = f"source '{script}'; COMP_WORDS=({listed}); COMP_CWORD={len(words) - 1}; _lamplight; "
        ran = subprocess.run(
            ["bash", "-c", code + 'printf "%s\\n" "${COMPREPLY[@]}"'], capture_output=True, text=True, check=True
        )
        return ran.stdout.split()

    assert "ask" in complete("lamplight", "as")
    assert "--max-tokens" in complete("lamplight", "ask", "--max")
    assert "search" in complete("lamplight", "models", "sea")
    assert "search" not in complete("lamplight", "ask", "sea")


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_read_theirs(made: Path, shell: str) -> None:
    if not shutil.which(shell):
        pytest.skip(f"{shell} is not here")
    script = next(path for path in made.rglob("*") if path.is_file() and shell in str(path.relative_to(made)))
    subprocess.run([shell, "-n", script], check=True)


def test_the_manual_page_is_well_formed(made: Path) -> None:
    if not shutil.which("groff"):
        pytest.skip("groff is not here")
    ran = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-Tutf8", "-Kutf8", made / "man" / "man1" / "lamplight.1"],
        capture_output=True,
        check=True,
    )
    assert not ran.stderr
