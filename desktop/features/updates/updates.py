"""From the question whether there is a newer version to the moment before it is installed, and the way back."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import desktop
from desktop.base.build_facts import BuildFacts, build_facts
from desktop.base.errors import Code, HubError, LamplightError
from desktop.base.network.doors import UPDATES as DOOR
from desktop.base.paths import Paths
from desktop.base.settings import UPDATES, Settings
from desktop.features.models.fetching.hubs import proxy_of
from desktop.features.updates.installation import Installation, Kind, installation
from desktop.features.updates.installing import Outcome, Run, install
from desktop.features.updates.record import Record, RecordFile
from desktop.features.updates.switching import before, switch_back
from desktop.hub.network import NetworkOptions, host
from desktop.hub.releases.feed import Release, ReleaseFile, fetch_releases, order
from desktop.hub.transfer.progress import Control, Progress
from desktop.hub.transfer.transfer import Transfer
from desktop.hub.transfer.tuning import Tuning
from desktop.store.core.backups import BEFORE_UPDATE, make_backup
from desktop.store.core.migrate import revisions

log = logging.getLogger(__name__)

_WEEK = 7 * 24 * 3600.0
_TELL_SECONDS = 0.2


@dataclass(frozen=True)
class Found:
    """What was asked for: the newest version, None where it is this one, and its package for this machine."""

    release: Release | None = None
    file: ReleaseFile | None = None


@dataclass(frozen=True)
class Before:
    """A version that can be gone back to. `backup` is gone back to as well where `data` says that it must be; what is
    in the database then is kept first. `package` is None where it lies beside this version already.
    """

    version: str
    data: bool
    backup: Path | None
    package: Path | None


class Updates:
    """Of one installation. Nothing asks anybody before `look`; safe from any thread but for two at once."""

    def __init__(
        self,
        paths: Paths,
        settings: Settings,
        facts: BuildFacts | None = None,
        *,
        version: str = desktop.__version__,
        found: Installation | None = None,
        tuning: Tuning | None = None,
    ) -> None:
        self._paths = paths
        self._settings = settings
        self.facts = facts or build_facts()
        self.version = version
        self._found = found
        self._tuning = tuning or Tuning()
        self._record = RecordFile(paths.updates / "record.json")

    @property
    def host(self) -> str:
        """Who would be asked."""
        return host(self.facts.releases)

    @cached_property
    def installation(self) -> Installation:
        """How this program came here. Asks the system's packages: not on the main thread."""
        return self._found or installation(self.facts)

    @property
    def record(self) -> Record:
        """What is remembered."""
        return self._record.read()

    def due(self) -> bool:
        """Whether a person said that it may be looked for every week, and the week is over."""
        return self._settings[UPDATES] == "weekly" and time.time() - self.record.asked >= _WEEK

    # -- what waits for the network --------------------------------------------------------------------------------

    def look(self) -> Found:
        """Ask for the list of releases. Raises HubError, LamplightError(UPDATE_NO_KEY)."""
        releases = self._releases()
        with suppress(OSError):
            self._record.change(asked=time.time())
        newest = next((each for each in releases if order(each.version) > order(self.version)), None)
        if newest is None:
            return Found()
        if not self.installation.by_itself:
            return Found(newest)
        return Found(newest, self._file(newest))

    def fetch(
        self,
        release: Release,
        file: ReleaseFile | None = None,
        told: Callable[[Progress], object] = lambda progress: None,
        control: Control | None = None,
    ) -> Path:
        """Fetch a version's package, or go on; its SHA-256 is the one that was signed. Returns where it is.

        `told` is called a few times a second, on another thread. Raises HubError as `Transfer.run`, UPDATE_NO_FILE.
        """
        file = file or self._file(release)
        if file is None:
            raise self._no_file(release)
        folder = self._paths.updates
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        whole = folder / file.name
        if _is_whole(whole, file):
            return whole
        part = folder / f"{file.name}.part"
        progress = Progress(size=file.remote.size)
        with _Ticker(lambda: told(progress)):
            Transfer(
                file.remote, part, self._options(), control or Control(), progress, self._tuning, magic=b"", door=DOOR
            ).run()
        part.replace(whole)
        part.with_suffix(".journal").unlink(missing_ok=True)
        self._drop_others(whole)
        return whole

    # -- the moment before -----------------------------------------------------------------------------------------

    def prepare(self, package: Path) -> Path | None:
        """Copy the database, checked, and remember what to go back to. Returns the copy; None where nothing is kept.

        Call it while the store is closed. Raises StoreError, OSError: then nothing may be installed.
        """
        backup = None
        if self._paths.database.exists():
            backup = make_backup(self._paths.database, self._paths.backups, BEFORE_UPDATE)
        mine = next((each for each in self._packages() if each != package and self.version in each.name), None)
        self._record.change(
            version=self.version, schema=revisions()[-1], backup=str(backup or ""), package=str(mine or "")
        )
        return backup

    def install(self, package: Path, *, terminal: bool = False, run: Run | None = None) -> Outcome:
        """Copy the database first, then install. Raises StoreError, LamplightError(UPDATE_NOT_INSTALLED)."""
        kept = self.record
        self.prepare(package)
        try:
            return install(package, self.installation, terminal=terminal, run=run)
        except LamplightError:
            self._record.change(version=kept.version, schema=kept.schema, backup=kept.backup, package=kept.package)
            raise

    # -- back ------------------------------------------------------------------------------------------------------

    def before(self) -> Before | None:
        """The version before, where there is one to go back to. Nobody is asked."""
        record = self.record
        if not record.version or order(record.version) >= order(self.version):
            return None
        backup = Path(record.backup) if record.backup and Path(record.backup).exists() else None
        package = Path(record.package) if record.package and Path(record.package).exists() else None
        return Before(record.version, record.schema != revisions()[-1], backup, package)

    def fetch_before(self, wanted: Before, told: Callable[[Progress], object] = lambda progress: None) -> Path | None:
        """Its package; fetched where it wasn't kept, None where none is needed. Raises HubError."""
        if wanted.package is not None or self._lies_beside:
            return wanted.package
        release = next((each for each in self._releases() if each.version == wanted.version), None)
        if release is None:
            raise LamplightError(Code.UPDATE_NOTHING_BEFORE)
        return self.fetch(release, told=told)

    @property
    def needs_network(self) -> bool:
        """Whether going back asks the host for the version before."""
        found = self.before()
        return found is not None and found.package is None and not self._lies_beside

    def go_back(
        self, wanted: Before, package: Path | None, *, terminal: bool = False, run: Run | None = None
    ) -> Outcome:
        """Put the version before into this one's place, and the data that it can read.

        Where its database is another one, what is there now is kept as a backup first, then the copy from before the
        update is gone back to. Call it while the store is closed. Raises StoreError, LamplightError: the program and
        the data are then as they were.
        """
        from desktop.store.core.restoring import Backups

        backups = Backups(self._paths.database, self._paths.backups)
        undo = None
        if wanted.data:
            if wanted.backup is None:
                raise LamplightError(Code.UPDATE_NOTHING_BEFORE)
            undo = backups.restore(wanted.backup)
        try:
            if self._lies_beside and package is None:
                switch_back(self.installation.program)
                outcome = Outcome.INSTALLED
            else:
                assert package is not None
                outcome = install(package, self.installation, terminal=terminal, run=run)
        except (OSError, LamplightError) as error:
            if undo is not None:
                backups.restore(undo)
            if isinstance(error, LamplightError):
                raise
            raise LamplightError(
                Code.UPDATE_NOT_INSTALLED, path=str(before(self.installation.program)), cause=str(error)
            ) from error
        self._record.change(version="", schema="", backup="", package="")
        return outcome

    # -- inside ----------------------------------------------------------------------------------------------------

    @property
    def _lies_beside(self) -> bool:
        found = self.installation
        return found.kind in (Kind.APPIMAGE, Kind.FOLDER) and before(found.program).exists()

    def _releases(self) -> list[Release]:
        if not self.facts.key:
            raise LamplightError(Code.UPDATE_NO_KEY)
        return fetch_releases(self.facts.releases, self.facts.key, self._options(), self._tuning)

    def _options(self) -> NetworkOptions:
        return NetworkOptions(self.facts.releases.rpartition("/")[0], proxy_of(self._settings))

    def _file(self, release: Release) -> ReleaseFile | None:
        found = self.installation
        return release.file_for(found.kind, found.machine, found.form)

    def _no_file(self, release: Release) -> HubError:
        found = self.installation
        return HubError(Code.UPDATE_NO_FILE, version=release.version, kind=found.kind.value, machine=found.machine)

    def _packages(self) -> list[Path]:
        ours = (".json", ".part", ".journal")
        return [each for each in self._paths.updates.glob("*") if each.is_file() and not each.name.endswith(ours)]

    def _drop_others(self, whole: Path) -> None:
        """Packages take room: beside this one only that of the version in use stays, to go back to."""
        for each in self._packages():
            if each != whole and self.version not in each.name:
                with suppress(OSError):
                    each.unlink()


class _Ticker:
    """Calls something a few times a second until the block ends, and once more then."""

    def __init__(self, tell: Callable[[], object]) -> None:
        import threading

        self._tell = tell
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True, name="update-progress")

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._tell()

    def _run(self) -> None:
        while not self._ended.wait(_TELL_SECONDS):
            self._tell()


def _is_whole(path: Path, file: ReleaseFile) -> bool:
    """Whether it was fetched already, and is what was signed."""
    from desktop.base.file_hash import sha256

    try:
        return path.stat().st_size == file.remote.size and sha256(path) == file.remote.sha256
    except OSError:
        return False
