"""Conversations to read: as Markdown, and as one HTML file that loads and runs nothing.

Only the path a person sees is in them. What a model wrote is untrusted: its HTML is text, its pictures are links,
and a link leads to the web or to nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import escape

from desktop.base.i18n import translate, translator
from desktop.base.text.reasoning import split
from desktop.features.exchange.web import DrawFormula, drawn, html_of
from desktop.formats.markdown.blocks import parse
from desktop.store.attachments.records import Attachment
from desktop.store.conversations.exchange import Thread, Turn


def markdown(threads: Sequence[Thread]) -> str:
    """All conversations, one after another."""
    return "\n\n\n".join(map(_markdown_of, threads)) + "\n"


def _markdown_of(thread: Thread) -> str:
    title = " ".join(thread.title.split()) or untitled()
    parts = [f"# {title}", time_text(thread.created)]
    if thread.system_prompt:
        parts.append("\n".join(f"> {line}".rstrip() for line in thread.system_prompt.splitlines()))
    for turn in thread.path():
        parts.append(f"---\n\n**{who(turn)}**" + (f" · {time_text(turn.created)}" if turn.created else ""))
        parts += [attached_markdown(attachment) for attachment in turn.attachments]
        parts += _said_markdown(turn)
    return "\n\n".join(parts)


def html(threads: Sequence[Thread]) -> str:
    """One page with everything in it."""
    title = threads[0].title if len(threads) == 1 else translate("Export", "Conversations")
    listed = "".join(
        f'<li><a href="#c{number}">{escape(thread.title or untitled())}</a></li>'
        for number, thread in enumerate(threads, 1)
    )
    contents = f"<nav><ol>{listed}</ol></nav>" if len(threads) > 1 else ""
    pages = "".join(_article(number, thread) for number, thread in enumerate(threads, 1))
    return _PAGE.format(
        language=translator.language.replace("_", "-"), title=escape(title), style=_STYLE, body=contents + pages
    )


def _article(number: int, thread: Thread) -> str:
    system = f'<div class="system">{_plain(thread.system_prompt)}</div>' if thread.system_prompt else ""
    said = "".join(
        f'<section class="{turn.role}"><h2>{escape(who(turn))}'
        f"{f' <time>{time_text(turn.created)}</time>' if turn.created else ''}</h2>{_said_html(turn)}</section>"
        for turn in thread.path()
    )
    head = f'<h1>{escape(thread.title or untitled())}</h1><p class="time">{time_text(thread.created)}</p>'
    return f'<article id="c{number}">{head}{system}{said}</article>'


def attached_markdown(attachment: Attachment) -> str:
    """A document that was sent, in a fence that nothing in it can close."""
    longest = max((len(run) for run in re.findall(r"`{3,}|~{3,}", attachment.text)), default=2)
    fence = "~" * (longest + 1)
    return f"**{attached_name(attachment)}**\n\n{fence}\n{attachment.text}\n{fence}"


def _said_markdown(turn: Turn) -> list[str]:
    """What the model thought as a quotation under its name, then what was said."""
    thought, said = split(turn.text)
    quoted = "\n".join(f"> {line}".rstrip() for line in thought.strip("\n").splitlines())
    head = [f"*{translate('Export', 'Thought first')}*", quoted] if thought else []
    return [*head, said.strip("\n")]


def _said_html(turn: Turn) -> str:
    thought, said = split(turn.text)
    name = escape(translate("Export", "Thought first"))
    head = f"<details><summary>{name}</summary>{html_of(parse(thought))}</details>" if thought else ""
    return "".join(map(_attached_html, turn.attachments)) + head + _words(turn, said, drawn)


def sheets(thread: Thread, draw: DrawFormula) -> Iterator[str]:
    """A conversation for paper: pieces of HTML, the title first, then one for each message; `draw` as for `html_of`."""
    yield f'<p class="title">{escape(thread.title or untitled())}</p><p class="time">{time_text(thread.created)}</p>'
    if thread.system_prompt:
        yield f'<div class="system">{_plain(thread.system_prompt)}</div>'
    for turn in thread.path():
        thought, said = split(turn.text)
        parts = [f'<p class="who">{escape(who(turn))} <span class="time">{time_text(turn.created)}</span></p>']
        parts += [f'<p class="aside">{escape(attached_name(each))}</p>{_plain(each.text)}' for each in turn.attachments]
        if thought:
            parts.append(f'<p class="aside">{escape(translate("Export", "Thought first"))}</p>')
            parts.append(f'<blockquote class="thought">{html_of(parse(thought), draw)}</blockquote>')
        yield "".join((*parts, _words(turn, said, draw)))


def _words(turn: Turn, said: str, draw: DrawFormula) -> str:
    """What was said, as the window shows it: a person's words as they are, a model's typeset."""
    return _plain(said) if turn.role == "user" else html_of(parse(said), draw)


def _attached_html(attachment: Attachment) -> str:
    name = escape(attached_name(attachment))
    return f"<details><summary>{name}</summary>{_plain(attachment.text)}</details>"


def attached_name(attachment: Attachment) -> str:
    """The name of a document that was sent, with the part of it."""
    name = f"{attachment.name} ({attachment.part})" if attachment.part else attachment.name
    return translate("Export", "Attached: {name}").format(name=" ".join(name.split()))


def _plain(text: str) -> str:
    return f'<div class="plain">{escape(text)}</div>'


def who(turn: Turn) -> str:
    """Who said it: the person, or the model by its name."""
    match turn.role:
        case "user":
            return translate("Export", "You")
        case "assistant":
            name = turn.reply.model_name if turn.reply else ""
            return " ".join(name.split()) or translate("Export", "Assistant")
        case _:
            return translate("Export", "Instructions")


def untitled() -> str:
    """For a conversation without a title."""
    return translate("Export", "Untitled")


def time_text(moment: datetime | None) -> str:
    """Day and minute here, "" where it isn't known."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}" if moment else ""


_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 46rem;
  margin: 3rem auto; padding: 0 1rem; overflow-wrap: anywhere }
h1 { font-size: 1.5rem; margin: 3rem 0 0 }
h2 { font-size: .85rem; margin: 2rem 0 .5rem }
time, .time { font-weight: normal; font-size: .8rem; opacity: .65 }
.user { border-left: 3px solid #b8863b; padding-left: 1rem }
.system { opacity: .75; font-style: italic }
.plain { white-space: pre-wrap }
pre { overflow-x: auto; padding: .75rem; background: #8881 }
code { font-family: ui-monospace, monospace; font-size: .9em }
table { border-collapse: collapse } th, td { border: 1px solid #8884; padding: .25rem .6rem }
.table, .math.display { overflow-x: auto }
.math.display { display: block; text-align: center; margin: .75rem 0 }
.math svg * { fill: currentColor }
li > p { margin: .2rem 0 }
.task { list-style: none }
.aside { font-size: .8rem; opacity: .65; margin: .75rem 0 0 } .aside + pre { margin-top: .25rem }
.keyword, .removed { color: light-dark(#8b3a62, #e08bb0) } .string, .added { color: light-dark(#3f6b2a, #9cc77f) }
.name { color: light-dark(#2b5d8a, #84b6e0) } .number { color: light-dark(#8a5a12, #dba85a) }
.comment { opacity: .65; font-style: italic }
blockquote { margin-left: 0; padding-left: 1rem; border-left: 2px solid #8886 }
"""

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
{body}
</body>
</html>
"""
