"""The settings, each declared once (`desktop.base.setting`), and their values.

The dialog, the command line and the defaults all follow from the declaration. The file keeps only what differs from
the default, and keys this version doesn't know are kept for the one that does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.base.errors import LamplightError
from desktop.base.files import read_json, write_json
from desktop.base.i18n import translate
from desktop.base.setting import Setting as Setting
from desktop.base.setting import Value as Value
from desktop.base.setting import is_address

log = logging.getLogger(__name__)

LANGUAGE = Setting(
    "language",
    "system",
    lambda: translate("Settings", "Language"),
    lambda: translate("Settings", "The language of the interface; you can write in any."),
    "general",
    lambda: (("system", translate("Settings", "System")), ("en", "English"), ("zh_CN", "中文")),
)
THEME = Setting(
    "theme",
    "system",
    lambda: translate("Settings", "Appearance"),
    lambda: translate("Settings", "Light or dark; the system’s choice is followed at once."),
    "appearance",
    lambda: (
        ("system", translate("Settings", "System")),
        ("light", translate("Settings", "Light")),
        ("dark", translate("Settings", "Dark")),
    ),
)
TEXT_SIZE = Setting(
    "text_size",
    100,
    lambda: translate("Settings", "Text size"),
    lambda: translate("Settings", "The columns grow with the text."),
    "appearance",
    lambda: tuple((size, f"{size} %") for size in (90, 100, 110, 125, 150, 175, 200, 250, 300)),
)
REDUCED_MOTION = Setting(
    "reduced_motion",
    False,
    lambda: translate("Settings", "Reduce motion"),
    lambda: translate("Settings", "Nothing slides or fades."),
    "appearance",
)
GPU_LAYERS = Setting(
    "gpu_layers",
    "auto",
    lambda: translate("Settings", "Layers on the graphics card"),
    lambda: translate("Settings", "Automatic uses the card when llama.cpp finds one."),
    "engine",
    lambda: (
        ("auto", translate("Settings", "Automatic")),
        ("all", translate("Settings", "All")),
        ("none", translate("Settings", "None")),
    ),
)
THREADS = Setting(
    "threads",
    0,
    lambda: translate("Settings", "Processor threads"),
    lambda: translate("Settings", "0 uses one for each physical core; more are usually slower."),
    "engine",
    least=0,
    most=256,
)
CONTEXT = Setting(
    "context",
    8192,
    lambda: translate("Settings", "Context length"),
    lambda: translate("Settings", "How much of a conversation the model can read at once. Longer takes more memory."),
    "engine",
    lambda: tuple((size, f"{size:,}") for size in (1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072)),
    unit=lambda: translate("Settings", "tokens"),
)
KEPT_STATES = Setting(
    "kept_states",
    4,
    lambda: translate("Settings", "Conversations kept warm on disk"),
    lambda: translate("Settings", "A long conversation opens without being read again; the least used go first."),
    "engine",
    lambda: ((0, translate("Settings", "None")), *((size, f"{size}") for size in (1, 2, 4, 8, 16, 32))),
    unit=lambda: "GB",
)
MEMORY_BUDGET = Setting(
    "memory_budget",
    0,
    lambda: translate("Settings", "Memory for models"),
    lambda: translate(
        "Settings",
        "Several models stay loaded side by side up to this; then the one not in use goes. One alone always loads.",
    ),
    "engine",
    lambda: (
        (0, translate("Settings", "What is free")),
        *((size, f"{size} GB") for size in (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128)),
    ),
)
IDLE_UNLOAD = Setting(
    "idle_unload",
    30,
    lambda: translate("Settings", "Unload a model that rests"),
    lambda: translate("Settings", "Its memory comes back; the next message loads it again."),
    "engine",
    lambda: (
        (0, translate("Settings", "Never")),
        *(
            (minutes, translate("Settings", "After {minutes} minutes").format(minutes=minutes))
            for minutes in (5, 15, 30, 60, 240)
        ),
    ),
)
MODEL = Setting("model", "", lambda: translate("Settings", "Model"))
MODELS_FOLDER = Setting("models_folder", "", lambda: translate("Settings", "Where models live"))
PROSE_MODEL = Setting(
    "prose_model",
    "",
    lambda: translate("Settings", "Model for stories"),
    lambda: translate("Settings", "The one for chat, unless you choose another."),
    "engine",
)
DOWNLOADS_AT_ONCE = Setting(
    "downloads_at_once",
    1,
    lambda: translate("Settings", "Models fetched at once"),
    lambda: translate("Settings", "One after the other has the first one here sooner."),
    choices=lambda: tuple((count, f"{count}") for count in (1, 2, 3, 4)),
)
SYSTEM_PROMPT = Setting(
    "system_prompt",
    "",
    lambda: translate("Settings", "Instructions"),
    lambda: translate("Settings", "Told to the model before every conversation. Empty uses none."),
    "chat",
)
TEMPERATURE = Setting(
    "temperature",
    0.7,
    lambda: translate("Settings", "Temperature"),
    lambda: translate("Settings", "Low keeps to the likeliest words; high wanders."),
    "chat",
    least=0.0,
    most=2.0,
)
TOP_P = Setting(
    "top_p",
    0.95,
    lambda: translate("Settings", "Top-p"),
    lambda: translate("Settings", "Leaves out the unlikeliest words, by this share of probability."),
    "chat",
    least=0.0,
    most=1.0,
)
REPEAT_PENALTY = Setting(
    "repeat_penalty",
    1.1,
    lambda: translate("Settings", "Repetition penalty"),
    lambda: translate("Settings", "Above 1, words just used become less likely; small models need it."),
    "chat",
    least=1.0,
    most=2.0,
)
MAX_TOKENS = Setting(
    "max_tokens",
    1024,
    lambda: translate("Settings", "Longest reply"),
    lambda: translate("Settings", "A reply that reaches this is cut and can be continued."),
    "chat",
    least=1,
    most=32768,
    unit=lambda: translate("Settings", "tokens"),
)
TRANSLATE_MODEL = Setting(
    "translate_model",
    "",
    lambda: translate("Settings", "Model for translation"),
    lambda: translate("Settings", "The best that is installed, unless you choose one."),
    "translate",
)
HOTKEY = Setting(
    "hotkey",
    False,
    lambda: translate("Settings", "Translation window by a key"),
    lambda: translate("Settings", "The key works in every program while Lamplight is open."),
    "translate",
)
HOTKEY_KEYS = Setting(
    "hotkey_keys",
    "Ctrl+Alt+Y",
    lambda: translate("Settings", "Key of the translation window"),
    lambda: translate("Settings", "Press the button, then the keys: Ctrl, Alt or Super, and a letter."),
    "translate",
)
HOTKEY_TEXT = Setting(
    "hotkey_text",
    "selection",
    lambda: translate("Settings", "What the translation window takes"),
    lambda: translate("Settings", "Where no text is selected, or the system doesn’t tell, the clipboard."),
    "translate",
    lambda: (
        ("selection", translate("Settings", "Selected text")),
        ("clipboard", translate("Settings", "Clipboard")),
    ),
)
SUMMON = Setting(
    "summon",
    False,
    lambda: translate("Settings", "Lamplight by a key"),
    lambda: translate("Settings", "The key brings the window forward from every program, ready to write."),
    "general",
)
SUMMON_KEYS = Setting(
    "summon_keys",
    "Ctrl+Alt+Space",
    lambda: translate("Settings", "Key that brings the window"),
    lambda: translate("Settings", "Press the button, then the keys: Ctrl, Alt or Super, and a letter."),
    "general",
)
SUMMON_FOR = Setting(
    "summon_for",
    "write",
    lambda: translate("Settings", "What the key is for"),
    lambda: translate("Settings", "With the clipboard, its text stands in a new conversation, below your question."),
    "general",
    lambda: (
        ("write", translate("Settings", "Writing")),
        ("clipboard", translate("Settings", "Asking about the clipboard")),
    ),
)
TRAY = Setting(
    "tray",
    False,
    lambda: translate("Settings", "Icon in the system tray"),
    lambda: translate("Settings", "With the window, a new conversation and the end in its menu."),
    "general",
)
CLOSE_TO_TRAY = Setting(
    "close_to_tray",
    False,
    lambda: translate("Settings", "Closing leaves Lamplight in the tray"),
    lambda: translate("Settings", "Models stay in memory and the keys go on working; Quit ends it."),
    "general",
)
SUMMARIES = Setting(
    "story_summaries",
    True,
    lambda: translate("Settings", "Summarise scenes in the background"),
    lambda: translate("Settings", "While nothing else needs the model, and never on battery."),
    "engine",
)
HUB_SOURCE = Setting(
    "hub_source",
    "huggingface",
    lambda: translate("Settings", "Where models come from"),
    lambda: translate(
        "Settings", "ModelScope is usually the faster one in China. Nothing is asked of either by itself."
    ),
    "hub",
    lambda: (("huggingface", "Hugging Face"), ("modelscope", "ModelScope")),
)
HUB_ADDRESS = Setting(
    "hub_address",
    "",
    lambda: translate("Settings", "Mirror of Hugging Face"),
    lambda: translate("Settings", "Empty uses https://huggingface.co. A mirror sees what you search for and fetch."),
    "hub",
    valid=is_address,
)
MODELSCOPE_ADDRESS = Setting(
    "modelscope_address",
    "",
    lambda: translate("Settings", "Address of ModelScope"),
    lambda: translate("Settings", "Empty uses https://modelscope.cn; https://modelscope.ai is for other countries."),
    "hub",
    valid=is_address,
)
PROXY = Setting(
    "proxy",
    "system",
    lambda: translate("Settings", "Proxy"),
    lambda: translate("Settings", "The system’s also means the variables HTTPS_PROXY and NO_PROXY."),
    "hub",
    lambda: (
        ("system", translate("Settings", "System")),
        ("none", translate("Settings", "None")),
        ("own", translate("Settings", "Your own")),
    ),
)
PROXY_ADDRESS = Setting(
    "proxy_address",
    "",
    lambda: translate("Settings", "Address of your own proxy"),
    lambda: translate("Settings", "Such as http://127.0.0.1:7890. It is used where “Your own” is chosen above."),
    "hub",
    valid=is_address,
)
UPDATES = Setting(
    "updates",
    "asked",
    lambda: translate("Settings", "When to look for new versions"),
    lambda: translate("Settings", "Every week means at a start, when the last look is seven days old."),
    "updates",
    lambda: (("asked", translate("Settings", "When I ask")), ("weekly", translate("Settings", "Every week"))),
)
HUB_TOKENS = Setting("hub_tokens", "", lambda: translate("Settings", "Sources with an access token"))
SEED = Setting("seed", -1, lambda: translate("Settings", "Seed"), least=-1, most=2**32 - 2)

ALL: tuple[Setting, ...] = (
    LANGUAGE,
    SUMMON,
    SUMMON_KEYS,
    SUMMON_FOR,
    TRAY,
    CLOSE_TO_TRAY,
    THEME,
    TEXT_SIZE,
    REDUCED_MOTION,
    GPU_LAYERS,
    THREADS,
    CONTEXT,
    KEPT_STATES,
    MEMORY_BUDGET,
    IDLE_UNLOAD,
    MODEL,
    MODELS_FOLDER,
    PROSE_MODEL,
    DOWNLOADS_AT_ONCE,
    SYSTEM_PROMPT,
    TEMPERATURE,
    TOP_P,
    REPEAT_PENALTY,
    MAX_TOKENS,
    TRANSLATE_MODEL,
    HOTKEY,
    HOTKEY_KEYS,
    HOTKEY_TEXT,
    SUMMARIES,
    HUB_SOURCE,
    HUB_ADDRESS,
    MODELSCOPE_ADDRESS,
    PROXY,
    PROXY_ADDRESS,
    UPDATES,
    HUB_TOKENS,
    SEED,
)


class Settings:
    """The values in force. A damaged file is kept aside as `.damaged` and the defaults are used."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._values: dict[str, Any] = {}
        self._overrides: dict[str, Value] = {}
        self._listeners: list[Callable[[Setting], None]] = []
        self._lock = threading.Lock()
        if path is not None:
            self._values = self._read(path)

    def __getitem__(self, setting: Setting) -> Any:
        """The value of `setting`; the default where none was set or the stored one is invalid."""
        if setting.key in self._overrides:
            return self._overrides[setting.key]
        try:
            return setting.check(self._values[setting.key])
        except KeyError:
            return setting.default
        except LamplightError as error:
            log.warning("setting ignored: %s", error)
            return setting.default

    def set(self, setting: Setting, value: Any) -> Value:
        """Keep a value at once and return the one before.

        Raises LamplightError(INVALID_VALUE) for a value out of bounds and OSError when the file can't be written (the
        value then still holds until the program ends).
        """
        checked = setting.check(value)
        before: Value = self[setting]
        self._overrides.pop(setting.key, None)
        with self._lock:
            if checked == setting.default:
                self._values.pop(setting.key, None)
            else:
                self._values[setting.key] = checked
        for listener in list(self._listeners):
            listener(setting)
        if self._path is not None:
            write_json(self._path, self._values)
        return before

    def override(self, setting: Setting, value: Any) -> None:
        """Let `value` hold for this run only; the file is left alone. Raises LamplightError(INVALID_VALUE)."""
        self._overrides[setting.key] = setting.check(value)

    def subscribe(self, listener: Callable[[Setting], None]) -> None:
        """Call `listener` with the setting after each change."""
        self._listeners.append(listener)

    @staticmethod
    def _read(path: Path) -> dict[str, Any]:
        try:
            found = read_json(path)
        except (ValueError, OSError) as error:
            log.warning("settings not readable, defaults used: %s", error)
            _set_aside(path)
            return {}
        return found if isinstance(found, dict) else {}


def _set_aside(path: Path) -> None:
    try:
        path.replace(path.with_suffix(path.suffix + ".damaged"))
    except OSError as error:
        log.warning("damaged settings stay where they are: %s", error)
