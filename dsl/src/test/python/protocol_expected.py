"""Writes a small face set in the layout of IJB-C, one in the form of a .bin file, vectors by an "old" and a "new" model, and
what the protocols give on them.

Run with Debian 12's python3 (python3-numpy 1.24.2), from this folder:

    python3 protocol_expected.py

It writes ../resources/io/github/dmu4j/eval/protocol/: meta/ijbc_*, old.npy, new.npy, pairs.bin, pairs-old.npy,
pairs-new.npy, expected.json. Last run: 2026-11-26; versions
in expected.json. Plain loops over dicts and numpy only, nothing shared with the Java code: pooling as in the IJB script
(mean per medium, sum over media, L2), the ROC point by point, the 1:N search by sorting, ten folds by slicing.
"""

import json
import math
import pickle
import platform
from pathlib import Path

import numpy as np

rng = np.random.default_rng(20261126)
OUT = Path(__file__).parent / "../resources/io/github/dmu4j/eval/protocol"
META = OUT / "meta"
DIMENSION = 12
FIRST, SECOND = range(0, 30), range(30, 55)
FARS = [1e-3, 1e-2, 1e-1]


def templates_of_images():
    """Three templates a subject (one enrolled, two probes) of one to five images from one to three media."""
    numbers = rng.permutation(np.arange(3, 3 + 2 * 165, 2))[:165]
    subject_of = {int(n): i // 3 for i, n in enumerate(numbers)}
    images = []
    for n in subject_of:
        media = rng.integers(1, 60, rng.integers(1, 4))  # a number may be of two templates
        for _ in range(rng.integers(1, 6)):
            images.append((n, int(rng.choice(media)), round(float(rng.uniform(0.3, 1)), 4)))
    order = rng.permutation(len(images))  # images of a template do not stand together
    return subject_of, [images[i] for i in order]


def vectors(images, subject_of, centres, noise):
    rows = [
        (centres[subject_of[t]] + rng.normal(0, noise, DIMENSION)) * rng.uniform(0.5, 20) for t, _, _ in images
    ]
    return np.array(rows, np.float32)


def pool(image_vectors, images, normalise, weigh):
    by_template = {}
    for vector, (template, medium, score) in zip(image_vectors.astype(np.float64), images):
        if normalise:
            vector = vector / np.sqrt(np.sum(vector**2))
        if weigh:
            vector = vector * np.float64(np.float32(score))
        by_template.setdefault(template, {}).setdefault(medium, []).append(vector)
    pooled = {}
    for template, media in by_template.items():
        total = sum(np.mean(members, axis=0) for members in media.values())
        pooled[template] = (total / np.linalg.norm(total)).astype(np.float32)
    return pooled


def score(a, b):
    return np.float32(np.dot(a.astype(np.float64), b.astype(np.float64)))


def roc(scores, labels):
    """For each threshold, from none accepted to all: impostors accepted, and the largest TAR with as many."""
    genuine, impostor = scores[labels == 1], scores[labels == 0]
    best = {0: 0.0}
    for t in [np.float32(np.inf), *np.unique(scores)[::-1]]:
        accepted = int(np.sum(impostor >= t))
        best[accepted] = max(best.get(accepted, 0.0), float(np.mean(genuine >= t)))
    return sorted(best.items())


def tar(points, far, n):
    wanted = far * n
    distance = min(abs(count - wanted) for count, _ in points)
    nearest = max(rate for count, rate in points if abs(count - wanted) <= distance)
    below = [p for p in points if p[0] <= wanted][-1]
    above = next((p for p in points if p[0] > wanted), below)
    interpolated = below[1]
    if below[0] > 0 and above[0] > below[0]:
        part = (math.log(wanted) - math.log(below[0])) / (math.log(above[0]) - math.log(below[0]))
        interpolated += part * (above[1] - below[1])
    return {"nearest": nearest, "conservative": below[1], "interpolated": interpolated}


def verification(first, second, pairs):
    scores = np.array([score(first[a], second[b]) for a, b, _ in pairs], np.float32)
    labels = np.array([label for _, _, label in pairs])
    points = roc(scores, labels)
    n = int(np.sum(labels == 0))
    return {str(far): tar(points, far, n) for far in FARS}


def identification(gallery, probe_vectors, enrolled, probes):
    rates = {"0.01": [], "0.1": [], "0.3": []}
    hits = {1: 0, 5: 0, 10: 0}
    for subjects in (FIRST, SECOND):
        names = sorted(t for t, s in enrolled.items() if s in subjects)
        mated, strangers = [], []
        for probe, subject in probes.items():
            scores = np.array([score(gallery[t], probe_vectors[probe]) for t in names])
            own = [enrolled[t] == subject for t in names]
            if not any(own):
                strangers.append(scores.max())
                continue
            at = own.index(True)
            mated.append((scores[at], np.delete(scores, at).max()))
            rank = list(np.argsort(-scores, kind="stable")).index(at) + 1
            for k in hits:
                hits[k] += rank <= k
        ordered = sorted(strangers, reverse=True)
        for fpir in rates:
            threshold = ordered[max(math.floor(float(fpir) * len(ordered)) - 1, 0)]
            rates[fpir].append(np.mean([own > other and own > threshold for own, other in mated]))
    return {
        "tpir": {fpir: float(np.mean(both)) for fpir, both in rates.items()},
        "rank": {str(k): count / len(probes) for k, count in hits.items()},
    }


def ten_fold(first, second, same):
    """Thresholds 0, 0.01, ... 3.99; contiguous folds, the first ones one larger where 10 does not divide."""
    a, b = (x.astype(np.float64) / np.linalg.norm(x.astype(np.float64), axis=1, keepdims=True) for x in (first, second))
    distance = np.sum((a[0::2] - b[1::2]) ** 2, axis=1)
    accuracies = []
    for test in np.array_split(np.arange(len(same)), 10):
        train = np.setdiff1d(np.arange(len(same)), test)
        right = [np.mean((distance[train] < t) == same[train]) for t in np.arange(0, 4, 0.01)]
        threshold = np.arange(0, 4, 0.01)[int(np.argmax(right))]
        accuracies.append(np.mean((distance[test] < threshold) == same[test]))
    return {"mean": float(np.mean(accuracies)), "std": float(np.std(accuracies))}


def pairs_bin():
    """43 pairs; the images are no images, as nobody looks at them."""
    n = 43
    same = rng.random(n) < 0.5
    people = rng.normal(0, 1, (2 * n, 6))
    people[1::2][same] = people[0::2][same]
    for name, noise in (("old", 0.9), ("new", 0.6)):
        np.save(OUT / f"pairs-{name}.npy", (people + rng.normal(0, noise, people.shape)).astype(np.float32))
    with open(OUT / "pairs.bin", "wb") as file:
        pickle.dump(([b"image %d" % i for i in range(2 * n)], [bool(x) for x in same]), file, protocol=4)
    old, new = (np.load(OUT / f"pairs-{name}.npy") for name in ("old", "new"))
    return {"oldToOld": ten_fold(old, old, same), "newToOld": ten_fold(new, old, same)}


def write(name, lines):
    (META / name).write_text("".join(line + "\n" for line in lines))


META.mkdir(parents=True, exist_ok=True)
subject_of, images = templates_of_images()
numbers = list(subject_of)
enrolled = {t: subject_of[t] for t in numbers[0::3]}
probes = {t: subject_of[t] for i, t in enumerate(numbers) if i % 3}
genuine = [(e, p, 1) for e in enrolled for p in probes if subject_of[e] == subject_of[p]]
strangers = [(e, p, 0) for e in enrolled for p in probes if subject_of[e] != subject_of[p]]
chosen = [strangers[i] for i in rng.integers(0, len(strangers), 3217)]  # some twice: scores that tie
pairs = [*genuine, *chosen]
pairs = [pairs[i] for i in rng.permutation(len(pairs))]

write("ijbc_face_tid_mid.txt", [f"{i}.jpg {t} {m}" for i, (t, m, _) in enumerate(images)])
write("ijbc_name_5pts_score.txt", [f"{i}.jpg 38 51 73 51 56 71 41 92 70 92 {s}" for i, (_, _, s) in enumerate(images)])
write("ijbc_template_pair_label.txt", [f"{a} {b} {label}" for a, b, label in pairs])
header = "TEMPLATE_ID,SUBJECT_ID,FILENAME"
for gallery, subjects in (("G1", FIRST), ("G2", SECOND)):
    write(f"ijbc_1N_gallery_{gallery}.csv", [header, *(f"{t},{s},x" for t, s in enrolled.items() if s in subjects)])
write("ijbc_1N_probe_mixed.csv", [header, *(f"{t},{s},x" for t, s in probes.items())])

centres = rng.normal(0, 1, (55, DIMENSION))
sides = {
    "old": vectors(images, subject_of, centres, 1.1),
    "new": vectors(images, subject_of, centres + rng.normal(0, 0.2, centres.shape), 0.8),
}
for name, rows in sides.items():
    np.save(OUT / f"{name}.npy", rows)

expected = {"versions": {"python": platform.python_version(), "numpy": np.__version__}, "cases": []}
for normalise, weigh in ((False, True), (True, False)):
    pooled = {name: pool(rows, images, normalise, weigh) for name, rows in sides.items()}
    for gallery, searching in (("old", "old"), ("old", "new"), ("new", "new")):
        expected["cases"].append(
            {
                "normalisesImages": normalise,
                "weighsByDetector": weigh,
                "gallery": gallery,
                "probes": searching,
                "firstTemplate": [float(x) for x in pooled[gallery][min(numbers)]],
                "tar": verification(pooled[gallery], pooled[searching], pairs),
                **identification(pooled[gallery], pooled[searching], enrolled, probes),
            }
        )
expected["tenFold"] = pairs_bin()
(OUT / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
