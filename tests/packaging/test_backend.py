"""`make backend`: which source is built, how, where the file goes, and what is told where something is missing."""

from __future__ import annotations

from pathlib import Path

import pytest
from steps import backend, commands, environment, system, uv, vulkan
from steps.places import Places, SetupError


@pytest.fixture
def built(checkout: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A set-up checkout whose build only makes a file; the commands that were run."""
    (checkout.site_packages / "llama_cpp_python-9.9.9.dist-info").mkdir(parents=True)
    source = (
        tmp_path / "uv" / "sdists-v11" / "index" / "llama-cpp-python" / "9.9.9" / "x" / "src" / "vendor" / "llama.cpp"
    )
    source.mkdir(parents=True)
    (source / "CMakeLists.txt").touch()
    run: list[list[str]] = []

    def pretend(command: list[str]) -> None:
        run.append(command)
        if "--build" in command:
            target = command[command.index("--target") + 1]
            file = Path(command[2]) / "bin" / (target if "server" in target else f"lib{target}.so")
            file.parent.mkdir(parents=True)
            file.write_bytes(b"ELF")

    def answer(command: list[str]) -> str:
        return str(tmp_path / "uv") if "cache" in command else str(tmp_path / "home" / "backends")

    monkeypatch.setattr(backend, "_run", pretend)
    monkeypatch.setattr(backend, "_output", answer)
    monkeypatch.setattr(uv, "ensure", lambda _: Path("uv"))
    monkeypatch.setattr(system, "ensure", lambda _: [])
    monkeypatch.setattr(vulkan, "flags", lambda _: ["-DVulkan_GLSLC_EXECUTABLE=/newer/glslc"])
    return run


def test_the_file_goes_where_the_program_looks(
    checkout: Places, built: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CMAKE_ARGS", "-DVulkan_INCLUDE_DIR=/opt/headers")
    path = backend.build(checkout, "vulkan")
    assert path == tmp_path / "home" / "backends" / "libggml-vulkan.so"
    assert path.read_bytes() == b"ELF"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert (checkout.cache / "backends" / path.name).exists()  # for the tests
    configured, compiled = built
    assert {
        "-DGGML_VULKAN=ON",
        "-DGGML_BACKEND_DL=ON",
        "-DVulkan_INCLUDE_DIR=/opt/headers",
        "-DVulkan_GLSLC_EXECUTABLE=/newer/glslc",
    } <= set(configured)
    assert "ggml-vulkan" in compiled


def test_the_one_for_other_machines_comes_with_what_those_run(
    checkout: Places, built: list[list[str]], tmp_path: Path
) -> None:
    assert backend.build(checkout, "rpc") == tmp_path / "home" / "backends" / "libggml-rpc.so"
    assert (checkout.root / "dist" / "ggml-rpc-server").exists()
    assert "-DBUILD_SHARED_LIBS=OFF" in built[2]  # one file that can be copied


def test_arguments_for_the_backend_build_nothing_else_again(
    checkout: Places, built: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = environment.Stamp.wanted(checkout, environment.RUN)  # with other flags
    monkeypatch.setattr(commands, "set_up", lambda *_: pytest.fail("llama.cpp would be built again"))
    monkeypatch.setattr(environment.Stamp, "found", lambda _: made)
    monkeypatch.setenv("CMAKE_ARGS", "-DVulkan_INCLUDE_DIR=/opt/headers")
    assert commands.make_backend(checkout, ["vulkan"]) == 0
    assert "-DVulkan_INCLUDE_DIR=/opt/headers" in built[0]


def test_an_unknown_kind_is_refused(checkout: Places, built: list[list[str]]) -> None:
    with pytest.raises(SetupError, match=r"vulkan\|cuda\|hip\|rpc"):
        backend.build(checkout, "")
    assert built == []


def test_a_makers_compiler_must_be_there(
    checkout: Places, built: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    with pytest.raises(SetupError, match="nvcc"):
        backend.build(checkout, "cuda")


def test_a_source_that_was_cleaned_away_is_told(checkout: Places, built: list[list[str]], tmp_path: Path) -> None:
    (tmp_path / "uv" / "sdists-v11").rename(tmp_path / "gone")
    with pytest.raises(SetupError, match="make set-up"):
        backend.build(checkout, "vulkan")
