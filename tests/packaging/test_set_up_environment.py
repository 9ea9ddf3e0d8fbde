"""The environment is made once, recognised at once, and made again after an interruption or a new lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from steps import environment, uv
from steps.environment import DEV, RUN, Stamp
from steps.places import Places, SetupError

from tests.packaging.set_up_stubs import Stubs


@pytest.fixture
def fake_uv(checkout: Places, stubs: Stubs) -> Stubs:
    """A uv in its place that makes the folders of an environment; `sync` fails as long as `broken` exists."""
    stubs.add("c++")
    script = f"""
if [ "$1" = venv ]; then
    /bin/mkdir -p {checkout.venv}/bin {checkout.site_packages}
    /bin/ln -sf {sys.executable} {checkout.python}
fi
if [ "$1" = pip ]; then
    echo "${{SOURCE_DATE_EPOCH-none}}" > {checkout.root}/built-with
    [ ! -e {checkout.root}/broken ]
fi
"""
    home = checkout.cache / f"uv-{uv.pinned_version(checkout)}" / "bin"
    home.mkdir(parents=True)
    stubs.add("uv", script).rename(home / "uv")
    return stubs


def _syncs(stubs: Stubs) -> list[str]:
    return [call for call in stubs.calls if call.startswith("uv pip sync")]


def test_a_second_time_nothing_is_done(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    first = len(fake_uv.calls)
    assert len(_syncs(fake_uv)) == 1
    environment.ensure(checkout, RUN)
    assert len(fake_uv.calls) == first


def test_packages_are_checked_by_hash_and_built_with_the_quick_flags(
    checkout: Places, fake_uv: Stubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.delenv("CMAKE_ARGS", raising=False)
    environment.ensure(checkout, RUN)
    assert "--require-hashes" in _syncs(fake_uv)[0]
    assert "llama-cpp-python:cmake.args=-DLLAVA_BUILD=OFF;-DGGML_NATIVE=OFF;" in _syncs(fake_uv)[0]
    assert (checkout.root / "built-with").read_text() == "none\n"


def test_the_users_flags_build_llama_cpp_anew(
    checkout: Places, fake_uv: Stubs, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(checkout, RUN)
    monkeypatch.setenv("CMAKE_ARGS", "-DGGML_VULKAN=ON")
    environment.ensure(checkout, RUN)
    assert ";-DGGML_VULKAN=ON " in _syncs(fake_uv)[1]


def test_a_build_with_other_flags_is_replaced(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    assert not any("uninstall" in call for call in fake_uv.calls)
    note = checkout.site_packages / "llama_cpp_python-1.dist-info" / "uv_build.json"
    note.parent.mkdir()
    note.write_text("{}")
    checkout.command.unlink()
    environment.ensure(checkout, RUN)
    assert any(call.startswith("uv pip uninstall") for call in fake_uv.calls)


def test_an_interrupted_set_up_is_told_and_done_again(checkout: Places, fake_uv: Stubs) -> None:
    (checkout.root / "broken").touch()
    with pytest.raises(SetupError, match="same command again"):
        environment.ensure(checkout, RUN)
    assert Stamp.found(checkout) is None
    (checkout.root / "broken").unlink()
    environment.ensure(checkout, RUN)
    assert Stamp.found(checkout) == Stamp.wanted(checkout, RUN)


def test_tests_add_the_tools_and_a_later_run_keeps_them(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    environment.ensure(checkout, DEV)
    assert _syncs(fake_uv)[1].endswith("requirements-dev.txt")
    environment.ensure(checkout, RUN)
    assert len(_syncs(fake_uv)) == 2


def test_a_new_lock_is_installed(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    with (checkout.packaging / "requirements.txt").open("a") as file:
        file.write("# another\n")
    environment.ensure(checkout, RUN)
    assert len(_syncs(fake_uv)) == 2


def test_a_broken_python_means_a_new_environment(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    checkout.python.unlink()
    environment.ensure(checkout, RUN)
    assert len([call for call in fake_uv.calls if call.startswith("uv venv")]) == 2


def test_without_a_compiler_it_stops_with_a_sentence(checkout: Places, fake_uv: Stubs) -> None:
    (fake_uv.folder / "c++").unlink()
    with pytest.raises(SetupError, match=r"C\+\+ compiler"):
        environment.ensure(checkout, RUN)


def test_the_command_is_there_and_safe_to_import(checkout: Places, fake_uv: Stubs) -> None:
    environment.ensure(checkout, RUN)
    package = checkout.root / "desktop"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text("def main():\n    print('started')\n")
    text = checkout.command.read_text()
    assert text.startswith(f"#!{checkout.python}\n")
    assert str(checkout.root) in (checkout.site_packages / "lamplight.pth").read_text()
    import_path = {"PYTHONPATH": str(checkout.root)}
    ran = subprocess.run([sys.executable, checkout.command], env=import_path, capture_output=True, text=True)
    assert ran.stdout == "started\n"
    # The engine's process imports the main script again; that must not start the program a second time.
    code = f"import runpy; runpy.run_path({str(checkout.command)!r}, run_name='__mp_main__')"
    assert subprocess.run([sys.executable, "-c", code], env=import_path, capture_output=True).stdout == b""


def test_a_second_set_up_waits_for_the_first(checkout: Places) -> None:
    code = f"""
import sys
sys.path.append({str(Path(environment.__file__).parent.parent)!r})
from pathlib import Path
from steps.places import Places
with Places(Path({str(checkout.root)!r})).alone():
    print("inside")
"""
    with checkout.alone():
        second = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        assert second.stdout
        assert "waiting" in second.stdout.readline()
    assert second.communicate(timeout=30)[0] == "inside\n"


def test_pips_settings_are_uvs_where_uv_has_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(uv, "_has_own_file", lambda: False)
    config = "global.index-url='file:///srv/simple'\n:env:.cert='/etc/own.pem'\nglobal.timeout='60'\n"
    found = uv.translated(config, {})
    assert found == {"UV_DEFAULT_INDEX": "file:///srv/simple", "SSL_CERT_FILE": "/etc/own.pem"}
    assert "UV_DEFAULT_INDEX" not in uv.translated(config, {"UV_INDEX_URL": "file:///other"})
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/mine.pem")
    assert uv.environment(config)["SSL_CERT_FILE"] == "/etc/mine.pem"
