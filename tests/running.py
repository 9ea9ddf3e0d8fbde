"""What a run shows, on a terminal and in a log: each file when its first test begins, each failure when it happens."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

FAILED_LIST = "LAMPLIGHT_FAILED_LIST"  # the file that `make test` reads the failed tests from, to run them alone


class Running:
    """A line for each file that is begun, in the process that reports; with `-v` pytest's own lines are enough."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._begun: set[str] = set()
        self._start = time.monotonic()
        self._failed: dict[str, None] = {}

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        file = nodeid.partition("::")[0]
        if file not in self._begun:
            self._begun.add(file)
            self._write(file)

    @pytest.hookimpl(tryfirst=True)
    def pytest_report_teststatus(self, report: pytest.TestReport) -> tuple[str, str, str] | None:
        """No dot for a test that passed: under several workers it would say nothing about the file beside it."""
        if report.passed and report.when == "call":
            return "passed", "", "PASSED"
        return None

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._write(f"failed: {report.nodeid}")
            self._failed[report.nodeid] = None

    def pytest_sessionfinish(self) -> None:
        if FAILED_LIST in os.environ:
            Path(os.environ[FAILED_LIST]).write_text("\n".join(self._failed), encoding="utf-8")

    def _write(self, line: str) -> None:
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if reporter is not None:
            minutes, seconds = divmod(int(time.monotonic() - self._start), 60)
            reporter.ensure_newline()
            reporter.write_line(f"{minutes:3}:{seconds:02} {line}")


def show(config: pytest.Config) -> None:
    """Begin to show it; a worker of pytest-xdist shows nothing itself."""
    if config.option.verbose <= 0 and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Running(config), "running")
