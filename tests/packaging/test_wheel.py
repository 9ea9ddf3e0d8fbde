"""`make wheel`: what it is made of, when it is built again, and that one with two copies of a library is refused."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from steps import backend, commands, environment, newer, system, vulkan, wheel
from steps.places import Places, SetupError

LIBRARIES = ("ggml", "ggml-base", "ggml-cpu-haswell", "ggml-vulkan", "llama", "mtmd")


def _write(file: Path, *more: str, without: str = "") -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    names = [f"llama_cpp/lib/lib{name}.so" for name in LIBRARIES if name != without]
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("llama_cpp/__init__.py", "llama_cpp_python-9.dist-info/RECORD", *names, *more):
            archive.writestr(name, name.removesuffix(".0"))
    return file


@pytest.fixture
def source(checkout: Places, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A checkout whose build only writes a wheel; what it was built with."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    (checkout.packaging / "llama.cmake").touch()
    llama = tmp_path / "uv" / "src" / "vendor" / "llama.cpp"
    (llama.parents[1] / "llama_cpp" / "lib").mkdir(parents=True)
    (llama.parents[1] / "llama_cpp" / "lib" / "libggml.so.0").touch()  # as an earlier build left it
    llama.mkdir(parents=True)
    (llama.parents[1] / "CMakeLists.txt").touch()
    built: list[list[str]] = []

    def pretend(places: Places, work: Path, flags: list[str]) -> None:
        assert not (work / "source" / "llama_cpp" / "lib").exists()
        built.append(flags)
        _write(work / "llama_cpp_python-9-py3-none-linux_x86_64.whl")

    monkeypatch.setattr(wheel, "_build", pretend)
    monkeypatch.setattr(wheel, "_compiler", lambda: "cc 1")
    monkeypatch.setattr(vulkan, "identity", lambda: "glslc 1")
    monkeypatch.setattr(vulkan, "flags", lambda _: ["-DVulkan_INCLUDE_DIR=/newer"])
    monkeypatch.setattr(backend, "source", lambda _: llama)
    monkeypatch.setattr(system, "ensure", lambda _: [])
    return built


def test_it_is_built_once_for_every_checkout(checkout: Places, source: list[list[str]], tmp_path: Path) -> None:
    assert wheel.built(checkout) is None
    assert wheel.unpacked(checkout) is None
    path = wheel.build(checkout)
    assert path == wheel.built(checkout) == wheel.build(checkout)
    assert path.is_relative_to(tmp_path / "cache")
    folder = wheel.unpacked(checkout)
    assert folder is not None
    assert (folder / "llama_cpp" / "lib" / "libggml.so").is_file()
    (flags,) = source
    assert {"-DGGML_CPU_ALL_VARIANTS=ON", "-DGGML_BACKEND_DL=ON", "-DGGML_VULKAN=ON", "-DLLAVA_BUILD=ON"} <= set(flags)
    assert flags[-1] == "-DVulkan_INCLUDE_DIR=/newer"
    assert not (checkout.cache / "wheel").exists()  # nothing is left of the build


def test_another_source_flag_or_compiler_is_another_wheel(
    checkout: Places, source: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = {wheel.key(checkout)}
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_CUDA=ON")
    keys.add(wheel.key(checkout))
    monkeypatch.setattr(wheel, "_compiler", lambda: "cc 2")
    keys.add(wheel.key(checkout))
    monkeypatch.setattr(vulkan, "identity", lambda: "glslc 2")
    keys.add(wheel.key(checkout))
    (checkout.packaging / "llama.cmake").write_text("# another\n")
    keys.add(wheel.key(checkout))
    lock = checkout.packaging / "requirements.txt"
    lock.write_text(lock.read_text().replace("llama-cpp-python==", "llama-cpp-python==9."))
    keys.add(wheel.key(checkout))
    assert len(keys) == 6
    lock.write_text(lock.read_text().replace("llama-cpp-python==", "unknown=="))
    with pytest.raises(SetupError, match="llama-cpp-python"):
        wheel.key(checkout)


@pytest.mark.parametrize(
    ("more", "without", "told"),
    [
        ("llama_cpp/lib/libggml.so.0", "", "two names"),
        ("lib/libllama.so", "", "doesn't belong"),
        ("llama_cpp/lib/libother.so", "mtmd", "lacks mtmd"),
        ("llama_cpp/lib/libggml-cpu.so", "ggml-cpu-haswell", "no backend for processors"),
    ],
)
def test_a_wheel_that_would_go_wrong_is_refused(tmp_path: Path, more: str, without: str, told: str) -> None:
    with pytest.raises(SetupError, match=told):
        wheel.check(_write(tmp_path / "wrong.whl", more, without=without))


def test_an_environment_keeps_the_wheel_it_was_given(
    checkout: Places, source: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = wheel.build(checkout)
    checkout.python.parent.mkdir(parents=True)
    for file in (checkout.python, checkout.command):
        file.touch(0o755)
    environment.Stamp.wanted(checkout, environment.RUN, path).write(checkout)
    assert commands.chosen_wheel(checkout) == path
    monkeypatch.setattr(wheel, "_compiler", lambda: "cc 2")
    assert commands.chosen_wheel(checkout) is None
    assert "make gpu" in capsys.readouterr().out
    environment.Stamp.wanted(checkout, environment.RUN).write(checkout)
    assert commands.chosen_wheel(checkout) is None


def test_the_lock_names_the_wheel_and_its_hash(checkout: Places, source: list[list[str]]) -> None:
    path = wheel.build(checkout)
    text = environment.with_wheel(checkout, checkout.packaging / "requirements.txt", path).read_text()
    assert f"llama-cpp-python @ {path.as_uri()} --hash=sha256:" in text
    assert "llama-cpp-python==" not in text
    assert "\nnumpy==" in text


# -- what Vulkan is built with -----------------------------------------------------------------------------------------


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> dict[str, bool]:
    """What the system's headers and glslc can, and whether there is a newer release to take them from."""
    can = {"headers": True, "glslc": True, "newer": True}
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    monkeypatch.setattr(vulkan, "_headers_suffice", lambda: can["headers"])
    monkeypatch.setattr(vulkan, "_glslc_suffices", lambda: can["glslc"])
    monkeypatch.setattr(newer, "available", lambda: can["newer"])
    monkeypatch.setattr(newer, "unpack", lambda *_: Path("/newer/root"))
    monkeypatch.setattr(newer, "command", lambda root, name: root.parent / name)
    monkeypatch.setattr(system, "ensure", lambda _: [])
    return can


def test_the_systems_own_tools_are_used_where_they_suffice(checkout: Places, tools: dict[str, bool]) -> None:
    assert vulkan.flags(checkout) == []
    tools.update(glslc=False, newer=False)
    assert vulkan.flags(checkout) == []  # right, but slower on newer cards


@pytest.mark.parametrize("old", ["headers", "glslc"])
def test_what_is_too_old_comes_from_the_next_release(checkout: Places, tools: dict[str, bool], old: str) -> None:
    tools[old] = False
    assert vulkan.flags(checkout) == [
        "-DVulkan_GLSLC_EXECUTABLE=/newer/glslc",
        "-DVulkan_INCLUDE_DIR=/newer/root/usr/include",
    ]


def test_headers_that_are_too_old_are_told_where_nothing_follows(
    checkout: Places, tools: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    tools.update(headers=False, newer=False)
    with pytest.raises(SetupError, match=r"too old here.*Vulkan_INCLUDE_DIR=FOLDER"):
        vulkan.flags(checkout)
    monkeypatch.setenv("CMAKE_ARGS", "-DVulkan_INCLUDE_DIR=/mine")
    assert vulkan.flags(checkout) == []


def test_the_mirror_is_the_systems_own(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = "Packages|https://mirror/debian/|bookworm|main\nPackages|https://mirror/security/|bookworm-security|main\n"
    monkeypatch.setattr("shutil.which", lambda name: name)
    answer = type("Done", (), {"stdout": listed})
    monkeypatch.setattr("subprocess.run", lambda *_, **__: answer)
    newer.sources.cache_clear()
    assert newer.sources() == "deb https://mirror/debian/ trixie main\n"
    assert newer.release() == "bookworm"
    newer.sources.cache_clear()


def test_builds_leave_out_what_is_not_installed(checkout: Places) -> None:
    assert environment.include(checkout) == f"-DCMAKE_PROJECT_llama_cpp_INCLUDE={checkout.packaging / 'llama.cmake'}"
    made_by = environment.settings(["-DA=1", "-DB=2"])
    assert made_by["cmake.args"] == "-DA=1;-DB=2"
    assert "llama_cpp/include" in made_by["wheel.exclude"]
