"""A download in words, for the window and the command line alike."""

from __future__ import annotations

from desktop.base.error_text import sentence
from desktop.base.i18n import translate
from desktop.features.models.fetching.download_records import Status
from desktop.features.models.fetching.download_state import DownloadState
from desktop.hub.transfer.progress import Step


def amount_text(state: DownloadState) -> str:
    """`0.61 of 1.47 GB`, in one unit; what has come where nobody knows how much there is."""
    unit, divisor, places = ("GB", 1e9, 2) if state.size >= 1e9 else ("MB", 1e6, 1 if state.size < 1e8 else 0)
    received = f"{state.received / divisor:.{places}f}"
    if not state.size:
        return f"{received} {unit}"
    total = f"{state.size / divisor:.{places}f}"
    return translate("Downloads", "{received} of {total} {unit}").format(received=received, total=total, unit=unit)


def speed_text(state: DownloadState) -> str:
    """`4.2 MB a second`."""
    said = f"{state.speed / 1e6:.1f} MB" if state.speed >= 1e6 else f"{state.speed / 1e3:.0f} KB"
    return translate("Downloads", "{amount} a second").format(amount=said)


def left_text(state: DownloadState) -> str:
    """`about 3 min left`; "" where nobody knows."""
    if state.seconds_left is None:
        return ""
    seconds = state.seconds_left
    if seconds < 60:
        return translate("Downloads", "less than a minute left")
    if seconds < 90 * 60:
        return translate("Downloads", "about {count} min left").format(count=round(seconds / 60))
    if seconds < 48 * 3600:
        return translate("Downloads", "about {count} h left").format(count=f"{seconds / 3600:.1f}")
    return translate("Downloads", "more than two days left")


def percent_text(state: DownloadState) -> str:
    """`41 %`; never 100 before all is there and checked."""
    return f"{min(99, int(state.fraction * 100))} %" if state.status is not Status.DONE else "100 %"


def state_text(state: DownloadState) -> str:
    """What happens now, in a few words: speed and time left while something comes, else what it is doing."""
    by_status = {
        Status.QUEUED: translate("Downloads", "waits for its turn"),
        Status.PAUSED: translate("Downloads", "interrupted when Lamplight ended")
        if state.interrupted
        else translate("Downloads", "paused"),
        Status.FAILED: translate("Downloads", "stopped"),
        Status.DONE: translate("Downloads", "is here"),
    }
    if state.status is not Status.RUNNING:
        return by_status[state.status]
    return _running_text(state)


def waiting_text(state: DownloadState) -> str:
    """When the next try is."""
    seconds = state.again_in
    if seconds < 1:
        return translate("Downloads", "connecting again")
    if seconds < 90:
        return translate("Downloads", "next try in {count} s").format(count=round(seconds))
    return translate("Downloads", "next try in {count} min").format(count=round(seconds / 60))


def reason_text(state: DownloadState) -> str:
    """Why it doesn't go on, as a sentence; "" where it does. Also that the file had changed."""
    if state.reason is not None and (state.status in (Status.FAILED, Status.DONE) or state.step is not Step.RECEIVING):
        return sentence(state.reason).what
    if state.restarted and state.status is Status.RUNNING:
        return translate("Downloads", "The file changed at its source meanwhile, so it was begun anew.")
    return ""


def checked_text(state: DownloadState) -> str:
    """How one knows that what arrived is right."""
    if state.status is Status.DONE:
        if all(each.checked for each in state.arrived):
            return translate("Downloads", "checked")
        return translate("Downloads", "not checked: its source names no hash")
    return translate("Downloads", "checked as it arrives")


def _running_text(state: DownloadState) -> str:
    checked = min(100, int(100 * state.checked / state.size)) if state.size else 0
    if state.step is Step.CONNECTING:
        return translate("Downloads", "asking {host}").format(host=state.hosts[-1] if state.hosts else state.host)
    if state.step is Step.CHECKING:
        return translate("Downloads", "reading what is here, {percent} %").format(percent=checked)
    if state.step is Step.COMPARING:
        said = translate("Downloads", "something is not right: comparing with the server, {percent} %")
        return said.format(percent=checked)
    if state.step is Step.WAITING:
        return waiting_text(state)
    left = left_text(state)
    both = translate("Downloads", "{first}, {second}")
    return both.format(first=speed_text(state), second=left) if left else speed_text(state)
