"""Writes what the template protocol (METRICS 2.1 to 2.3) should give on 200 random sets of vectors, and how 200 random templates
are pooled in the four ways.

Run with Debian 12's python3 (python3-sklearn 1.2.1, python3-numpy 1.24.2), from this folder:

    python3 random_protocols.py > ../resources/io/github/dmu4j/eval/protocol/random.json

Inputs are drawn on both sides by the rule of random_metrics.py (Draw). Vectors are small whole numbers of few directions, so that
many scores tie, and tie on both sides.
"""

import json
import math
import platform
import sys
from fractions import Fraction

import numpy as np
import sklearn
from sklearn.metrics import roc_curve

MASK = (1 << 64) - 1


class Draw:
    """SplitMix64 (Steele, Lea, Flood 2014), which is Java's SplittableRandom(seed).nextLong()."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return ((z ^ (z >> 31)) >> 33) % n


def pooled():
    """200 templates of 1 to 6 images from up to three media; detector scores are sixteenths."""
    draw = Draw(7)
    templates = []
    for _ in range(200):
        images = []
        for _ in range(1 + draw.below(6)):
            medium, score = draw.below(3), 1 + draw.below(16)
            images.append((medium, score / 16, np.array([draw.below(1000) + 1.0 for _ in range(3)])))
        templates.append(images)
    out = {}
    for normalise in (False, True):
        for weigh in (False, True):
            rows = []
            for images in templates:
                media = {}
                for medium, score, vector in images:
                    vector = vector / np.linalg.norm(vector) if normalise else vector
                    media.setdefault(medium, []).append(vector * score if weigh else vector)
                total = sum(np.mean(members, axis=0) for members in media.values())
                rows.append([float(f"{x:.9g}") for x in total / np.linalg.norm(total)])
            out[f"N{int(normalise)}D{int(weigh)}"] = rows
    return out


# Templates 0..11 are the first gallery (10 and 11 are second ones of subjects 0 and 1), 12..19 the second, 20..59 probes.
lists = Draw(8)
subject = [t if t < 10 or 12 <= t < 20 else t - 10 for t in range(20)] + [lists.below(23) for _ in range(40)]
pairs = []
for _ in range(400):
    a, b = lists.below(20), 20 + lists.below(40)
    pairs.append((a, b, int(subject[a] == subject[b])))


def protocol(draw):
    """TAR at FAR 0.01 and 0.1 in three ways, TPIR at FPIR 0.01 and 0.1, ranks 1, 5, 10."""
    vectors = []
    for t in range(60):
        x, y = draw.below(5) - 2, draw.below(5) - 2
        vectors.append(np.array([x, y] if x or y else [1, 0], float))
    vectors = [np.float32(v / np.linalg.norm(v)) for v in vectors]
    score = lambda a, b: np.float32(np.dot(vectors[a].astype(float), vectors[b].astype(float)))  # noqa: E731

    values = []
    labels = [label for _, _, label in pairs]
    fpr, tpr, _ = roc_curve(labels, [score(a, b) for a, b, _ in pairs], drop_intermediate=False)
    impostors = labels.count(0)
    curve = {}
    for f, t in zip(fpr, tpr):
        accepted = round(f * impostors)
        curve[accepted] = max(t, curve.get(accepted, 0))
    for far in ("0.01", "0.1"):
        wanted = Fraction(far) * impostors
        nearest = min(curve, key=lambda a: (abs(a - wanted), -curve[a]))
        below, above = max(a for a in curve if a <= wanted), min(a for a in curve if a >= wanted)
        line = curve[below]
        if 0 < below < above:
            line += (curve[above] - curve[below]) * math.log(wanted / below) / math.log(above / below)
        values += [curve[nearest], curve[below], line]

    rates = {"0.01": [], "0.1": []}
    hits = {1: 0, 5: 0, 10: 0}
    for gallery in (range(0, 12), range(12, 20)):
        mated, strangers = [], []
        for probe in range(20, 60):
            scores = {t: score(t, probe) for t in gallery}
            own = [t for t in gallery if subject[t] == subject[probe]]
            others = max(s for t, s in scores.items() if t not in own)
            if not own:
                strangers.append(others)
                continue
            mated.append((max(scores[t] for t in own), others))
            order = sorted(gallery, key=lambda t: (-scores[t], t))
            rank = 1 + min(order.index(t) for t in own)
            for k in hits:
                hits[k] += rank <= k
        strangers.sort(reverse=True)
        for fpir, of_galleries in rates.items():
            threshold = strangers[max(math.floor(Fraction(fpir) * len(strangers)) - 1, 0)]
            of_galleries.append(np.mean([own > other and own > threshold for own, other in mated]))
    values += [np.mean(both) for both in rates.values()]
    values += [count / 40 for count in hits.values()]
    return [float(f"{v:.10g}") for v in values]


out = {
    "versions": {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sklearn": sklearn.__version__,
        "date": "2026-11-26",
    },
    **pooled(),
    "protocol": [protocol(Draw(100 + c)) for c in range(200)],
}
sys.stdout.write("{\n" + ",\n".join(f'"{k}": ' + json.dumps(v, separators=(",", ":")) for k, v in out.items()) + "\n}\n")
