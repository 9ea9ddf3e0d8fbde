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


class _Paper(QTextDocument):
    """Loads nothing, from nowhere."""

    def loadResource(self, _kind: int, _name: QUrl | str) -> Any:
        return None


def write(threads: Sequence[Thread], stopped: Callable[[], bool] = lambda: False) -> bytes:
    """The file's content, on A4; b"" when it was `stopped`.

    In a process of its own: Qt typesets a long text in steps that would stop a window beside it, and needs an
    application object that the command line has no other use for. Safe on any thread.
    """
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
    answer.send_bytes(_typeset(threads))


def _typeset(threads: Sequence[Thread]) -> bytes:
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])  # fonts need one, alive to the end
    fonts.load_fonts()
    document = _document(threads)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle(" ".join(threads[0].title.split()) if len(threads) == 1 else "Lamplight")
    writer.setCreator("Lamplight")
    _draw(document, writer)
    del application
    return bytes(buffer.data().data())


def _document(threads: Sequence[Thread]) -> QTextDocument:
    document = _Paper()
    document.setUndoRedoEnabled(False)
    font = QFont()
    font.setFamilies(list(fonts.families(tokens.SANS, False)))
    font.setPointSizeF(tokens.PAPER_POINTS)
    document.setDefaultFont(font)
    mono = ", ".join(f"'{family}'" for family in fonts.families(tokens.MONO, False))
    document.setDefaultStyleSheet(tokens.paper_style(mono))
    document.setDocumentMargin(0)
    cursor = QTextCursor(document)
    for number, thread in enumerate(threads):
        for place, sheet in enumerate(sheets(thread)):
            if number or place:
                form = QTextBlockFormat()
                if not place:
                    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertBlock(form)
            cursor.insertHtml(sheet)
    return document


def _draw(document: QTextDocument, writer: QPdfWriter) -> None:
    area = writer.pageLayout().paintRectPixels(72)  # the document is in points
    size = QSizeF(area.width(), area.height())
    document.setPageSize(size)
    painter = QPainter(writer)
    scale = _DPI / 72
    page, count = 0, 1
    layout = document.documentLayout()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(tokens.COLOURS["text"][0]))
    while page < count:
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
    font.setPointSizeF(tokens.PAPER_FOOT_POINTS)
    painter.setFont(font)
    painter.setPen(QColor(tokens.COLOURS["secondary"][0]))
    painter.drawText(
        QRectF(0, size.height() + _FOOT_MM * 72 / 25.4 / 2, size.width(), 12), _CENTRED, f"{page} / {count}"
    )
    painter.restore()
