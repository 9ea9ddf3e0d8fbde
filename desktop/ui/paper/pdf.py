"""Conversations on paper: Qt's own typesetting, which knows Chinese, right to left and the bundled fonts.

It works without a window too: the command line gets it through the composition root.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF
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
from desktop.formats.pdf_characters import mended
from desktop.ui.look import fonts, tokens
from desktop.ui.paper.formulas import PaperFormulas
from desktop.ui.text.offline_document import OfflineDocument

if TYPE_CHECKING:
    from desktop.store.conversations.exchange import Thread

_DPI = 1200
_MARGIN_MM = 20.0
_FOOT_MM = 8.0
_BETWEEN_MESSAGES = 20.0  # px of a screen, which Qt scales
_LOOK_SECONDS = 0.1
_CENTRED = 0x84  # both ways: Qt takes flags and a rectangle as numbers here


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
    if sys.platform == "linux":
        os.environ["LC_ALL"] = "C.UTF-8"  # else Qt writes about the C locale to the terminal
    translator.use(language)
    answer.send_bytes(_typeset(threads))


def _typeset(threads: Sequence[Thread]) -> bytes:
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])  # fonts need one, alive to the end
    fonts.load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    writer.setPageMargins(margins, QPageLayout.Unit.Millimeter)
    writer.setTitle(" ".join(threads[0].title.split()) if len(threads) == 1 else "Lamplight")
    writer.setCreator("Lamplight")
    _draw(_document(threads, writer), writer)
    del application
    return mended(bytes(buffer.data().data()))


def _document(threads: Sequence[Thread], writer: QPdfWriter) -> QTextDocument:
    document = OfflineDocument()
    document.documentLayout().setPaintDevice(writer)  # a point is a point of the paper, not of some screen
    document.setUndoRedoEnabled(False)
    document.setDefaultFont(_font(tokens.PAPER_POINTS))
    mono = ", ".join(f"'{family}'" for family in fonts.families(tokens.MONO, False))
    document.setDefaultStyleSheet(tokens.paper_style(mono, _DPI))
    document.setDocumentMargin(0)
    formulas = PaperFormulas(document, tokens.PAPER_POINTS, _DPI)
    cursor = QTextCursor(document)
    for number, thread in enumerate(threads):
        for place, sheet in enumerate(sheets(thread, formulas.markup)):
            if number or place:
                form = QTextBlockFormat()
                form.setTopMargin(_BETWEEN_MESSAGES)
                if not place:
                    form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
                cursor.movePosition(QTextCursor.MoveOperation.End)
                cursor.insertBlock(form)
            cursor.insertHtml(sheet)
    area = writer.pageLayout().paintRectPixels(_DPI)
    document.setPageSize(QSizeF(area.width(), area.height()))
    formulas.settle(document)
    return document


def _draw(document: QTextDocument, writer: QPdfWriter) -> None:
    size = document.pageSize()
    painter = QPainter(writer)
    page, count = 0, 1
    layout = document.documentLayout()
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(tokens.COLOURS["text"][0]))
    while page < count:
        if page:
            writer.newPage()
        painter.save()
        painter.translate(0, -page * size.height())
        seen = QRectF(0, page * size.height(), size.width(), size.height())
        painter.setClipRect(seen)
        context.clip = seen
        layout.draw(painter, context)
        painter.restore()
        page += 1
        count = document.pageCount()
        _foot(painter, page, count, size)
    painter.end()


def _foot(painter: QPainter, page: int, count: int, size: QSizeF) -> None:
    """The page's number below the text."""
    painter.save()
    painter.setFont(_font(tokens.PAPER_FOOT_POINTS))
    painter.setPen(QColor(tokens.COLOURS["secondary"][0]))
    room = QRectF(0, size.height() + _FOOT_MM / 2 * _DPI / 25.4, size.width(), _FOOT_MM * _DPI / 25.4)
    painter.drawText(room, _CENTRED, f"{page} / {count}")
    painter.restore()


def _font(points: float) -> QFont:
    font = QFont()
    font.setFamilies(list(fonts.families(tokens.SANS, False)))
    font.setPointSizeF(points)
    font.setFeature(QFont.Tag("calt"), 0)  # a glyph that stands for another has no character when it is copied
    return font
