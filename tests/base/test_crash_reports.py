"""Reports of crashes: readable, on this machine, with nothing of anybody's text; secret words are looked for in all."""

from __future__ import annotations

import ast
import logging
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.base.crashes import watch
from desktop.base.crashes.report import fault_places, of_engine, of_exception, text_of
from desktop.base.crashes.reports import Reports
from desktop.base.crashes.watch import Watch
from desktop.base.errors import Code, LamplightError
from desktop.base.log import LEVELS, start_log

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "plover-egg-7731"
log = logging.getLogger("desktop.tests")


def _fail(text: str) -> None:
    """Raises what repeats the text in its message, its cause and its context."""
    try:
        try:
            raise KeyError(text)
        except KeyError as error:
            raise ValueError(f"not a number: {text}") from error
    except ValueError:
        int(text)


def _texts(folder: Path) -> list[str]:
    return [report.text() for report in Reports(folder).all()]


def test_a_fault_leaves_a_report_without_its_words(tmp_path: Path) -> None:
    watch.begin(tmp_path)
    log.warning("opened %s", SECRET)
    logging.getLogger("httpx2").error(SECRET)
    try:
        _fail(SECRET)
    except ValueError:
        log.exception("task failed")
    (text,) = _texts(tmp_path)
    assert SECRET not in text
    assert "opened %s" in text
    assert "ValueError" in text
    assert "KeyError" in text
    assert "test_crash_reports.py" in text
    assert "_fail" in text
    assert "Lamplight 0" in text
    assert str(ROOT) not in text


def test_uncaught_ones_are_reported_too(tmp_path: Path) -> None:
    """As Python tells of them: of the main thread, of another, of a slot of Qt's."""
    start_log(tmp_path / "app.log")
    watch.begin(tmp_path)
    try:
        _fail(SECRET)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)

    def work() -> None:
        raise RuntimeError(SECRET)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    texts = _texts(tmp_path)
    assert len(texts) == 2
    assert "RuntimeError" in texts[0]
    assert not any(SECRET in text for text in texts)


def test_what_a_person_can_do_something_about_is_no_crash(tmp_path: Path) -> None:
    watch.begin(tmp_path)
    for error in (LamplightError(Code.DISK_FULL), OSError(28, "full"), KeyboardInterrupt()):
        log.error("failed", exc_info=error)
    assert not _texts(tmp_path)


def test_the_same_fault_is_reported_once_and_old_reports_go(tmp_path: Path) -> None:
    for _ in range(24):
        watched = watch.begin(tmp_path)
        for _ in range(3):
            watched.add(of_exception(ValueError(SECRET)))
    assert len(_texts(tmp_path)) == 20
    reports = Reports(tmp_path)
    assert len(reports.untold()) == 20
    reports.told()
    assert not reports.untold()
    watch.begin(tmp_path).add(of_exception(ValueError(SECRET)))
    assert len(reports.untold()) == 1


def test_a_folder_that_can_not_be_written_is_no_second_fault(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    watched = Watch(tmp_path / "file" / "crashes")
    watched.add(of_exception(ValueError(SECRET)))
    watched.take_faults()
    assert Reports(tmp_path / "file" / "crashes").all() == []


def test_a_segmentation_fault_is_told_at_the_next_start(tmp_path: Path) -> None:
    """A real one, in a process of its own."""
    code = (
        "import faulthandler, sys, pathlib\n"
        "from desktop.base.crashes import watch\n"
        f"secret = {SECRET!r}\n"
        "watch.begin(pathlib.Path(sys.argv[1])).take_faults()\n"
        "def innermost(words): faulthandler._sigsegv()\n"
        "innermost(secret)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, check=False)
    assert ran.returncode != 0
    assert not _texts(tmp_path)
    watched = Watch(tmp_path)
    watched.take_faults()
    watched.end()
    (text,) = _texts(tmp_path)
    assert "Segmentation fault" in text
    assert "innermost" in text
    assert SECRET not in text
    assert not list(tmp_path.glob("*.fault"))


def test_a_run_that_ended_well_leaves_nothing(tmp_path: Path) -> None:
    watched = Watch(tmp_path)
    watched.take_faults()
    watched.end()
    assert not list(tmp_path.iterdir())


def test_the_engine_tells_only_its_places(tmp_path: Path) -> None:
    written = (
        f"llama_decode: {SECRET}\nerror: {SECRET}\n"
        f"GGML_ASSERT(n_tokens > 0) failed: {SECRET}\n"
        "Fatal Python error: Aborted\n\nCurrent thread 0x00007f01 (most recent call first):\n"
        '  File "/home/ada/desktop/engine/worker/batch.py", line 12 in decode\n'
        f"Extension modules: {SECRET}\nprompt: {SECRET}\n"
    )
    text = text_of(of_engine(written, {"signal": 6}), datetime.now(UTC))
    assert SECRET not in text
    assert "/home/ada" not in text
    assert "Aborted" in text
    assert "GGML_ASSERT(n_tokens > 0) failed" in text
    assert "desktop/engine/worker/batch.py:12 decode" in text
    assert fault_places(f"Fatal Python error: {SECRET}!\n  File {SECRET}, line 1 in f") == ("", [])


def test_the_words_of_the_log_are_the_code_s_own() -> None:
    """A report repeats them: one made from a value would bring it along."""
    wrong = [
        f"{path}:{node.lineno}"
        for path in (ROOT / "desktop").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in {f"log.{level}" for level in (*LEVELS, "exception", "critical")}
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert not wrong


@pytest.mark.parametrize("ending", [{"signal": 9}, {"exit_code": 3}, {}])
def test_an_engine_that_wrote_nothing(ending: dict[str, int]) -> None:
    crash = of_engine("", ending)
    assert crash.what.startswith("The engine, in which models run, ended (")
    assert not crash.places
