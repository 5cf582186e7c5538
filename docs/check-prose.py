#!/usr/bin/env python3
"""Checks the pages that people write: sentences over 30 words, lines over 160 characters, dead links.

Without arguments all pages are checked, save the decisions (docs/adr) and the rendered pages (docs/tables). Prints each
finding with its page and line, then a line for each page. Exit code 1 if anything was found.
"""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_WORDS = 30
LONGEST_LINE = 160
SENTENCE_END = re.compile(r"(?<=[.!?])[)\"*_’]*\s+(?=[(\"*\[]*[A-Z0-9`À-Ý…])")
ABBREVIATIONS = re.compile(r"\b(e\.g|i\.e|etc|vs|No|St)\.\s")


def pages():
    found = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    for folder in ("docs", "lab", "setup", "conf", "clients"):
        found += sorted((ROOT / folder).rglob("*.md"))
    return [p for p in found if "adr" not in p.parts and "tables" not in p.parts and "run" not in p.parts]


def blocks(text):
    """Pairs of a line number and a text that is one paragraph, list item, heading or table cell."""
    block, start, code = [], 0, False
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if stripped.startswith("```"):
            code = not code
            stripped = ""
        elif code:
            continue
        breaks = not stripped or stripped.startswith(("|", "#", "<!--")) or re.match(r"([-*]|\d+\.) ", stripped)
        if breaks and block:
            yield start, " ".join(block)
            block = []
        if stripped.startswith("|"):
            for cell in re.split(r"(?<!\\)\|", stripped.strip("|")):
                yield number, cell.strip()
        elif stripped.startswith("#"):
            yield number, stripped.lstrip("# ")
        elif stripped:
            if not block:
                start = number
            block.append(re.sub(r"^([-*]|\d+\.) ", "", stripped))
    if block:
        yield start, " ".join(block)


def words(sentence):
    """What a reader reads: code counts as one word, of a link its text alone."""
    sentence = re.sub(r"`[^`]*`", "CODE", sentence)
    sentence = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", sentence)
    return [word for word in sentence.split() if re.search(r"\w", word)]


def long_sentences(text):
    for number, block in blocks(text):
        block = re.sub(r"`[^`]*`", "CODE", re.sub(r"!?\[((?:[^\]`]|`[^`]*`)*)\]\([^)]*\)", r"\1", block))
        block = ABBREVIATIONS.sub(lambda match: match.group().replace(". ", "."), block)
        for sentence in re.split(r"(?<=[.!?])[)\"*_’]*\s+(?=\S)", block):
            count = len(words(sentence))
            if count > MOST_WORDS:
                yield number, f"{count} words: {sentence[:80]}"


def long_lines(text):
    code = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            code = not code
        elif not code and not line.startswith("|") and len(line) > LONGEST_LINE:
            yield number, f"{len(line)} characters"


def anchors(page):
    found = set()
    for line in re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.S).splitlines():
        if line.startswith("#"):
            title = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", line.lstrip("#").strip()).lower()
            found.add(re.sub(r"[^\w\- ]", "", title).replace(" ", "-"))
    return found


def dead_links(page, text):
    code = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            code = not code
        if code:
            continue
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"`[^`]*`", "", line)):
            if re.match(r"[a-z]+:", target):
                continue
            path, _, anchor = target.partition("#")
            file = (page.parent / path).resolve() if path else page
            if not file.exists():
                yield number, f"no such file: {target}"
            elif anchor and file.suffix == ".md" and anchor not in anchors(file):
                yield number, f"no such heading: {target}"


def main():
    total = 0
    for page in [Path(name).resolve() for name in sys.argv[1:]] or pages():
        text = page.read_text(encoding="utf-8")
        found = {"long sentences": list(long_sentences(text)), "long lines": list(long_lines(text))}
        found["dead links"] = list(dead_links(page, text))
        for findings in found.values():
            for number, what in findings:
                print(f"{page.relative_to(ROOT)}:{number}: {what}")
        total += sum(map(len, found.values()))
        counts = ", ".join(f"{len(findings)} {what}" for what, findings in found.items())
        print(f"{page.relative_to(ROOT)}: {len(text.encode())} bytes, {counts}", file=sys.stderr)
    sys.exit(1 if total else 0)


if __name__ == "__main__":
    main()
