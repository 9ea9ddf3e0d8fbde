"""What stands in the pictures, in both languages: letters from a lighthouse."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str, str], str]  # English and Chinese in, the one of the picture out


def conversation(say: Say) -> tuple[str, ...]:
    """Title, then messages in turn."""
    return (
        say("Lighthouse letters", "灯塔书信"),
        say(
            "I have 214 scanned letters from a lighthouse, 1908 to 1931. How should I name the files?",
            "我有 214 封灯塔书信的扫描件，1908 年到 1931 年。文件怎样命名才好？",
        ),
        say(
            "Keep one flat folder and let the names speak. **Three parts, in order:**\n\n"
            "1. **Date** first, so that sorting by name is sorting by time.\n"
            "2. **Keeper** next, the surname only, in lower case.\n"
            "3. **Archive number** last. It never changes, whatever you learn later.\n\n"
            "| Letter | From | New name |\n|---|---|---|\n"
            "| To the Board, on oil | A. Merrin | `1911-03-07_merrin_0042.tif` |\n"
            "| To his sister | A. Merrin | `1911-11-19_merrin_0057.tif` |\n",
            "用一个不分层的文件夹，让名字自己说话。**依次三部分：**\n\n"
            "1. **日期**在前，按名字排就是按时间排。\n"
            "2. **守塔人**居中，只写姓。\n"
            "3. **档案号**在后。无论以后知道了什么，它都不变。\n\n"
            "| 信 | 写信人 | 新名字 |\n|---|---|---|\n"
            "| 致灯塔局，谈灯油 | 梅林 | `1911-03-07_梅林_0042.tif` |\n"
            "| 致姐姐 | 梅林 | `1911-11-19_梅林_0057.tif` |\n",
        ),
        say("And the eleven without a date?", "没有日期的那十一封呢？"),
        say("Put them aside under `undated` until you know more.", "先放进 `undated`，以后再说。"),
    )


def another_reply(say: Say) -> str:
    """The second version of the last one."""
    return say(
        "Give them a date that admits what you don’t know: `1911-00-00` sorts before every dated letter of that year, "
        "and the zeros say plainly that the day was lost.",
        "给它们一个承认不知道的日期：`1911-00-00` 排在那一年所有有日期的信之前，零就表明日子已经失传。",
    )


def earlier(say: Say) -> list[tuple[str, str, str]]:
    """Conversations in the list: title, question, answer."""
    return [
        (
            say("Tide tables, explained slowly", "慢慢讲潮汐表"),
            say("How do I read a tide table?", "潮汐表怎么看？"),
            say("Each row is a day; the lighthouse lists four times.", "每一行是一天；灯塔列出四个时刻。"),
        ),
        (
            say("Names for the second boat", "给第二条船起名"),
            say("Five names for a small boat?", "给小船起五个名字？"),
            say("Tern, Lantern, Saltcellar, Patience, Second Wind.", "燕鸥、灯笼、盐瓶、耐心、二度风。"),
        ),
        (
            say("Bread that keeps a week", "能放一周的面包"),
            say("Which bread keeps for a week in a lighthouse?", "什么面包在灯塔里能放一周？"),
            say("Rye, baked dark and wrapped in linen.", "烤得深一些的黑麦面包，用亚麻布包好。"),
        ),
    ]


def searched(say: Say) -> str:
    return say("lighthouse", "灯塔")


def story_title(say: Say) -> str:
    return say("The Keeper’s Count", "守塔人的账")


def premise(say: Say) -> str:
    return say(
        "A keeper counts the oil each night; one night the count is higher than the day before.",
        "守塔人每晚清点灯油；有一晚，数目比前一天多了。",
    )


def outline(say: Say) -> list[tuple[str, list[str]]]:
    """Chapters and their scenes."""
    return [
        (
            say("Short weight", "短斤"),
            [say("The count of oil", "清点灯油"), say("He tells her", "他告诉她")],
        ),
        (say("The Board’s man", "局里来的人"), [say("A boat on Friday", "周五的船"), say("The ledger", "账本")]),
    ]


def scene(say: Say) -> str:
    return say(
        "The boat came on the Tuesday, two days late, and with it the salt pork, the paint, and no letter.\n\n"
        "In the lamp room he was already counting. “Forty-one,” he said, and wrote it down.\n\n"
        "She set the last cask down, because counting was the one thing they still did together.",
        "船在周二才到，晚了两天，带来了咸肉、油漆，没有信。\n\n"
        "灯室里他已经在数了。“四十一，”他说，写了下来。\n\n"
        "她放下最后一桶，因为清点是他们还在一起做的唯一一件事。",
    )


def proposal(say: Say) -> str:
    return say(
        " “Forty-two,” she said. He looked up. In eleven years the count had never once gone the other way.",
        "“四十二，”她说。他抬起头。十一年来，数目从来没有往那边去过。",
    )


def bible(say: Say) -> list[tuple[str, str, str, list[str]]]:
    """Entries: kind, name, text, keys."""
    ambrose = say("The keeper; counts things to stay calm.", "守塔人；靠数东西平静下来。")
    room = say("Round, eleven windows, smells of oil.", "圆形，十一扇窗，一股油味。")
    ledger = say("Oil in and out, every night since 1899.", "1899 年以来每晚的灯油出入。")
    return [
        ("character", say("Ambrose", "安布罗斯"), ambrose, [say("he", "他")]),
        ("place", say("The lamp room", "灯室"), room, [say("lamp room", "灯室")]),
        ("thing", say("The ledger", "账本"), ledger, [say("ledger", "账本")]),
    ]


def translated(say: Say) -> list[tuple[str, str, str]]:
    """Source, translation ("" where none is yet), and what is doubtful of it."""
    pairs = [
        ("The lamp is lit at dusk and put out at dawn.", "灯在黄昏时点亮，在黎明时熄灭。", ""),
        ("The keeper records the oil used each night.", "守塔人每晚记录所用的灯油。", ""),
        ("In fog the bell is struck every 30 seconds.", "有雾时每隔三十秒敲钟一次。", "lost_number"),
        ("Visitors are shown the lamp room on Sundays only.", "只在星期日让访客参观灯室。", ""),
        ("Strangers are not to touch the lens.", "外人不得触摸透镜。", ""),
    ]
    waiting = say("The boat comes every second Tuesday, weather permitting.", "天气允许时，船隔周的星期二来。")
    return [*((say(one, other), say(other, one), doubt) for one, other, doubt in pairs), (waiting, "", "")]


def terms(say: Say) -> list[tuple[str, str]]:
    """Terms of the glossary."""
    pairs = [("keeper", "守塔人"), ("lamp room", "灯室"), ("lens", "透镜"), ("the Board", "灯塔局")]
    return [(say(one, other), say(other, one)) for one, other in pairs]
