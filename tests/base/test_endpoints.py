"""Addresses of servers as people type them, and what is said of them."""

from __future__ import annotations

import pytest

from desktop.base import endpoints
from desktop.base.errors import Code, LamplightError


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("192.168.1.7:8080", "http://192.168.1.7:8080/v1"),
        ("http://192.168.1.7:8080/", "http://192.168.1.7:8080/v1"),
        (" https://Models.Example.org ", "https://models.example.org/v1"),
        ("http://box:80/v1/chat/completions", "http://box/v1"),
        ("http://box/api/v3/", "http://box/api/v3"),
        ("http://[::1]:1234", "http://[::1]:1234/v1"),
        ("localhost:11434/v1/models", "http://localhost:11434/v1"),
    ],
)
def test_an_address_is_completed(typed: str, address: str) -> None:
    assert endpoints.normalized(typed) == address
    assert endpoints.normalized(address) == address


@pytest.mark.parametrize(
    "typed",
    [
        *("", "  ", "ftp://box", "file:///etc/passwd", "http://", "http://me:secret@box", "http://box?key=secret"),
        *("http://box#x", "http://a b", "http://box:99999", "http://box:x", "http://bo\nx", "x" * 600),
    ],
)
def test_what_is_no_address_is_refused_and_no_password_repeated(typed: str) -> None:
    with pytest.raises(LamplightError) as raised:
        endpoints.normalized(typed)
    assert raised.value.code is Code.ENDPOINT_ADDRESS
    assert "secret" not in str(raised.value)


def test_who_can_read_it_on_the_way() -> None:
    readable = endpoints.is_readable_on_the_way
    assert readable("http://192.168.1.7:8080/v1")
    assert readable("http://localhost.example.org/v1")
    assert not readable("https://192.168.1.7/v1")
    assert not readable("http://127.0.0.1:8080/v1")
    assert not readable("http://[::1]:8080/v1")
    assert not readable("http://localhost:8080/v1")


def test_the_host_is_told_of_a_reference_and_of_no_file() -> None:
    assert endpoints.host_of("http://192.168.1.7:8080/v1#qwen") == "192.168.1.7:8080"
    assert endpoints.host_of("qwen2.5.gguf") == ""


def test_a_key_belongs_to_scheme_host_and_port() -> None:
    names = {endpoints.secret_name(f"{place}/v1") for place in ("http://a", "https://a", "http://a:81", "http://b")}
    assert len(names) == 4
    assert endpoints.secret_name("http://a/v1") == endpoints.secret_name("http://a/api")
