"""One setting as it is declared: key, type, default, bounds, label and consequence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from desktop.base.errors import Code, LamplightError

Value = bool | int | float | str


@dataclass(frozen=True)
class Setting:
    """One declared setting.

    `label` and `consequence` are called when shown, so that they follow the language. `choices` pairs a value with
    its label; numbers are bounded by `least` and `most` instead. `section` is the settings page it stands on; an
    empty one keeps the setting off the pages.
    """

    key: str
    default: Value
    label: Callable[[], str]
    consequence: Callable[[], str] = lambda: ""
    section: str = ""
    choices: Callable[[], tuple[tuple[Value, str], ...]] = lambda: ()
    least: float | None = None
    most: float | None = None
    unit: Callable[[], str] = lambda: ""
    valid: Callable[[str], bool] | None = None  # of a text on one line; "" is always valid

    def check(self, value: Any) -> Value:
        """`value` if it is of this setting's type and within its bounds; raises LamplightError(INVALID_VALUE)."""
        kind = type(self.default)
        if kind is float and type(value) is int:
            value = float(value)
        if type(value) is not kind:
            raise self._invalid(value)
        allowed = [choice for choice, _ in self.choices()]
        if allowed and value not in allowed:
            raise self._invalid(value)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not self._within(value):
            raise self._invalid(value)
        if isinstance(value, str) and value and self.valid is not None and not self.valid(value):
            raise self._invalid(value)
        checked: Value = value
        return checked

    def parse(self, text: str) -> Value:
        """The value a person typed. Raises LamplightError(INVALID_VALUE)."""
        kind = type(self.default)
        try:
            if kind is bool:
                return {"true": True, "on": True, "1": True, "false": False, "off": False, "0": False}[text.lower()]
            return self.check(kind(text))
        except (KeyError, ValueError):
            raise self._invalid(text) from None

    def _within(self, number: float) -> bool:
        return (self.least is None or number >= self.least) and (self.most is None or number <= self.most)

    def _invalid(self, value: Any) -> LamplightError:
        return LamplightError(Code.INVALID_VALUE, name=self.key, value=str(value), least=self.least, most=self.most)


def is_address(text: str) -> bool:
    """Whether it is the address of a server: http or https, a host, and no name or password in it."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    plain = text.isprintable() and not any(letter.isspace() for letter in text) and "@" not in parts.netloc
    return plain and parts.scheme in ("http", "https") and bool(parts.hostname) and port != 0
