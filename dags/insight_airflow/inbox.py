"""The inbox: which sources it has, and a watch that tells when something new is complete in it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import time
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from airflow.triggers.base import BaseEventTrigger, TriggerEvent

#: What is still changing after so many looks is told all the same, so that a steady stream gets in.
PATIENCE = 30
#: Links on the way to a file; as the platform has it.
MOST_LINKS = 3
#: The key of the asset's state under which the last listing that was told is kept.
TOLD = "listing"
_POLICY = "policy.yaml"


@dataclass(frozen=True)
class Source:
    """An inbox, and the folder of it to receive by itself; None for all of it."""

    inbox: str
    folder: str | None


def sources(inbox: str) -> list[Source]:
    """
    The folders in the inbox, each a source; the whole inbox where files lie in it beside them, where
    the name of one cannot be told, or where it is on another file system than this machine's. What
    cannot be looked at is a source, which ends badly by itself.
    """
    if "://" in inbox:
        return [Source(inbox, None)]
    folders = []
    for name in sorted(os.listdir(inbox)):
        path = os.path.join(inbox, name)
        if name.startswith(".") or not os.path.lexists(path):
            continue
        folder = _is_folder(path)
        if folder is not True and _is_policy(name):
            continue
        if folder is False or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
            return [Source(inbox, None)]
        folders.append(Source(inbox, name))
    return folders


def _is_folder(path: str) -> bool | None:
    """None of what cannot be told, as a link to a share that is not mounted."""
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)
    except OSError:
        return None


def _is_policy(name: str) -> bool:
    return name == _POLICY or name.endswith("." + _POLICY)


@dataclass(frozen=True)
class Listing:
    """What is in the inbox at one look."""

    files: int
    digest: str

    @staticmethod
    def of(folder: str) -> Listing:
        """
        Of all files below a folder, by path, size, time of change and whether they can be read; of
        none where there is none. A folder that cannot be read counts as one.
        """
        digest = hashlib.sha256()
        files = 0
        for path, size, changed, readable in sorted(_walk(folder)):
            line = f"{path}\0{size}\0{changed}\0{readable}\n"
            digest.update(line.encode("utf-8", "surrogateescape"))
            files += 1
        return Listing(files, digest.hexdigest())


def _walk(folder: str) -> list[tuple[str, int, int, bool]]:
    found = []
    # Each with where it lies in truth, and the folders that links on the way to it lead to.
    folders = [(folder, (os.path.realpath(folder),))]
    while folders:
        here, begins = folders.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        folders.append((entry.path, begins))
                        continue
                    link = entry.is_symlink()
                    if link and os.path.isdir(entry.path) and _leads_on(entry.path, begins):
                        folders.append((entry.path, (*begins, os.path.realpath(entry.path))))
                    # Of the file that a link leads to: it is that which changes.
                    status = entry.stat(follow_symlinks=link and os.path.isfile(entry.path))
                    # Mended rights leave the time of a file's bytes as it was, and that of its inode
                    # changes with each link and each backup, too.
                    readable = os.access(entry.path, os.R_OK)
                    path = os.path.relpath(entry.path, folder)
                    found.append((path, status.st_size, status.st_mtime_ns, readable))
        except FileNotFoundError:
            # Gone between two calls; the next look sees the rest.
            continue
        except OSError as e:
            # The run names what cannot be read; the watch of all else goes on.
            found.append((os.path.relpath(here, folder), -1, e.errno or 0, False))
    return found


def _leads_on(link: str, begins: tuple[str, ...]) -> bool:
    """Whether a link leads to a folder elsewhere, as the platform follows it, and not in a circle."""
    end = Path(os.path.realpath(link))
    return len(begins) <= MOST_LINKS and not any(
        end.is_relative_to(begin) or Path(begin).is_relative_to(end) for begin in begins
    )


class Watch:
    """Tells a listing once, and not before it has stayed the same for a look."""

    def __init__(self, told: str | None) -> None:
        self._told = told
        self._last: str | None = None
        self._unsettled = 0

    def see(self, listing: Listing) -> bool:
        """Whether to tell of this listing now."""
        if listing.files == 0 or listing.digest == self._told:
            self._last = listing.digest
            self._unsettled = 0
            return False
        settled = listing.digest == self._last
        self._last = listing.digest
        self._unsettled += 1
        return settled or self._unsettled >= PATIENCE

    def tell(self, listing: Listing) -> None:
        """Marks a listing as told."""
        self._told = listing.digest
        self._unsettled = 0


class InboxTrigger(BaseEventTrigger):
    """
    Fires whenever what is in a folder has changed and is complete.

    A file stays where it is: what is new in it is decided by the platform, from contents and policy,
    and a change that brings nothing new ends in a run that writes no row. The last listing that was
    told is kept in the asset's state, after the event: where the triggerer dies in between, the same
    listing is told again, never lost.

    :param folder: local folder with all below it; names that start with a dot are passed over
    :param look_every: seconds between two looks
    """

    def __init__(self, folder: str, look_every: float = 10.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.folder = folder
        self.look_every = look_every

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The class and what makes it anew."""
        return (
            "insight_airflow.inbox.InboxTrigger",
            {"folder": self.folder, "look_every": self.look_every},
        )

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """Looks for ever."""
        store = self.asset_state_store
        watch = Watch(None if store is None else await store.aget(TOLD))
        while True:
            started = time.monotonic()
            listing = await asyncio.to_thread(Listing.of, self.folder)
            if watch.see(listing):
                # Counts only: the names of files may name persons.
                yield TriggerEvent({"files": listing.files, "listing": listing.digest})
                watch.tell(listing)
                if store is not None:
                    await store.aset(TOLD, listing.digest)
            await asyncio.sleep(max(0.0, self.look_every - (time.monotonic() - started)))
