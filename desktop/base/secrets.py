"""Keys and tokens: in the system's keyring and nowhere else, so that no file, log, error or dump of ours holds one.

Where the system has no keyring a secret lasts until the program ends; `keep` says so. A portable program keeps none
either: nothing in the keyring of a machine it visits, and no secret on a stick that may be lost. keyring is imported
when the first secret is asked for: it looks for the system's service, which takes a moment.
"""

from __future__ import annotations

import contextlib
import logging
import threading

from desktop.base.errors import Code, LamplightError
from desktop.base.portable import portable_folder

log = logging.getLogger(__name__)

_SERVICE = "Lamplight"
_lock = threading.Lock()
_session: dict[str, str] = {}


def secret(name: str) -> str:
    """The secret of this name; "" where there is none, or where the keyring is locked or gone."""
    with _lock:
        if name in _session:
            return _session[name]
        if portable_folder() is not None:
            return ""
        try:
            import keyring

            return keyring.get_password(_SERVICE, name) or ""
        except Exception as error:  # a backend raises what its system gives it
            log.debug("no secret read: %s", type(error).__name__)
            return ""


def keep(name: str, value: str) -> bool:
    """Keep a secret; "" forgets it. Whether it outlives the program: without a keyring it doesn't."""
    with _lock:
        _session.pop(name, None)
        try:
            _write(name, value)
        except Exception as error:
            log.warning("the system's keyring took nothing: %s", type(error).__name__)
            if value:
                _session[name] = value
            return False
        return True


def require_keyring() -> None:
    """Raises LamplightError(KEYRING_MISSING) where a secret would be lost when the program ends."""
    if portable_folder() is not None:
        raise LamplightError(Code.KEYRING_MISSING)
    try:
        import keyring
        from keyring.backends.fail import Keyring as Fail

        missing = isinstance(keyring.get_keyring(), Fail)
    except Exception as error:
        raise LamplightError(Code.KEYRING_MISSING, cause=type(error).__name__) from None
    if missing:
        raise LamplightError(Code.KEYRING_MISSING)


def _write(name: str, value: str) -> None:
    if portable_folder() is not None:
        raise LamplightError(Code.KEYRING_MISSING)
    import keyring
    from keyring.errors import PasswordDeleteError

    if value:
        keyring.set_password(_SERVICE, name, value)
        return
    with contextlib.suppress(PasswordDeleteError):  # there was none
        keyring.delete_password(_SERVICE, name)
