"""Two hundred English sentences with Chinese references, made of forms and fillings, for measuring translation."""

from __future__ import annotations

_WHO = [
    ("The old man", "老人"),
    ("My sister", "我的姐姐"),
    ("The teacher", "老师"),
    ("A young doctor", "一位年轻的医生"),
    ("Our neighbour", "我们的邻居"),
]
_PLACE = [
    ("in the park", "在公园里"),
    ("at home", "在家里"),
    ("near the station", "在车站附近"),
    ("by the sea", "在海边"),
    ("in the library", "在图书馆里"),
]
_THING = [("book", "书"), ("letter", "信"), ("map", "地图"), ("camera", "相机"), ("bag", "包")]
_CITY = [("Beijing", "北京"), ("London", "伦敦"), ("Shanghai", "上海"), ("Paris", "巴黎"), ("Tokyo", "东京")]
_WHEN = [
    ("yesterday", "昨天"),
    ("last week", "上周"),
    ("this morning", "今天早上"),
    ("on Sunday", "星期天"),
    ("last year", "去年"),
]

# {who} {place} {thing} {city} {when} {n}: English, Chinese.
_FORMS = [
    ("{who} was reading a newspaper {place}.", "{who}{place}看报纸。"),
    ("{who} bought a new {thing} {when}.", "{who}{when}买了一个新的{thing}。"),
    ("The train to {city} leaves at {n} o'clock.", "去{city}的火车{n}点出发。"),
    ("{who} has lived in {city} for {n} years.", "{who}在{city}住了{n}年。"),
    ("Where did you put my {thing}?", "你把我的{thing}放在哪里了？"),
    ("It was very cold in {city} {when}.", "{when}{city}非常冷。"),
    ("{who} asked me whether I had seen the {thing}.", "{who}问我有没有看到那个{thing}。"),
    ("There are {n} people waiting {place}.", "有{n}个人{place}等着。"),
    ("I want to go to {city} next month.", "我想下个月去{city}。"),
    ("{who} lost a {thing} {place} {when}.", "{who}{when}{place}丢了一个{thing}。"),
    ("Please open the window, because it is hot.", "请打开窗户，因为很热。"),
    ("The hotel in {city} costs {n} dollars a night.", "{city}的酒店每晚{n}美元。"),
    ("{who} does not like coffee, but drinks tea every day.", "{who}不喜欢咖啡，但每天喝茶。"),
    ("We met {who_low} {place} {when}.", "我们{when}{place}遇见了{who}。"),
    ("The government of the city said that {n} new schools will be built.", "市政府说将建造{n}所新学校。"),
    ("If it rains tomorrow, we will stay {place}.", "如果明天下雨，我们就待{place}。"),
    ("This {thing} is too expensive for me.", "这个{thing}对我来说太贵了。"),
    ("{who} speaks English and Chinese very well.", "{who}英语和中文说得很好。"),
    ("How many {thing}s do you have?", "你有多少个{thing}？"),
    ("The company opened an office in {city} {when}.", "这家公司{when}在{city}开设了办事处。"),
]  # fmt: skip


def pairs(count: int = 200) -> list[tuple[str, str]]:
    """The first `count` pairs, all different where the forms allow."""
    made: list[tuple[str, str]] = []
    seen: set[str] = set()
    for round_ in range(40):
        for number, (english, chinese) in enumerate(_FORMS):
            filling = _fill(round_, number)
            source = english.format(**{name: pair[0] for name, pair in filling.items()})
            target = chinese.format(**{name: pair[1] for name, pair in filling.items()})
            if source not in seen:
                seen.add(source)
                made.append((source, target))
    return made[:count]


def _fill(round_: int, number: int) -> dict[str, tuple[str, str]]:
    at = round_ + number
    who = _WHO[at % 5]
    value = str(3 + (round_ * 7 + number * 5) % 57)
    return {
        "who": who,
        "who_low": (who[0][0].lower() + who[0][1:], who[1]),
        "place": _PLACE[(at + round_ // 5) % 5],
        "thing": _THING[(at + round_ // 3) % 5],
        "city": _CITY[(at * 2 + round_ // 5) % 5],
        "when": _WHEN[(at + number + round_ // 4) % 5],
        "n": (value, value),
    }
