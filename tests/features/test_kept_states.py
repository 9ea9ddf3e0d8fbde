"""Room taken by saved states, and clearing it."""

from __future__ import annotations

from pathlib import Path

from desktop.features.kept_states import clear, size


def test_size_and_clear(tmp_path: Path) -> None:
    folder = tmp_path / "states"
    assert (size(folder), clear(folder)) == (0, 0)
    folder.mkdir()
    (folder / "a").write_bytes(b"x" * 1000)
    (folder / "b").write_bytes(b"x" * 24)
    assert size(folder) == 1024
    assert clear(folder) == 1024
    assert size(folder) == 0
