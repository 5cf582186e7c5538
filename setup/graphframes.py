"""Cuts GraphFrames' classes out of the jars that bring them, into one small jar with the same bytes every time.

    graphframes.py --out FILE.jar SOURCE...

A SOURCE is a jar, or a wheel with jars in it. Only the packages of GraphFrames (Apache-2.0) are taken; in the zingg
wheel all else is under the AGPL and stays there. Ends with 1 and one line where the classes are not in the sources.
"""

from __future__ import annotations

import argparse
import io
import pathlib
import sys
import zipfile

PACKAGES = ("org/graphframes/", "org/apache/spark/sql/graphframes/", "org/apache/spark/graphframes/")
NEEDED = ("org/graphframes/GraphFrame.class", "org/graphframes/lib/ConnectedComponents.class")
JAR_IN_WHEEL = "zingg/jars/zingg-0.7.0.jar"
# The first date that a zip can hold: a jar made twice has the same bytes.
DATE = (1980, 1, 1, 0, 0, 0)


def classes(source: pathlib.Path) -> dict[str, bytes]:
    """Name to bytes of every class of GraphFrames in a jar or a wheel."""
    with zipfile.ZipFile(source) as archive:
        if source.suffix == ".whl":
            with zipfile.ZipFile(io.BytesIO(archive.read(JAR_IN_WHEEL))) as jar:
                return wanted(jar)
        return wanted(archive)


def wanted(jar: zipfile.ZipFile) -> dict[str, bytes]:
    return {
        name: jar.read(name) for name in jar.namelist() if name.startswith(PACKAGES) and name.endswith(".class")
    }


def write(entries: dict[str, bytes], out: pathlib.Path) -> None:
    out.parent.mkdir(parents=True, exist_ok=True)
    half = out.with_suffix(".part")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as jar:
        for name in sorted(entries):
            entry = zipfile.ZipInfo(name, DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            jar.writestr(entry, entries[name])
    half.replace(out)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("sources", type=pathlib.Path, nargs="+")
    arguments = parser.parse_args()
    entries: dict[str, bytes] = {}
    for source in arguments.sources:
        entries.update(classes(source))
    missing = [name for name in NEEDED if name not in entries]
    if missing:
        print(f"Cannot cut out GraphFrames: its classes are not in the sources, missing {missing[0]}", file=sys.stderr)
        return 1
    write(entries, arguments.out)
    print(f"{arguments.out.name}: {len(entries)} classes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
