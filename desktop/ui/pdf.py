"""Conversations on paper: Qt's own typesetting, which knows Chinese, right to left and the bundled fonts.

It works without a window too: the command line gets it through the composition root.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, QUrl
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from desktop.base.errors import Code, DocumentError
from desktop.base.i18n import translator
from desktop.features.exchange.pages import sheets
from desktop.store.exchange import Thread
from desktop.ui import fonts, tokens

_DPI = 1200
_MARGIN_MM = 20.0
_FOOT_MM = 8.0
_LOOK_SECONDS = 0.1
_CENTRED = 0x84  # both ways: Qt takes flags and a rectangle as numbers here
_STYLE = """
h1 {{ font-size: 18pt; font-weight: 600; margin: 0 }}
h2 {{ font-size: 9pt; font-weight: 600; margin-top: 14pt; margin-bottom: 3pt }}
h3, h4, h5, h6 {{ font-size: 11pt; font-weight: 600 }}
.time, .aside {{ font-size: 8pt; font-weight: 400; color: #655f55 }}
.system {{ color: #655f55 }}
.plain {{ white-space: pre-wrap }}
pre {{ white-space: pre-wrap; background-color: #f6f4ee; font-family: {mono}; font-size: 8.5pt }}
code {{ font-family: {mono}; font-size: 8.5pt }}
th, td {{ padding: 3px }}
a {{ color: #8f4f06 }}
"""


class _Paper(QTextDocument):
    """Loads nothing, from nowhere."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None


def write(threads: Sequence[Thread], stopped: Callable[[], bool] = lambda: False) -> bytes:
    """The file's content, on A4; b"" when it was `stopped`.

    In a process of its own, since Qt typesets a long text in steps that would stop a window beside it; the command
    line, which has none, does it at once. Safe on any thread.
    """
    if QGuiApplication.instance() is None:
        return _typeset(threads, stopped)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(there, list(threads), translator.language), daemon=True)
    process.start()
    there.close()
    try:
        while not here.poll(_LOOK_SECONDS):
            if stopped():
                return b""
        made: bytes = here.recv_bytes()
        return made
    except EOFError as error:
        raise DocumentError(Code.CHATS_NOT_WRITTEN, path="PDF", cause=f"exit code {process.exitcode}") from error
    finally:
        process.terminate()
        process.join()
        here.close()


def _child(answer: Connection, threads: Sequence[Thread], language: str) -> None:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    translator.use(language)
    answer.send_bytes(_typeset(threads, lambda: False))


def _typeset(threads: Sequence[Thread], stopped: Callable[[], bool]) -> bytes:
    _application()
    document = _document(threads, stopped)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle(" ".join(threads[0].title.split()) if len(threads) == 1 else "Lamplight")
    writer.setCreator("Lamplight")
    _draw(document, writer, stopped)
    return bytes(buffer.data().data())


def _application() -> None:
    """Fonts need an application object; the command line has none yet, and no display."""
    if QGuiApplication.instance() is None:
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        _kept.append(QGuiApplication(sys.argv[:1]))
    fonts.load_fonts()


_kept: list[QGuiApplication] = []


def _document(threads: Sequence[Thread], stopped: Callable[[], bool]) -> QTextDocument:
    document = _Paper()
    document.setUndoRedoEnabled(False)
    font = QFont()
    font.setFamilies(list(fonts.families(tokens.SANS, False)))
    font.setPointSizeF(10.5)
    document.setDefaultFont(font)
    mono = ", ".join(f"'{family}'" for family in fonts.families(tokens.MONO, False))
    document.setDefaultStyleSheet(_STYLE.format(mono=mono))
    document.setDocumentMargin(0)
    cursor = QTextCursor(document)
    for number, thread in enumerate(threads):
        for place, sheet in enumerate(sheets(thread)):
            if stopped():
                return document
            if number or place:
                form = QTextBlockFormat()
                if not place:
                    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertBlock(form)
            cursor.insertHtml(sheet)
    return document


def _draw(document: QTextDocument, writer: QPdfWriter, stopped: Callable[[], bool]) -> None:
    area = writer.pageLayout().paintRectPixels(72)  # the document is in points
    size = QSizeF(area.width(), area.height())
    document.setPageSize(size)
    painter = QPainter(writer)
    scale = _DPI / 72
    page, count = 0, 1
    layout = document.documentLayout()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("#22211e"))
    while page < count and not stopped():
        if page:
            writer.newPage()
        painter.save()
        painter.scale(scale, scale)
        painter.translate(0, -page * size.height())
        seen = QRectF(0, page * size.height(), size.width(), size.height())
        painter.setClipRect(seen)
        context.clip = seen
        layout.draw(painter, context)
        painter.restore()
        page += 1
        count = document.pageCount()
        _foot(painter, page, count, size, scale)
    painter.end()


def _foot(painter: QPainter, page: int, count: int, size: QSizeF, scale: float) -> None:
    """The page's number below the text."""
    painter.save()
    painter.scale(scale, scale)
    font = QFont()
    font.setFamilies(list(fonts.families(tokens.SANS, False)))
    font.setPointSizeF(8)
    painter.setFont(font)
    painter.setPen(QColor("#655f55"))
    painter.drawText(
        QRectF(0, size.height() + _FOOT_MM * 72 / 25.4 / 2, size.width(), 12), _CENTRED, f"{page} / {count}"
    )
    painter.restore()
