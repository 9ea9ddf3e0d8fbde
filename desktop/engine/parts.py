"""Tells a model's reasoning from its answer by the tags its template knows."""

from __future__ import annotations

from desktop.engine.protocol import Part

# Opening and closing tag as model families write them; the template's text says which family it is.
TAGS: tuple[tuple[str, str], ...] = (
    ("<think>", "</think>"),  # DeepSeek R1, Qwen 3, SmolLM3, and most others
    ("<|channel|>analysis<|message|>", "<|start|>assistant<|channel|>final<|message|>"),  # gpt-oss
    ("[THINK]", "[/THINK]"),  # Magistral
    ("<seed:think>", "</seed:think>"),  # Seed-OSS
    ("<reasoning>", "</reasoning>"),
    ("<thinking>", "</thinking>"),
)


def tags_of(template: str) -> tuple[str, str] | None:
    """The tags a template uses, None for a model that doesn't reason aloud."""
    for opening, closing in TAGS:
        if closing in template or opening in template:
            return opening, closing
    return None


def begins_inside(prompt: str, tags: tuple[str, str]) -> bool:
    """Whether the prompt itself opens the reasoning, as some templates do."""
    opening, closing = tags
    return prompt.rfind(opening) > prompt.rfind(closing) and prompt.rstrip().endswith(opening)


class Splitter:
    """Cuts a stream of text at the tags, which are not shown; a piece that could become a tag waits."""

    def __init__(self, tags: tuple[str, str] | None, inside: bool = False) -> None:
        self._tags = tags
        self._inside = inside
        self._held = ""
        self._fresh = True  # white space right after a tag is its, not the text's

    @property
    def inside(self) -> bool:
        """Whether what comes next is reasoning."""
        return self._inside

    def feed(self, text: str) -> list[tuple[Part, str]]:
        """The texts that can be shown, each with its part."""
        if self._tags is None:
            return [(Part.ANSWER, text)] if text else []
        self._held += text
        out: list[tuple[Part, str]] = []
        while True:
            tag = self._tags[1] if self._inside else self._tags[0]
            at = self._held.find(tag)
            if at < 0:
                break
            self._put(out, self._held[:at])
            self._held = self._held[at + len(tag) :]
            self._inside, self._fresh = not self._inside, True
        keep = _overlap(self._held, tag)
        self._put(out, self._held[: len(self._held) - keep])
        self._held = self._held[len(self._held) - keep :]
        return out

    def finish(self) -> list[tuple[Part, str]]:
        """What waited and became no tag."""
        out: list[tuple[Part, str]] = []
        self._put(out, self._held)
        self._held = ""
        return out

    def _put(self, out: list[tuple[Part, str]], text: str) -> None:
        text = text.lstrip() if self._fresh and self._tags is not None else text
        if text:
            self._fresh = False
            out.append((Part.THINK if self._inside else Part.ANSWER, text))


def _overlap(text: str, tag: str) -> int:
    """How many characters at the end of the text begin the tag."""
    for length in range(min(len(tag) - 1, len(text)), 0, -1):
        if text.endswith(tag[:length]):
            return length
    return 0
