"""A model on another machine: where it is, what it can do and what not, and how much it is asked at once."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from desktop.base.i18n import translate
from desktop.ui.look.tips import set_tip
from desktop.ui.model_list import Entry, ModelList
from desktop.ui.panes.models.endpoints import words
from desktop.ui.panes.models.endpoints.address_edit import AddressEdit
from desktop.ui.text.retranslate import say
from desktop.ui.widgets import Button, Card, Dot, Label, Line, LineField, Link, NumberField, Paragraph

_MOST_AT_ONCE = 64


class EndpointCard(Card):
    """`at_once_asked` carries a number, `key_asked` a key, `move_asked` another address and its key."""

    use_asked = Signal()
    test_asked = Signal()
    remove_asked = Signal()
    at_once_asked = Signal(int)
    key_asked = Signal(str)
    move_asked = Signal(str, str)

    def __init__(self, entry: Entry, model_list: ModelList) -> None:
        super().__init__(margins=20)
        self.entry = entry
        self._model_list = model_list
        endpoint = entry.model.endpoint
        assert endpoint is not None
        self._endpoint = endpoint
        self.setAccessibleName(entry.model.name)
        self.use_button = Button(lambda: translate("ModelsPane", "Use"))
        self.test_button = Button(lambda: translate("Endpoints", "Test again"))
        self.remove_button = Button(lambda: translate("Endpoints", "Remove"), "quiet")
        self.at_once = NumberField(lambda: translate("Endpoints", "Requests at once"), width=64)
        self.at_once.set_value(str(endpoint.at_once))
        self.key = LineField(lambda: translate("Endpoints", "Another key"), placeholder=self._key_words)
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        say(
            self.key,
            lambda words: set_tip(self.key, words),
            lambda: translate("Endpoints", "Type another key and press Enter"),
        )
        self.edit_link = Link(lambda: translate("Endpoints", "Change the address"))
        self.edit = AddressEdit(endpoint)
        self._dot = Dot()
        self._state = Label("", "meta", "secondary")
        self._build()
        self._connect()
        self.show_state()

    def show_state(self) -> None:
        """Whether this is the model in use, and how it is doing."""
        current = self._model_list.current
        in_use = current is not None and current.path == self.entry.model.path
        shown = self._model_list.shown()
        self.use_button.setVisible(not in_use)
        self._dot.setVisible(in_use)
        self._state.setVisible(in_use)
        if in_use:
            self._state.setText(translate("ModelsPane", "In use, {state}").format(state=shown.word))
            self._state.set_look(token="wrong" if shown.token == "wrong" else "secondary")
            self._dot.set_token(shown.token, hollow=shown.hollow)

    def show_testing(self, host: str = "") -> None:
        """Its server is being asked, or the one that is said to be it now."""
        self.test_button.setEnabled(False)
        self.edit.set_asking(True)
        self.result.set_text(translate("Endpoints", "Asking {host}").format(host=host or self._endpoint.host))
        self.result.show()

    def show_result(self, said: str) -> None:
        """What came of it."""
        self.test_button.setEnabled(True)
        self.edit.set_asking(False)
        self.result.set_text(said)
        self.result.setVisible(bool(said))

    # -- building --------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self.entry.model.name, "chat_strong", elide=True), 1)
        for widget in (self._dot, self._state, self.use_button):
            head.addWidget(widget)
        self.column.addLayout(head)
        place = " · ".join((self._endpoint.host, words.server(self._endpoint.kind), words.context(self._endpoint)))
        where = QHBoxLayout()
        where.setSpacing(12)
        where.addWidget(Paragraph(place, "chrome", "secondary"), 1)
        where.addWidget(self.edit_link, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(where)
        self.edit.hide()
        self.column.addWidget(self.edit)
        warning = words.warning(self._endpoint.address)
        if warning:
            self.column.addSpacing(4)
            self.column.addWidget(Paragraph(translate("Endpoints", "Not encrypted on the way."), "meta", "secondary"))
        self.column.addSpacing(12)
        self.column.addWidget(Line())
        self.column.addSpacing(12)
        for mark, lines in (("✓", words.able(self._endpoint)), ("–", words.unable(self._endpoint))):
            for line in lines:
                token = "text" if mark == "✓" else "secondary"
                self.column.addWidget(Paragraph(f"{mark} {line}", "meta", token))
        self.column.addSpacing(12)
        self.column.addLayout(self._tools())
        self.result = Paragraph("", "chrome", "secondary")
        self.result.hide()
        self.column.addWidget(self.result)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(lambda: translate("Endpoints", "Requests at once"), "meta", "secondary"))
        row.addWidget(self.at_once)
        row.addWidget(self.key, 1)
        row.addWidget(self.test_button)
        row.addWidget(self.remove_button)
        return row

    def _connect(self) -> None:
        self.use_button.clicked.connect(self.use_asked)
        self.test_button.clicked.connect(self.test_asked)
        self.remove_button.clicked.connect(self.remove_asked)
        self.at_once.entered.connect(self._enter_at_once)
        self.at_once.stepped.connect(lambda step: self._take_at_once(self._endpoint.at_once + step))
        self.edit_link.setAccessibleDescription(self.entry.model.name)
        self.edit_link.clicked.connect(self.edit.begin)
        self.edit.closed.connect(self._close_edit)
        self.edit.asked.connect(self.move_asked)
        self.key.returnPressed.connect(lambda: self.key_asked.emit(self.key.text().strip()))

    def _close_edit(self) -> None:
        self.edit.hide()
        self.result.hide()
        self.edit_link.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enter_at_once(self, text: str) -> None:
        number = int(text) if text.strip().isdecimal() else 0
        if 1 <= number <= _MOST_AT_ONCE:
            self._take_at_once(number)
        else:
            self.at_once.set_value(str(self._endpoint.at_once))

    def _take_at_once(self, number: int) -> None:
        if 1 <= number <= _MOST_AT_ONCE and number != self._endpoint.at_once:
            self.at_once_asked.emit(number)

    def _key_words(self) -> str:
        if self._endpoint.has_key:
            return translate("Endpoints", "A key is kept")
        return translate("Endpoints", "No key")
