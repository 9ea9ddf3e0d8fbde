"""What an answer without contents means: why, whether it may be asked again, and when."""

from __future__ import annotations

from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from desktop.base.errors import Code, HubError

_MOST_WAIT = 24 * 3600.0  # seconds
_PASSING = {408, 421, 423, 425, 429, 500, 502, 503, 504, 507, 508, 509, 520, 521, 522, 523, 524, 527, 529, 530}
_NOT_FOUND = {"RepoNotFound", "EntryNotFound", "RevisionNotFound"}


class PassingError(Exception):
    """Nothing comes just now, and another try may bring it. `wait` are the seconds that the server asked for.

    With `limited` the tries are counted: it may never get better.
    """

    def __init__(self, reason: HubError, wait: float | None = None, *, limited: bool = False) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.wait = wait
        self.limited = limited


def refusal(status: int, headers: Mapping[str, str], host: str, name: str, *, signed: bool) -> Exception:
    """What to raise for this status: a HubError, or PassingError where another try may help.

    `signed`: the address was one that the hub made for this request; such an address runs out.
    """
    details = {"host": host, "name": name, "status": status, "cause": f"HTTP {status}"}
    code = _code(status, headers.get("X-Error-Code", ""))
    error = HubError(code, **details)
    if status in _PASSING or status >= 500:
        return PassingError(error, retry_after(headers))
    if signed and status in (400, 401, 403, 404, 410):
        return PassingError(error, retry_after(headers), limited=True)
    return error


def retry_after(headers: Mapping[str, str]) -> float | None:
    """How many seconds the server asks to wait. A date counts from the server's own clock, since ours may be wrong."""
    said = headers.get("Retry-After", "").strip()
    if not said:
        return None
    if said.isdecimal():
        return min(float(said), _MOST_WAIT)
    try:
        wait = parsedate_to_datetime(said) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return min(max(0.0, wait.total_seconds()), _MOST_WAIT)


def _code(status: int, error: str) -> Code:
    if error == "GatedRepo":
        return Code.HUB_GATED
    if error in _NOT_FOUND or status in (404, 410):
        return Code.HUB_NOT_FOUND
    by_status = {401: Code.HUB_TOKEN_NEEDED, 403: Code.HUB_FORBIDDEN, 429: Code.HUB_BUSY, 503: Code.HUB_BUSY}
    return by_status.get(status, Code.HUB_FAILED if status >= 500 else Code.HUB_REFUSED)
