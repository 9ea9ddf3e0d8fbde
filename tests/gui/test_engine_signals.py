"""What is heard from other threads while its owner is being deleted here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import threading

from PySide6.QtCore import QCoreApplication, QEvent

from desktop.ui.engine_signals import EngineSignals

class Manager:
    listeners = []

    def subscribe(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)

    def tell(self):
        while not ended:
            for listener in list(self.listeners):
                listener()

ended = []
application, manager = QCoreApplication([]), Manager()
others = [threading.Thread(target=manager.tell) for _ in range(3)]
for other in others:
    other.start()
heard = 0

def count():
    global heard
    heard += 1

for _ in range(1500):
    signals = EngineSignals(manager)
    signals.state_changed.connect(count)
    application.processEvents()
    signals.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
ended.append(True)
for other in others:
    other.join()
print(heard)
"""


def test_an_owner_that_is_deleted_while_others_tell_ends_nothing() -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert int(ran.stdout) > 0
