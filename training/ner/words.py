"""Words, labels and spans: the one place that knows how text becomes the tokens of the model."""

import re

# One word is a run of letters, marks and digits; any other character that can be seen stands alone. The job that reads text must split in the same way:
# Spark NLP gives no label to a token of characters that cannot be seen.
MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
UNSEEN = "\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff"
WORD = re.compile(rf"[^\W_]+(?:[{MARKS}]+[^\W_]*)*|[^\s{UNSEEN}]")

KINDS = ("PER", "ORG", "LOC")
# "P-" begins a name whose first letter or letters are an Arabic particle (و ف ب ل ك), which is not part of the name.
LABELS = ("O",) + tuple(f"{part}-{kind}" for kind in KINDS for part in ("B", "I", "P"))
NUMBER = {label: number for number, label in enumerate(LABELS)}
IGNORED = -100

def particle(word):
    """How many letters of an Arabic word that starts with a particle are the particle, if the model says that it has one."""
    if word[:1] in "وف" and (word[1:4] in ("بال", "كال") or word[1:3] == "لل"):
        return 2
    return 1 if word[:1] in ("و", "ف", "ب", "ل", "ك") else 0


def split(text):
    """(start, end) of each word."""
    return [match.span() for match in WORD.finditer(text)]


def labelled(text, spans, ignored=()):
    """Words with the numbers of their labels. ``spans`` are (start, end, kind); words in an ``ignored`` (start, end) teach nothing."""
    words = split(text)
    labels = [0] * len(words)
    for start, end in ignored:
        for i, (a, b) in enumerate(words):
            if a < end and b > start:
                labels[i] = IGNORED
    for start, end, kind in spans:
        first = True
        for i, (a, b) in enumerate(words):
            if a < end and b > start:
                if first:
                    labels[i] = NUMBER[("P-" if a < start else "B-") + kind]
                    first = False
                else:
                    labels[i] = NUMBER["I-" + kind]
    return [text[a:b] for a, b in words], labels


def allowed(before, after):
    """Whether a label may follow another: an I follows only names of its own kind."""
    return not after.startswith("I-") or before[2:] == after[2:]


def best(scores, labels):
    """The most likely labels of which each may follow the one before, from scores (words, labels) in logarithms."""
    plain = [labels[row.argmax()] for row in scores]
    if all(allowed(a, b) for a, b in zip(["O"] + plain, plain)):
        return plain
    size = len(labels)
    forbidden = [[0.0 if allowed(a, b) else 1e9 for b in labels] for a in labels]
    reached = [score - forbidden[labels.index("O")][i] for i, score in enumerate(scores[0])]
    steps = []
    for row in scores[1:]:
        step = [max(range(size), key=lambda a: reached[a] - forbidden[a][b]) for b in range(size)]
        reached = [reached[step[b]] - forbidden[step[b]][b] + row[b] for b in range(size)]
        steps.append(step)
    path = [max(range(size), key=reached.__getitem__)]
    for step in reversed(steps):
        path.append(step[path[-1]])
    return [labels[i] for i in reversed(path)]


def spans(labels):
    """(first word, end word, kind, particle) of each name in a list of label texts; an I that continues nothing begins a name."""
    found = []
    open_kind = None
    for i, label in enumerate(list(labels) + ["O"]):
        part, _, kind = label.partition("-")
        if open_kind and (part != "I" or kind != open_kind):
            found.append((begun, i, open_kind, with_particle))
            open_kind = None
        if kind and not open_kind:
            begun, open_kind, with_particle = i, kind, part == "P"
    return found
