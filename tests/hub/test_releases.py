"""The list of releases and its signature: minisign's own, wrong ones, and what a list may say."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from desktop.base.errors import Code, HubError
from desktop.base.i18n import translator
from desktop.hub.network import NetworkOptions
from desktop.hub.releases.feed import fetch_releases, order, read_releases
from desktop.hub.releases.minisign import verify
from tests.hub.fetching import QUICK as HASTY
from tests.hub.server import Fault, hub_server
from tests.hub.signing import Signer

# Made by minisign 0.12 itself: the key, a file, its signature, and one of the old form (`-l`).
KEY = "untrusted comment: minisign public key\nRWRvhziuUt2uZVIYKmk4SCCVVNAvIZmsEkoGcueQXJZ1ZunrxWXjfP7j\n"
FILE = b'{"format": 1, "releases": []}\n'
SIGNATURE = """untrusted comment: signature from minisign secret key
RURvhziuUt2uZYYI/vtYzcpwDvR5edbaOHMSL1qluF/E6UZRLsy1kwvuUgQ3+/Nf13l+1NAK51Y8nmEbPBvzU9oUwmGS91pE5gU=
trusted comment: file:releases.json version:1.2.0
Ubm18MDmjzd4ykc3ZO014NB1Gl8meolamtvLu1EubKDkjxHU/5C6/qgD3EyDeE7IocEVKUCjD/IX/W67XCmYDw==
"""
OLD_FORM = """untrusted comment: signature from minisign secret key
RWRvhziuUt2uZReis9BF35Su0WvEA0EZHGWyfXBHQqFF/9ZK2J+ABiLddlRfvkriU0xpBCuNgSPZmyost7vgLwUz9Rs2/G3GEgI=
trusted comment: legacy
KkH25bNvEWwIkDYmTJfHJhkV+D1zJf37rWSY4IUH+U70fSGs7jFegccrtu4pOzMd8SMTVbn12a1M35YYjrLTDg==
"""


QUICK = replace(HASTY, stall=20.0)  # a busy machine may keep a small file waiting


def test_what_minisign_signed_is_known() -> None:
    assert verify(FILE, SIGNATURE, KEY) == "file:releases.json version:1.2.0"
    assert verify(FILE, SIGNATURE.replace("\n", "\r\n"), KEY.splitlines()[1]) == "file:releases.json version:1.2.0"
    assert verify(FILE, OLD_FORM, KEY) == "legacy"
    one, other = Signer(), Signer()
    assert verify(b"x", one.sign(b"x", "c").decode(), one.key) == "c"
    with pytest.raises(HubError) as wrong:
        verify(b"x", one.sign(b"x").decode(), other.key)
    assert wrong.value.details["cause"] == "another key"


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "a page of words",
        SIGNATURE.replace("1.2.0", "9.9.9"),  # the comment is signed, too
        SIGNATURE.replace("RURvhziu", "RUTvhziu"),
        SIGNATURE.replace("YYI/vt", "YYI/vu"),
        SIGNATURE.replace("DYmTJf", "AAAAAA").replace("Ubm18M", "Ubm18N"),
        "\n".join(SIGNATURE.splitlines()[:3]),
        OLD_FORM.replace("RWRv", "RUR0"),
    ],
)
def test_a_wrong_signature_is_refused(signature: str) -> None:
    with pytest.raises(HubError) as wrong:
        verify(FILE, signature, KEY, "releases.json")
    assert wrong.value.code is Code.UPDATE_SIGNATURE


def test_a_changed_file_and_a_broken_key_are_refused() -> None:
    for data, key in ((FILE + b" ", KEY), (FILE, "RWRvhziu"), (FILE, "RUR" + KEY.splitlines()[1][3:])):
        with pytest.raises(HubError) as wrong:
            verify(data, SIGNATURE, key)
        assert wrong.value.code is Code.UPDATE_SIGNATURE


def test_versions_are_in_order() -> None:
    wanted = ["0.9", "1.0.0rc1", "1.0.0", "1.2", "1.2.1", "1.10.0", "2.0"]
    assert sorted({*wanted}, key=order) == wanted
    assert order("1.2") == order("1.2.0")


def listed(**changed: object) -> bytes:
    file = {"name": "lamplight_1.2.0_amd64.deb", "kind": "deb", "machine": "x86_64", "size": 5, "sha256": "a" * 64}
    release = {
        "version": "1.2.0",
        "date": "2026-12-01",
        "schema": "0010",
        "notes": {"en": "News", "zh_CN": "新内容"},
        "files": [file | changed, file | {"kind": "appimage", "machine": "any"}],
    }
    return json.dumps({"format": 1, "releases": [{"version": "1.1.0", "files": []}, release], "later": True}).encode()


def test_what_a_list_says() -> None:
    newest, older = read_releases(listed(url="../v1.2.0/l.deb", form="full"), "https://host/releases/list.json")
    assert (newest.version, newest.schema, older.version) == ("1.2.0", "0010", "1.1.0")
    found = newest.file_for("deb", "x86_64", "small")  # there is only the full form
    assert found is not None
    assert found.remote.url == "https://host/v1.2.0/l.deb"
    assert newest.file_for("deb", "aarch64", "small") is None
    assert newest.file_for("appimage", "aarch64", "small") is not None
    assert newest.notes_text() == "News"
    translator.use("zh_CN")
    assert newest.notes_text() == "新内容"


@pytest.mark.parametrize("changed", [{"name": "../evil.deb"}, {"name": "a/b"}, {"sha256": "no"}, {"size": 0}])
def test_a_list_that_makes_no_sense_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_releases(listed(**changed), "https://host/releases/list.json")


def test_the_list_is_fetched_and_nothing_of_it_is_read_unsigned() -> None:
    signer = Signer()
    with hub_server() as hub:
        hub.add("l/r", {"releases.json": listed(), "releases.json.minisig": signer.sign(listed())})
        address = hub.file_url("l/r", "releases.json")
        options = NetworkOptions(hub.url, "")
        assert [each.version for each in fetch_releases(address, signer.key, options, QUICK)] == ["1.2.0", "1.1.0"]
        hub.plan(Fault(body=listed(size=7)))
        with pytest.raises(HubError) as wrong:
            fetch_releases(address, signer.key, options, QUICK)
        assert wrong.value.code is Code.UPDATE_SIGNATURE
        hub.plan(Fault(body=b"x" * (2 << 20)))
        with pytest.raises(HubError) as wrong:
            fetch_releases(address, signer.key, options, QUICK)
        assert wrong.value.code is Code.HUB_ANSWER
        odd = b'{"format": 2}'
        hub.add("l/odd", {"releases.json": odd, "releases.json.minisig": signer.sign(odd)})
        with pytest.raises(HubError) as wrong:
            fetch_releases(hub.file_url("l/odd", "releases.json"), signer.key, options, QUICK)
        assert wrong.value.code is Code.HUB_ANSWER
        hub.repositories.clear()
        with pytest.raises(HubError) as wrong:
            fetch_releases(address, signer.key, options, QUICK)
        assert wrong.value.code is Code.HUB_NOT_FOUND
