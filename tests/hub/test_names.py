"""Names that someone else chose: a safe name here or a refusal, and nothing outside of the models' folder."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desktop.base.errors import Code, HubError
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.local_names import folder_of, local_name, targets
from tests.hub.fetching import NAME, Fetch, model_bytes, remote
from tests.hub.server import Fault, HubServer, wait_until

DATA = model_bytes()


@pytest.mark.parametrize(
    ("name", "local"),
    [
        ("model.gguf", "model.gguf"),
        ("UD-Q4_K_XL/model-00001-of-00002.gguf", "model-00001-of-00002.gguf"),
        ("MODEL.GGUF", "MODEL.GGUF"),
        ("模型 4B.gguf", "模型 4B.gguf"),
        ("e\u0301.gguf", "\u00e9.gguf"),
        ('aa:b?c*d|e<f>g"h.gguf', "aa_b_c_d_e_f_g_h.gguf"),
        ("a\x01b\x7f.gguf", "a_b_.gguf"),
        ("gpj\u202efugg.gguf", "gpj_fugg.gguf"),
        ("model.gguf. . ", "model.gguf"),
        ("con.gguf", "_con.gguf"),
        ("NUL.tar.gguf", "_NUL.tar.gguf"),
        ("com1.gguf", "_com1.gguf"),
        ("LPT¹.gguf", "_LPT¹.gguf"),
        ("console.gguf", "console.gguf"),
        (".hidden.gguf", "_hidden.gguf"),
        ("  a.gguf", "a.gguf"),
    ],
)
def test_a_name_is_made_safe(name: str, local: str) -> None:
    assert local_name(name) == local


@pytest.mark.parametrize(
    "name",
    [
        *("", "/", "..", "../model.gguf", "a/../../model.gguf", "a/./b.gguf", "a//b.gguf", "/etc/model.gguf"),
        *("..\\model.gguf", "a\\b.gguf", "C:\\model.gguf", "C:model.gguf", "c:/model.gguf", "\\\\host\\share\\m.gguf"),
        *("~/model.gguf", "model\0.gguf", "model.gguf\0.txt", "a\0/model.gguf"),
        *("model.exe", "model.gguf.exe", "model", ".gguf", "...gguf/", "model.gguf/", "model.gguf .desktop"),
        *("x" * 300 + ".gguf", "灯" * 80 + ".gguf", "\ud800.gguf"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(HubError) as caught:
        local_name(name)
    assert caught.value.code is Code.DOWNLOAD_NAME
    str(caught.value).encode("utf-8", "strict" if "\ud800" not in name else "replace")
    with pytest.raises(HubError):
        Fetch(tmp_path / "models", RemoteFile(name, "http://127.0.0.1:9/x")).run()
    assert not (tmp_path / "models").exists()


@pytest.mark.parametrize(
    ("repository", "folder"),
    [
        ("maker/model", "maker/model"),
        ("CON/aux", "_CON/_aux"),
        (".git/hooks", "_git/hooks"),
        ("aa:b/c", "aa_b/c"),
    ],
)
def test_a_repository_is_a_folder(repository: str, folder: str) -> None:
    file = RemoteFile("m.gguf", "https://hub.example/m.gguf", repository=repository)
    assert folder_of(file, Path("models")) == Path("models") / folder


@pytest.mark.parametrize("repository", ["../maker", "maker/..", "/maker", "maker//m", "maker\\m", "C:/m", "a/\0"])
def test_a_repository_that_leads_elsewhere_is_refused(repository: str) -> None:
    with pytest.raises(HubError) as caught:
        folder_of(RemoteFile("m.gguf", "https://hub.example/m.gguf", repository=repository), Path("models"))
    assert caught.value.code is Code.DOWNLOAD_NAME


def test_an_address_without_a_repository_has_its_host_for_a_folder() -> None:
    file = RemoteFile("m.gguf", "https://Files.example:8443/m.gguf")
    assert folder_of(file, Path("models")) == Path("models") / "files.example-8443"


def test_two_files_that_would_be_one_somewhere_are_refused() -> None:
    files = tuple(RemoteFile(name, "https://hub.example/x") for name in ("a/Model.gguf", "b/model.GGUF"))
    with pytest.raises(HubError) as caught:
        targets(files, Path("models"))
    assert caught.value.code is Code.DOWNLOAD_NAME


# -- what is there already ---------------------------------------------------------------------------------------------


@pytest.fixture
def served(hub: HubServer) -> HubServer:
    hub.add("maker/model", {NAME: DATA})
    return hub


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "models").mkdir()
    return tmp_path / "models"


def _refused(fetch: Fetch) -> Code:
    with pytest.raises(HubError) as caught:
        fetch.run()
    return caught.value.code


def test_another_file_of_that_name_stays_as_it_is(served: HubServer, models: Path) -> None:
    there = models / "maker" / "model" / NAME
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_EXISTS
    assert there.read_bytes() == b"mine"
    assert served.requests == []
    there.rename(there.with_name(NAME.upper()))
    assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_EXISTS


def test_the_very_file_is_not_fetched_again(served: HubServer, models: Path) -> None:
    Fetch(models, remote(served)).run()
    served.requests.clear()
    (arrived,) = Fetch(models, remote(served)).run()
    assert arrived.path.read_bytes() == DATA
    assert served.requests == []


def test_a_file_that_comes_there_meanwhile_stays_as_it_is(served: HubServer, models: Path) -> None:
    served.plan(Fault(hang_at=100_000))
    fetch = Fetch(models, remote(served)).start()
    wait_until(lambda: fetch.received >= 100_000)
    there = models / "maker" / "model" / NAME
    there.write_bytes(b"mine")
    fetch.join()
    assert isinstance(fetch.error, HubError)
    assert fetch.error.code is Code.DOWNLOAD_EXISTS
    assert there.read_bytes() == b"mine"
    there.unlink()
    served.requests.clear()
    Fetch(models, remote(served)).run()
    assert served.requests == []  # all of it had arrived


# -- links -------------------------------------------------------------------------------------------------------------

links = pytest.mark.skipif(os.name == "nt", reason="links take rights there")


@links
def test_a_link_in_place_of_the_part_leads_nowhere(served: HubServer, models: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"mine")
    fetch = Fetch(models, remote(served))
    fetch.parts.mkdir(parents=True)
    for make in (os.symlink, os.link):
        (fetch.parts / "0.part").unlink(missing_ok=True)
        make(secret, fetch.parts / "0.part")
        assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_NOT_WRITTEN
        assert secret.read_bytes() == b"mine"


@links
def test_a_link_in_place_of_the_model_is_not_followed(served: HubServer, models: Path, tmp_path: Path) -> None:
    there = models / "maker" / "model" / NAME
    there.parent.mkdir(parents=True)
    there.symlink_to(tmp_path / "nowhere")
    assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_EXISTS
    assert not (tmp_path / "nowhere").exists()
    assert there.is_symlink()


@links
@pytest.mark.parametrize("linked", ["maker", ".downloads"])
def test_a_link_out_of_the_models_folder_is_refused(
    served: HubServer, models: Path, tmp_path: Path, linked: str
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (models / linked).symlink_to(tmp_path / "elsewhere")
    assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_NAME
    assert list((tmp_path / "elsewhere").iterdir()) == []


@links
def test_the_models_folder_itself_may_be_a_link(served: HubServer, tmp_path: Path) -> None:
    (tmp_path / "large disk").mkdir()
    (tmp_path / "models").symlink_to(tmp_path / "large disk")
    (arrived,) = Fetch(tmp_path / "models", remote(served)).run()
    assert arrived.path.read_bytes() == DATA


def test_a_file_where_a_folder_should_be(served: HubServer, models: Path) -> None:
    (models / "maker").write_bytes(b"mine")
    assert _refused(Fetch(models, remote(served))) is Code.DOWNLOAD_NOT_WRITTEN
    assert (models / "maker").read_bytes() == b"mine"
