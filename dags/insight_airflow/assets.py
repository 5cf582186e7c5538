"""The assets: the inbox and each table of the lake."""

from __future__ import annotations

from airflow.sdk import Asset, AssetWatcher
from insight_airflow.inbox import InboxTrigger
from insight_airflow.settings import Settings


def table(name: str) -> Asset:
    """A table, as stage.table; updated when readers see what was written to it."""
    return Asset(name=name, uri=f"insight://lake/{name.replace('.', '/')}", group="insight")


def inbox(settings: Settings) -> Asset:
    """The inbox; updated when something new is complete in it."""
    name = "inbox"
    if "://" in settings.inbox:
        # Of another file system, which the triggerer does not see: whoever drops there tells Airflow.
        return Asset(name=name, uri="insight://inbox", group="insight")
    watcher = AssetWatcher(
        name="new-files",
        trigger=InboxTrigger(folder=settings.inbox, look_every=settings.look_every),
    )
    return Asset(name=name, uri="insight://inbox", group="insight", watchers=[watcher])
