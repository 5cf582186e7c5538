"""chrF2 of a corpus, from 0 to 100, as sacrebleu's default and the platform's Chrf.java define it (Popović, WMT 2015)."""

from collections import Counter

ORDER = 6
RECALL_WEIGHT = 4


def grams(text, n):
    text = "".join(text.split())
    return Counter(text[i : i + n] for i in range(len(text) - n + 1))


def chrf(made, wanted):
    precisions, recalls = [], []
    for n in range(1, ORDER + 1):
        ours, theirs, shared = 0, 0, 0
        for one, other in zip(made, wanted, strict=True):
            one, other = grams(one, n), grams(other, n)
            # As sacrebleu: where the wanted text has no n-gram, those of the other do not count.
            ours += one.total() if other else 0
            theirs += other.total()
            shared += (one & other).total()
        if ours and theirs:
            precisions.append(shared / ours)
            recalls.append(shared / theirs)
    precision, recall = (sum(values) / max(1, len(values)) for values in (precisions, recalls))
    if precision + recall == 0:
        return 0.0
    return 100 * (1 + RECALL_WEIGHT) * precision * recall / (RECALL_WEIGHT * precision + recall)
