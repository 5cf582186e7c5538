"""What is a source, and when the inbox is told to be new."""

from __future__ import annotations

import asyncio
import os

import pytest
from insight_airflow import commands
from insight_airflow.inbox import PATIENCE, InboxTrigger, Listing, Source, Watch, sources


def drop(folder, name, text="x"):
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_each_folder_is_a_source(tmp_path):
    drop(tmp_path, "FR/a.txt")
    drop(tmp_path, "BE/b.txt")
    drop(tmp_path, ".hidden/c.txt")
    assert sources(str(tmp_path)) == [
        Source(str(tmp_path), "BE"),
        Source(str(tmp_path), "FR"),
    ]
    drop(tmp_path, "policy.yaml", "source: FR\n")
    assert [s.folder for s in sources(str(tmp_path))] == ["BE", "FR"]


def test_an_inbox_with_files_of_its_own_is_one_source(tmp_path):
    drop(tmp_path, "FR/a.txt")
    drop(tmp_path, "note.txt")
    drop(tmp_path, "note.txt.policy.yaml")
    drop(tmp_path, "policy.yaml")
    # Its policy.yaml is found from there.
    assert sources(str(tmp_path)) == [Source(str(tmp_path), None)]


def test_what_cannot_be_looked_at_is_a_source_and_stops_no_other(tmp_path, monkeypatch):
    drop(tmp_path, "BE/a.txt")
    drop(tmp_path, "FR/b.txt")
    (tmp_path / "GB").symlink_to(tmp_path / "share-that-is-not-mounted")
    look = os.stat

    def stale(path, *args, **more):
        if str(path).endswith("FR"):
            raise OSError(116, "Stale file handle", path)
        return look(path, *args, **more)

    drop(tmp_path, "Pr\u00e9fecture\u00a0de police/c.txt")
    (tmp_path / "policy.yaml").symlink_to(tmp_path / "gone.yaml")
    monkeypatch.setattr(os, "stat", stale)
    assert [s.folder for s in sources(str(tmp_path))] == [
        "BE",
        "FR",
        "GB",
        "Pr\u00e9fecture\u00a0de police",
    ]


def test_an_inbox_with_a_name_that_cannot_be_told_is_one_source(tmp_path):
    drop(tmp_path, "FR/a.txt")
    os.mkdir(os.fsencode(tmp_path) + b"/Z\xfcrich")
    assert sources(str(tmp_path)) == [Source(str(tmp_path), None)]


def test_an_inbox_without_sources_has_none_and_one_elsewhere_is_one(tmp_path):
    assert sources(str(tmp_path)) == []
    assert sources("hdfs://cluster/inbox") == [Source("hdfs://cluster/inbox", None)]
    with pytest.raises(FileNotFoundError):
        sources(str(tmp_path / "none"))


def test_the_command_of_a_source_names_the_inbox_and_its_folder():
    # With = it stays the folder's name, whatever it begins with.
    assert commands.receive("/in", "-FR")[2:] == ["--inbox", "/in", "--only=-FR"]
    assert commands.receive("/in", None)[2:] == ["--inbox", "/in"]


def test_a_listing_changes_with_any_file_and_with_nothing_else(tmp_path):
    assert Listing.of(str(tmp_path)).files == 0
    file = drop(tmp_path, "FR/a.txt")
    first = Listing.of(str(tmp_path))
    assert first == Listing.of(str(tmp_path)) and first.files == 1
    (tmp_path / "empty").mkdir()
    drop(tmp_path, ".part")
    assert Listing.of(str(tmp_path)) == first
    seen = {first.digest}
    os.utime(file, ns=(1, 1))
    seen.add(Listing.of(str(tmp_path)).digest)
    drop(tmp_path, "FR/a.txt", "longer")
    os.utime(file, ns=(1, 1))
    seen.add(Listing.of(str(tmp_path)).digest)
    file.rename(tmp_path / "FR" / "b.txt")
    seen.add(Listing.of(str(tmp_path)).digest)
    drop(tmp_path, "FR/c.txt")
    seen.add(Listing.of(str(tmp_path)).digest)
    assert len(seen) == 5


def test_what_links_lead_to_is_watched_once_and_not_in_circles(tmp_path):
    inbox = tmp_path / "inbox"
    drop(inbox, "FR/a.txt")
    drop(tmp_path, "share/b.txt")
    (inbox / "GB").symlink_to(tmp_path / "share")
    (inbox / "c.txt").symlink_to(drop(tmp_path, "c.txt"))
    (inbox / "FR" / "gone.txt").symlink_to(tmp_path / "gone.txt")
    for link, to in ((tmp_path / "share" / "again", "."), (inbox / "up", ".."), (inbox / "x", "FR")):
        link.symlink_to(to)
    seen = {Listing.of(str(inbox)).digest}
    # Of what is in the inbox, links among it: a, GB, b, again, c, gone, up, x.
    assert Listing.of(str(inbox)).files == 8
    drop(tmp_path, "share/d.txt")
    seen.add(Listing.of(str(inbox)).digest)
    os.utime(tmp_path / "c.txt", ns=(1, 1))
    seen.add(Listing.of(str(inbox)).digest)
    assert len(seen) == 3


def test_a_folder_that_cannot_be_read_stops_no_watch(tmp_path, monkeypatch):
    drop(tmp_path, "FR/a.txt")
    drop(tmp_path, "BE/b.txt")
    whole = Listing.of(str(tmp_path))
    scan = os.scandir

    def refuse(folder):
        if str(folder).endswith("FR"):
            raise PermissionError(13, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    without = Listing.of(str(tmp_path))
    assert without.files == 2 and without.digest != whole.digest
    drop(tmp_path, "BE/c.txt")
    assert Listing.of(str(tmp_path)).files == 3


def test_a_file_whose_rights_are_mended_is_told(tmp_path, monkeypatch):
    file = drop(tmp_path, "FR/a.txt")
    (tmp_path / "FR" / "b.txt").symlink_to(drop(tmp_path, ".b.txt"))
    may = os.access
    # Whoever runs the tests may read whatever the rights are.
    refused = {str(file), str(tmp_path / "FR" / "b.txt")}
    monkeypatch.setattr(os, "access", lambda path, how: path not in refused and may(path, how))
    told = []
    watch = Watch(None)
    for mended in (None, *sorted(refused)):
        refused.discard(mended)
        for _ in range(3):
            listing = Listing.of(str(tmp_path))
            if watch.see(listing):
                watch.tell(listing)
                told.append(mended)
    assert told == [None, str(file), str(tmp_path / "FR" / "b.txt")]
    # A link to it elsewhere, as a backup makes, changes nothing of it.
    os.link(file, tmp_path / ".backup")
    assert not watch.see(Listing.of(str(tmp_path))) and not watch.see(Listing.of(str(tmp_path)))


def test_what_is_still_changing_is_not_told_and_what_was_told_is_not_told_again():
    watch = Watch(None)
    assert not watch.see(Listing(0, "empty"))
    assert not watch.see(Listing(1, "a"))
    assert not watch.see(Listing(2, "b"))
    assert watch.see(Listing(2, "b"))
    # Not marked as told, as where the triggerer dies: told again.
    assert watch.see(Listing(2, "b"))
    watch.tell(Listing(2, "b"))
    assert not watch.see(Listing(2, "b"))
    assert not watch.see(Listing(3, "c"))
    assert watch.see(Listing(3, "c"))


def test_a_stream_that_never_settles_is_told_in_the_end():
    watch = Watch("a")
    told = [watch.see(Listing(n, str(n))) for n in range(1, PATIENCE + 1)]
    assert told == [False] * (PATIENCE - 1) + [True]


def test_what_an_earlier_triggerer_told_is_not_told():
    watch = Watch("a")
    assert not watch.see(Listing(1, "a"))
    assert not watch.see(Listing(1, "a"))


def test_the_trigger_fires_once_for_each_change(tmp_path):
    async def drops():
        events = InboxTrigger(str(tmp_path), look_every=0.02).run()
        drop(tmp_path, "FR/a.txt")
        first = await anext(events)
        drop(tmp_path, "FR/b.txt")
        second = await anext(events)
        third = asyncio.ensure_future(anext(events))
        for _ in range(20):
            await asyncio.sleep(0.02)
        quiet = not third.done()
        third.cancel()
        return first.payload, second.payload, quiet

    first, second, quiet = asyncio.run(drops())
    assert (first["files"], second["files"], quiet) == (1, 2, True)
    assert "a.txt" not in str(first)
