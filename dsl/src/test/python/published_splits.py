"""Which images other projects' rules give the old and the new model, by numpy's own generator.

Written 2026-11-26 with Python 3.11 and numpy 1.24.2 (Debian 12), from the rules as docs/data.md states them:

    python3 dsl/src/test/python/published_splits.py > dsl/src/test/resources/splits/published_splits.json
"""

import hashlib
import json
import sys

import numpy

SEED = 666
SHARES = (0.3, 0.5, 0.75)
# Images of each class: classes of one, two and three, halves (5 * 0.5, 15 * 0.3), and larger ones.
SIZES = (1, 5, 2, 15, 3, 4, 1, 26, 7, 10, 2, 6, 45, 5, 12)


def shuffled(n, seed):
    order = numpy.arange(n)
    numpy.random.RandomState(seed).shuffle(order)
    return [int(i) for i in order]


def mixed_labels():
    """Every class's images one by one in turn, so that rows of a class do not stand together."""
    left = list(SIZES)
    labels = []
    while any(left):
        for c, n in enumerate(left):
            if n:
                labels.append(c)
                left[c] -= 1
    return labels


def old_classes(project, count, share):
    if project == "MixBCT":
        return set(range(int(round(count * share))))
    return set(shuffled(count, SEED)[: int(count * share)])


def old_places(project, label, count, share):
    if project == "MixBCT":
        return set(range(max(1, round(count * share))))
    if count < 4:
        return {0}
    return set(shuffled(count, SEED + label)[: int(count * share)])


def split(project, by_class, opened, share, labels):
    old, new = [], []
    chosen = old_classes(project, len(SIZES), share)
    places = {c: old_places(project, c, n, share) for c, n in enumerate(SIZES)}
    seen = [0] * len(SIZES)
    for row, label in enumerate(labels):
        place = seen[label]
        seen[label] += 1
        is_old = label in chosen if by_class else place in places[label]
        alone = not by_class and SIZES[label] == 1
        if is_old:
            old.append(row)
        if not opened or not is_old or alone:
            new.append(row)
    return {"old": old, "new": new}


def renumbered(count, share):
    chosen = old_classes("AdvBCT", count, share)
    order = sorted(chosen) + [c for c in range(count) if c not in chosen]
    number = {c: i for i, c in enumerate(order)}
    return [number[c] for c in range(count)]


def digest(numbers):
    return hashlib.sha256(" ".join(map(str, numbers)).encode()).hexdigest()


def main():
    labels = mixed_labels()
    landmarks = shuffled(81313, SEED)
    cases = {}
    for project in ("OpenCompatible", "AdvBCT", "MixBCT"):
        for kind in ("extended-data", "extended-class", "open-data", "open-class"):
            for share in SHARES:
                cases[f"{project} {kind} {share}"] = split(
                    project, kind.endswith("class"), kind.startswith("open"), share, labels
                )
    json.dump(
        {
            "numpy": numpy.__version__,
            "shuffles": {f"{n} {seed}": shuffled(n, seed) for n, seed in ((1, 666), (2, 666), (7, 666), (100, 666), (1000, 0), (33, 81978))},
            "landmarks": {
                "first": landmarks[:10],
                "sha256": digest(landmarks),
                "old": int(81313 * 0.3),
                "renumbered": digest(renumbered(81313, 0.3)),
            },
            "faces": {"old": int(round(93431 * 0.3))},
            "labels": labels,
            "cases": cases,
        },
        sys.stdout,
        separators=(",", ":"),
    )
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
