"""Which turns of a conversation are read: when it outgrows the context, its oldest leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from desktop.engine.protocol.messages import Generate, Message, Place

_BLOCKS = 4
_MOST_RESERVED = 4  # at most the fourth part of the context waits for the reply
_OVERHEAD = 8  # tokens a template puts around a message, roughly


def reserve_of(request: Generate, context: int) -> int:
    """How many tokens wait for the reply."""
    return min(request.max_tokens, context // _MOST_RESERVED)


def wanted_of(request: Generate) -> list[int]:
    """The indexes of the messages that are to be read where there is room."""
    return [number for number, message in enumerate(request.messages) if message.place is not Place.OUT]


def selections(request: Generate, wanted: list[int], count: Callable[[str], int], context: int) -> Iterator[list[int]]:
    """All messages; then without the first block of turns, the first two, ... and at last with the last turn only.

    They leave in blocks of a quarter of the context. A block's edge depends on the turns before it alone, so the next
    message finds the same ones. What is too long by its contents alone is passed over: a template takes its time over
    ten thousand messages.
    """
    if not request.drop_turns:
        yield wanted
        return
    sizes = {number: count(request.messages[number].content) for number in wanted}
    turns = _turns(request.messages, wanted)
    left = sum(max(0, size - 1) for size in sizes.values())  # tokens may join where texts meet
    if left <= context or len(turns) < 2:
        yield wanted
    block = max(1, context // _BLOCKS)
    gone: set[int] = set()
    size, edge = 0, block
    for number, turn in enumerate(turns[:-1]):
        gone.update(turn)
        size += sum(sizes[index] + _OVERHEAD for index in turn)
        left -= sum(max(0, sizes[index] - 1) for index in turn)
        last = number == len(turns) - 2
        if size >= edge or last:
            if left <= context or last:
                yield [index for index in wanted if index not in gone]
            edge = (size // block + 1) * block


def _turns(messages: tuple[Message, ...], wanted: list[int]) -> list[list[int]]:
    """What may leave, as whole turns: a user's message with what was answered. Pinned ones are in no turn."""
    turns: list[list[int]] = []
    for number in wanted:
        message = messages[number]
        if message.role == "system" or message.place is Place.PINNED:
            continue
        if message.role == "user" or not turns:
            turns.append([])
        turns[-1].append(number)
    return turns
