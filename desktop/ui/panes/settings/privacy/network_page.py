"""What leaves this machine: every door to the network that the program has, how often it was used, and when last."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.base.i18n import translate
from desktop.base.network.doors import DOORS, Door
from desktop.base.network.ledger import Use, Uses, ledger
from desktop.ui import tasks
from desktop.ui.panes.settings.row import Row
from desktop.ui.text.date_format import moment_text
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Icon, Label, Line, Page, Paragraph

_MOST_HOSTS = 8


class NetworkPage(Page):
    """Made from the doors in the code, read anew each time it is shown."""

    def __init__(self) -> None:
        super().__init__(
            lambda: translate("Network", "What leaves this machine"),
            lambda: translate(
                "Network",
                "Lamplight asks the network for nothing by itself. These are all the ways in the program that lead "
                "out; the numbers count this data folder’s whole life, in the window and in the terminal.",
            ),
        )
        self._uses: dict[str, Uses] = {}
        self.rows: dict[str, DoorRow] = {}
        self.column.addSpacing(20)
        self.column.addWidget(Line())
        for door in DOORS:
            row = self.rows[door.key] = DoorRow(door)
            self.column.addWidget(row)
        self.column.addSpacing(16)
        self.column.addWidget(
            Paragraph(
                lambda: translate(
                    "Network",
                    "Besides, parts of the program and of the desktop talk to each other on this machine alone. "
                    "A test of every version runs chat, stories and translation without a network and looks at each "
                    "connection that is opened.",
                ),
                "meta",
                "secondary",
            )
        )
        self.finish()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.read()

    def read(self) -> None:
        """Look at the numbers again."""
        tasks.run(ledger.uses, self._show, owner=self)

    def _show(self, uses: dict[str, Uses]) -> None:
        for key, row in self.rows.items():
            row.show_uses(uses[key])


class DoorRow(Row):
    """What a door is for, what goes out, when, and its uses."""

    def __init__(self, door: Door) -> None:
        super().__init__()
        self._uses: Uses | None = None
        say(self, self.name.setText, door.name)
        say(self, self.note.set_text, partial(_words, door))
        self.used = Label("", "chrome_medium")
        self.add_control(self.used)
        self.hosts = Paragraph("", "meta", "secondary")
        self.below.addWidget(self.hosts)
        self.hosts.hide()
        say(self, lambda _: self._show(), lambda: "")

    def show_uses(self, uses: Uses) -> None:
        """How often, when, and where to."""
        self._uses = uses
        self._show()

    def _show(self) -> None:
        if self._uses is None:
            self.used.setText("…")
            return
        total = self._uses.all
        self.used.setText(count_text(total))
        self.used.set_look(token="text" if total.count else "good")
        newest = sorted(self._uses.hosts.items(), key=lambda one: str(one[1].last), reverse=True)
        lines = [host_text(host, use) for host, use in newest[:_MOST_HOSTS]]
        self.hosts.set_text("\n".join(lines))
        self.hosts.setVisible(bool(lines))
        self.below.setContentsMargins(0, 0, 0, 12 if lines else 0)


def _words(door: Door) -> str:
    return f"{door.sends()}\n{door.asked()}"


def count_text(use: Use) -> str:
    """How often, in a word or two."""
    count = use.count
    return translate("Network", "%n times", "", count) if count else translate("Network", "Never used")


def host_text(host: str, use: Use) -> str:
    """A host with its number and its last day."""
    said = translate("Network", "{host}: {times}, last on {date}")
    date = moment_text(use.last) if use.last is not None else "?"
    return said.format(host=host or translate("Network", "other hosts"), times=count_text(use), date=date)


class Promise(QWidget):
    """The line at the foot of the column: that nothing was sent, or who was asked last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        self._last: tuple[str, Use] | None = None
        row.addWidget(Icon("lock", "good", 18))
        self.words = Paragraph("", "meta", "secondary")
        row.addWidget(self.words, 1)
        say(self, self.words.set_text, self._text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        tasks.run(ledger.uses, self._show, owner=self)

    def _show(self, uses: dict[str, Uses]) -> None:
        known = [one for each in uses.values() for one in each.hosts.items() if one[1].last is not None]
        self._last = max(known, key=lambda one: str(one[1].last), default=None)
        self.words.set_text(self._text())

    def _text(self) -> str:
        if self._last is None:
            return translate("Network", "Offline. Nothing has ever been sent.")
        host, use = self._last
        date = moment_text(use.last) if use.last is not None else "?"
        return translate("Network", "Last asked: {host}, {date}").format(host=host, date=date)
