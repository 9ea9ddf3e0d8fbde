"""Texts a model could write to harm its reader, each with a name: data for the tests of parser, window and terminal."""

# ruff: noqa: E501 (attacks are as long as they are)

from __future__ import annotations

_ADDRESSES = (
    "http://tracker.example/p.png", "https://tracker.example/p.png", "//tracker.example/p.png", "file:///etc/passwd",
    "file://server/share/x.png", "\\\\server\\share\\x.png", "/etc/passwd", "../../etc/passwd", "C:\\Windows\\win.ini",
    "ftp://tracker.example/x", "smb://server/x", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
    "vbscript:x", "data:text/html,<script>alert(1)</script>", "data:image/svg+xml,<svg onload=alert(1)>",
    "data:image/png;base64,iVBORw0KGgo=", "qrc:/icons/lamp.svg", ":/icons/lamp.svg", "about:blank", "blob:x", "cid:x",
    "tel:1", "sms:1", "ms-settings:x", "steam://run/1", "intent://x#Intent;end", "view-source:http://a", "jar:file:///x!/",
    "http://user:pw@host.example/", "http://xn--80ak6aa92e.com/", "http://127.0.0.1:1/", "http://[::1]/", "http://0x7f.1/",
)  # fmt: skip
_FORMS = {
    "image": "![picture]({0})",
    "link": "[click]({0})",
    "html image": '<img src="{0}" onerror="alert(1)">',
    "css": "<div style=\"background:url('{0}')\">x</div><style>@import url({0});</style>",
}
_HTML = (
    "<script>alert(1)</script>", "<iframe src=x></iframe>", "<object data=x></object>", "<embed src=x>", "<meta http-equiv=refresh content=0>",
    "<base href=http://x>", "<link rel=stylesheet href=http://x>", "<form action=http://x><input></form>", "<svg><script>1</script></svg>",
    "<math><mi xlink:href=x>", "<body onload=x>", "<!-- --><!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;", "<![CDATA[x]]>",
    "<?php echo 1 ?>", "<a href='file:///x'>x</a>", "<table background=http://x><tr><td>", "<audio src=http://x autoplay>",
    "<video poster=http://x>", "<details open ontoggle=x>", "<marquee>" * 500, "<b>" * 5_000, "&lt;script&gt;", "&#0;&#xD800;&#x110000;&#x202e;",
    "&amp;" * 5_000, "&NotAnEntity;", "<p style='font-size:99999px'>x</p>", "<img src=x" * 500, "<" * 20_000,
)  # fmt: skip
_MARKUP = {
    "nested quotes": ">" * 5_000 + "x",
    "nested quotes apart": "> " * 2_000 + "x",
    "nested lists": "".join("  " * depth + "- x\n" for depth in range(400)),
    "numbered lists": "1. " * 2_000 + "x",
    "brackets": "[" * 20_000,
    "brackets pairs": "[]" * 10_000,
    "image openings": "![" * 10_000,
    "link openings": "[a](" * 5_000,
    "emphasis": "*a_b" * 5_000,
    "stars": "*" * 20_000,
    "stars and words": "**a " * 5_000,
    "tildes": "~" * 20_000,
    "strikes": "~~a" * 5_000,
    "backticks": "`" * 20_000,
    "backtick ladder": "".join("`" * n + " " for n in range(1, 200)),
    "backslashes": "\\" * 20_000,
    "autolinks": "www.a.b " * 3_000,
    "autolink tail": "http://a" + ")" * 10_000,
    "mail": "a@" * 5_000,
    "references": "".join(f"[r{n}]: http://x/{n}\n" for n in range(3_000)),
    "reference chain": "[a]: [a]\n[a][a][a]" * 500,
    "headings": "# x\n" * 3_000,
    "setext": "x\n=\n" * 3_000,
    "rules": "---\n" * 5_000,
    "hard breaks": "x  \n" * 5_000,
    "blank lines": "\n" * 100_000,
    "tabs": "\t" * 20_000,
    "spaces": " " * 100_000 + "x",
    "tasks": "- [ ] x\n" * 2_000,
    "table wide": "|" + "a|" * 2_000 + "\n|" + "-|" * 2_000 + "\n|" + "b|" * 2_000,
    "table long": "|a|b|\n|-|-|\n" + "|1|2|\n" * 5_000,
    "table of pipes": "|" * 20_000,
    "tables": "|a|\n|-|\n|b|\n\n" * 1_000,
    "table with a vast cell": "|a|\n|-|\n|" + "x" * 50_000 + "|",
    "table alignments": "|:-:|" * 500,
    "fences": "```\n" * 2_000,
    "fence never closed": "```python\n" + "x = 1\n" * 5_000,
    "fence with a vast name": "```" + "x" * 50_000 + "\n1\n```",
    "many cards": "```c\nx\n```\n\n" * 1_000,
    "footnotes": "".join(f"[^{n}] " for n in range(3_000)) + "".join(f"\n[^{n}]: x" for n in range(3_000)),
    "footnote of itself": "[^a]\n\n[^a]: [^a] [^a]\n",
    "footnotes of each other": "[^a]\n\n[^a]: [^b]\n[^b]: [^a]\n",
    "one footnote often": "[^a]" * 5_000 + "\n\n[^a]: x",
    "footnotes nested": "".join("    " * n + f"[^{n}]: x\n\n" for n in range(60)),
}
_LETTERS = {
    "a million in a line": "a" * 1_000_000,
    "a million Chinese": "灯" * 1_000_000,
    "a million with spaces": "ab " * 333_333,
    "a long line of code": "```\n" + "x" * 150_000 + "\n```",
    "zalgo": "Z" + "\u0300\u0301\u0302\u0310\u0323" * 2_000,
    "zalgo words": ("Z" + "\u0336" * 30 + " ") * 500,
    "overrides": "\u202eevil\u202c" * 500,
    "isolates": "\u2066\u2067\u2068" * 3_000,
    "override in a link": "[\u202egpj.exe](http://x/)",
    "override in code": "```python\nif x: # \u202e } \u2066\n```",
    "override in a table": "|\u202ea|\n|-|\n|\u202eb|",
    "zero width": "a\u200b\u200c\u200d\u2060\ufeff" * 2_000,
    "emoji joined": "👩\u200d" * 2_000,
    "flags": "\U0001f1e6" * 3_000,
    "tags": "\U000e0041" * 3_000,
    "surrogates": "\ud800\udfff" * 1_000,
    "nul": "a\x00b" * 2_000,
    "object characters": "\ufffc\ufdd0\ufdd1" * 500,
    "private use": "\ue000" * 3_000,
    "arabic ligature": "\ufdfa" * 2_000,
    "right to left": "שלום عالم " * 1_500,
    "directions mixed": "a ש 1 ع " * 2_000,
    "line separators": "a\u2028b\u2029c\x85d\x0ce" * 500,
    "combining alone": "\u0301" * 3_000,
    "tamil stack": "க்ஷௌ" * 2_000,
    "telugu crash": "జ్ఞ\u200cా" * 500,
    "tibetan": "ཧཱུྃ" * 2_000,
    "soft hyphens": "a\u00ad" * 5_000,
    "wide signs": "﷽" * 500,
    "no breaks": "a\u00a0" * 5_000,
}
_TERMINAL = {
    f"terminal {number}": text
    for number, text in enumerate(
        (
            "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJm\x07", "\x1b]8;;file:///etc/passwd\x1b\\x\x1b]8;;\x1b\\", "\x1b[6n",
            "\x1b[5i", "\x1bP+q544e\x1b\\", "\x1b[?1049h", "\x1b[20t", "\x1b[31;5;7m", "\x9b2J", "\x9d0;x\x9c", "\x07" * 500, "\x08" * 500,
            "a\rb", "\x0b\x0c", "\x0e\x0f", "\x7f", "\x1b%G", "\x1bc", "\x1b#8", "\x1b[4;1H", "\u202eabc", "\u2066a\u2069",
        )
    )
}  # fmt: skip
_TEX = {
    "braces": "$" + "{" * 400 + "x" + "}" * 400 + "$",
    "fractions": "$" + r"\frac{1}{" * 12 + "x" + "}" * 12 + "$",
    "deep fractions": "$" + r"\frac{1}{" * 90 + "x" + "}" * 90 + "$",
    "roots": "$" + r"\sqrt{" * 12 + "x" + "}" * 12 + "$",
    "scripts": "$" + "x^{" * 12 + "2" + "}" * 12 + "$",
    "lefts": "$" + r"\left(" * 100 + "x" + r"\right)" * 100 + "$",
    "matrices": "$$" + r"\begin{matrix}" * 11 + "x" + r"\end{matrix}" * 11 + "$$",
    "cells": r"$$\begin{matrix}" + "&" * 390 + r"\end{matrix}$$",
    "rows": r"$$\begin{matrix}" + "a\\\\" * 130 + r"\end{matrix}$$",
    "columns": r"$$\begin{array}{" + "c" * 900 + r"}a\end{array}$$",
    "def": r"$\def\a{\a\a}\a$",
    "newcommand": r"$\newcommand{\a}{\a\a}\a$",
    "let": r"$\let\a\b\a$",
    "input": r"$\input{/etc/passwd}$",
    "write": r"$\immediate\write18{rm -rf /}$",
    "includegraphics": r"$\includegraphics{/etc/passwd}$",
    "href": r"$\href{javascript:alert(1)}{x}$",
    "url": r"$\color{url(http://x/)}x$",
    "style": r"$\style{fill:url(http://x/)}{y}$",
    "html": "$<image href='http://x/'/><script>1</script>$",
    "entities": "$&lt;&#x41;&bogus;$",
    "rule": r"$\rule{999999999em}{99999999em}$",
    "hspace": r"$\hspace{999999999em}x$",
    "kern": r"$\kern999999pt x$",
    "raise": r"$\raisebox{9999999em}{x}$",
    "primes": "$x" + "'" * 390 + "$",
    "overs": "$" + r"\overset{a}" * 100 + "{x}$",
    "subs": "$" + "x_1" * 300 + "$",
    "bigs": "$" + r"\Bigg(" * 150 + "$",
    "letters": "$" + "x" * 999 + "$",
    "control": "$\x1b[2J x^2$",
    "unclosed": "$" * 5_000,
    "unclosed blocks": "$$ x\n" * 3_000,
    "unclosed brackets": "\\[ x\n" * 3_000,
    "unclosed parentheses": "\\( x " * 5_000,
    "many": "$x^2$ " * 2_000,
    "many unlike": " ".join(f"$x_{{{n}}}$" for n in range(2_000)),
    "vast": "$$" + "x+" * 50_000 + "$$",
    "broken": r"$\frac{1$ $\sqrt$ $^$ $_$ $}{$ $\begin{x}$ $\end{x}$ $&$ $\\$",
}
_CODE = {
    "python quotes": "'" * 20_000, "python brackets": "(" * 20_000, "html tags": "<a " * 10_000, "js regex": "/" * 20_000,
    "ruby heredoc": "<<A\n" * 3_000, "perl": "s/" * 10_000, "bash": "$((" * 8_000, "yaml": "- " * 10_000, "json": "[" * 20_000,
    "sql": "--" * 10_000, "cpp": "/*" * 10_000, "latex": "\\begin{" * 5_000, "rust": "r#" * 10_000, "lua": "[==[" * 5_000,
    "haskell": "{-" * 10_000, "toml": "[[" * 10_000, "xml": "<!--" * 8_000, "css": "a{" * 10_000, "go": "`" * 19_999, "diff": "+-" * 10_000,
    "markdown": "*[" * 10_000, "php": "<?php " * 4_000, "swift": '"\\(' * 6_000, "vim": '"' * 20_000, "nginx": "{" * 20_000,
}  # fmt: skip


def _all() -> dict[str, str]:
    found = {f"{form} {address}": text.format(address) for form, text in _FORMS.items() for address in _ADDRESSES}
    found |= {f"html {text[:24]}": text for text in _HTML}
    found |= {f"markup {name}": text for name, text in _MARKUP.items()}
    found |= {f"letters {name}": text for name, text in _LETTERS.items()}
    found |= _TERMINAL
    found |= {f"tex {name}": text for name, text in _TEX.items()}
    found |= {f"code {name}": f"```{name.split()[0]}\n{text}\n```" for name, text in _CODE.items()}
    return found


ATTACKS = _all()
