"""Writes what every metric of METRICS should give on random inputs, 200 cases each, ties and missing values included.

Run with Debian 12's python3 (python3-sklearn 1.2.1, python3-scipy 1.10.1, python3-numpy 1.24.2), from this folder:

    python3 random_metrics.py > ../resources/io/github/dmu4j/retrieval/random.json

The inputs are not stored: both sides draw them by the same rule (SplitMix64, see Draw), in the order in which the functions
below draw. Written from the definitions, with plain numpy and scikit-learn; null stands for "no value". Scores and distances
are small multiples of powers of two, which float32 and float64 hold exactly, so that equal ones are equal on both sides.
"""

import json
import math
import platform
import sys
from fractions import Fraction

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import average_precision_score, ndcg_score, roc_curve
from sklearn.model_selection import KFold

CASES = 200
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

    def list(self, n, below):
        return [self.below(below) for _ in range(n)]


def ranked(scores, left_out=-1):
    """Higher score first, then smaller index; the query itself is left out by index."""
    return [i for i in sorted(range(len(scores)), key=lambda i: (-scores[i], i)) if i != left_out]


def step_ap(hits, relevant, k=None):
    """hits: of the ranking, in order. sum over hits of (hits so far)/rank, divided by min(|R|, k)."""
    hits = np.asarray(hits[:k], float)
    return float(np.sum(hits * np.cumsum(hits) / np.arange(1, len(hits) + 1)) / min(relevant, k or relevant))


def rankings(draw):
    """One query: plain and class-label AP, hit rate, recall, CMC, nDCG."""
    n = 2 + draw.below(60)
    levels = (2, 5, 16, 1000)[draw.below(4)]
    scores = draw.list(n, levels)
    grades = [1 + draw.below(3) if draw.below(4) == 0 else 0 for _ in range(n)]
    self_match = draw.below(n + 1) - 1
    order = ranked(scores, self_match)
    graded = np.array([grades[i] for i in order])
    hits = (graded > 0).astype(int)
    relevant = int(hits.sum())
    if relevant == 0:
        return [None] * 14
    sorted_scores = np.array([scores[i] for i in order], float)
    ranks = np.flatnonzero(hits) + 1
    distinct = -np.arange(len(order), dtype=float)  # ranks decide, so that equal scores are not averaged
    gains = 2.0**graded - 1
    return [
        step_ap(hits, relevant),
        *(step_ap(hits, relevant, k) for k in (1, 5, 100)),
        average_precision_score(hits, sorted_scores),
        *(float(ranks[0] <= k) for k in (1, 5)),
        *(float(np.sum(ranks <= k)) / relevant for k in (1, 5, 100)),
        *(float(any(hits[:k])) for k in (1, 5)),
        *(ndcg_score([gains], [distinct], k=k) if len(order) > 1 else 1.0 for k in (5, 10)),
    ]


def predictions(draw):
    """The landmark task's file: lists of any length, with repeats. mAP@100 and mAP@5, the mean over the queries."""
    gallery = 5 + draw.below(200)
    at100, at5 = [], []
    for _ in range(1 + draw.below(4)):
        relevant = {i for i in range(gallery) if draw.below(5) == 0}
        predicted = draw.list(draw.below(140), gallery)
        if not relevant:
            continue
        for values, k in ((at100, 100), (at5, 5)):
            seen, hits = set(), []
            for item in predicted:
                hits.append(int(item in relevant and item not in seen))
                seen.add(item)
            values.append(step_ap(hits, len(relevant), k) if predicted else 0.0)
    return [float(np.mean(at100)) if at100 else None, float(np.mean(at5)) if at5 else None]


def revisited(draw):
    """AP and P@1, 5, 10 under easy, medium, hard. A gallery image is of one list or of none."""
    n = 5 + draw.below(70)
    scores = draw.list(n, (3, 12, 1000)[draw.below(3)])
    kind = [("easy", "hard", "junk", "none", "none", "none", "none")[draw.below(7)] for _ in range(n)]
    full = ranked(scores)
    values = []
    for positive, junk in (
        ({"easy"}, {"junk", "hard"}),
        ({"easy", "hard"}, {"junk"}),
        ({"hard"}, {"junk", "easy"}),
    ):
        zero_based = np.array([at for at, i in enumerate(full) if kind[i] in positive])
        junk_at = np.array([at for at, i in enumerate(full) if kind[i] in junk])
        rank = np.array([r - np.sum(junk_at < r) for r in zero_based], int)
        if len(rank) == 0:
            values += [None] * 4
            continue
        j = np.arange(len(rank))
        p0 = np.where(rank == 0, 1.0, j / np.maximum(rank, 1))
        p1 = (j + 1) / (rank + 1)
        values.append(float(np.sum(p0 + p1) / (2 * len(rank))))
        for k in (1, 5, 10):
            kq = min(max(rank + 1), k)
            values.append(float(np.sum(rank + 1 <= kq)) / kq)
    return values


def class_labels(draw):
    """Queries = gallery; vectors of one dimension, score = product. classLabelMAP, CMC 1 and 5, AP per class, template accuracy."""
    n = 4 + draw.below(30)
    labels = draw.list(n, 4)
    values = [draw.below(17) - 8 for _ in range(n)]
    ap, cmc1, cmc5 = [], [], []
    of_class = {c: [] for c in range(4)}
    for q in range(n):
        scores = [values[q] * v for v in values]
        order = ranked(scores, q)
        hits = np.array([labels[i] == labels[q] for i in order], int)
        if not hits.any():
            continue
        ap.append(average_precision_score(hits, np.array([scores[i] for i in order], float)))
        of_class[labels[q]].append(ap[-1])
        cmc1.append(hits[0])
        cmc5.append(int(hits[:5].any()))
    mean = lambda xs: float(np.mean(xs)) if len(xs) else None  # noqa: E731
    return [mean(ap), mean(cmc1), mean(cmc5), *(mean(of_class[c]) for c in range(4))]


def class_templates(draw):
    """1:N search accuracy: one mean vector a class; vectors without ties."""
    gallery = 3 + draw.below(20)
    g_labels = draw.list(gallery, 5)
    g = np.array([[draw.below(1 << 20) / (1 << 20) - 0.5 for _ in range(4)] for _ in range(gallery)])
    queries = 1 + draw.below(10)
    q_labels = draw.list(queries, 5)
    q = np.array([[draw.below(1 << 20) / (1 << 20) - 0.5 for _ in range(4)] for _ in range(queries)])
    unit = lambda m: m / np.linalg.norm(m, axis=1, keepdims=True)  # noqa: E731
    classes = sorted(set(g_labels))
    templates = unit(np.array([unit(g)[np.array(g_labels) == c].mean(0) for c in classes]))
    nearest = np.argmax(unit(q) @ templates.T, axis=1)
    right = [float(classes[n] == label) for n, label in zip(nearest, q_labels) if label in classes]
    return [float(np.mean(right)) if right else None]


def accept_rates(draw):
    """TAR at four FARs: nearest, conservative, interpolated in log FAR. Exact in fractions, on scikit-learn's curve."""
    levels = (8, 64, 4096)[draw.below(3)]
    genuine = [draw.below(levels) + levels // 4 for _ in range(1 + draw.below(200))]
    impostor = draw.list(100 + draw.below(900), levels)
    y = [1] * len(genuine) + [0] * len(impostor)
    fpr, tpr, _ = roc_curve(y, genuine + impostor, drop_intermediate=False)
    curve = {}  # accepted impostors -> largest TAR
    for f, t in zip(fpr, tpr):
        curve[round(f * len(impostor))] = max(t, curve.get(round(f * len(impostor)), 0))
    values = []
    for target in ("0.01", "0.0275", "0.1", "0.5"):
        wanted = Fraction(target) * len(impostor)
        nearest = min(curve, key=lambda a: (abs(a - wanted), -curve[a]))
        below = max(a for a in curve if a <= wanted)
        above = min(a for a in curve if a >= wanted)
        if below == 0 or below == above:
            line = curve[below]
        else:
            part = math.log(wanted / below) / math.log(above / below)
            line = curve[below] + part * (curve[above] - curve[below])
        values += [curve[nearest], curve[below], line]
    return [float(v) for v in values]


def open_set(draw):
    """TPIR at FPIR 0.01, 0.1, 0.3 of one gallery."""
    levels = (6, 50, 4096)[draw.below(3)]
    mated = 1 + draw.below(50)
    own = np.array([draw.below(levels) + levels // 3 for _ in range(mated)])
    other = np.array(draw.list(mated, levels))
    strangers = sorted(draw.list(1 + draw.below(300), levels), reverse=True)
    values = []
    for fpir in ("0.01", "0.1", "0.3"):
        threshold = strangers[max(math.floor(Fraction(fpir) * len(strangers)) - 1, 0)]
        values.append(float(np.mean((own > other) & (own > threshold))))
    return values


def ten_folds(draw):
    """Accuracy, its spread, and TAR, its spread and FAR at FAR 1e-2 with finer thresholds; distances are multiples of 1/128."""
    n = 10 + draw.below(190)
    same = np.array([draw.below(2) == 1 for _ in range(n)])
    distance = np.array([draw.below(380) + (0 if s else 132) for s in same]) / 128
    accuracy, tar, far = [], [], []
    coarse, fine = np.arange(0, 4, 0.01), np.arange(0, 4, 0.001)
    for train, test in KFold(n_splits=10, shuffle=False).split(distance):
        right = [np.mean((distance[train] < t) == same[train]) for t in coarse]
        accuracy.append(np.mean((distance[test] < coarse[np.argmax(right)]) == same[test]))
        strangers = np.sort(distance[train][~same[train]])
        threshold = 0.0
        if len(strangers):
            far_train = np.searchsorted(strangers, fine, side="left") / len(strangers)  # share with distance < threshold
            if far_train.max() >= 0.01:
                i = np.flatnonzero(far_train <= 0.01)[-1]
                threshold = fine[i]
                if i + 1 < len(fine):
                    threshold += (fine[i + 1] - fine[i]) * (0.01 - far_train[i]) / (far_train[i + 1] - far_train[i])
        accepted = distance[test] < threshold
        if same[test].any():
            tar.append(np.mean(accepted[same[test]]))
        if (~same[test]).any():
            far.append(np.mean(accepted[~same[test]]))
    mean = lambda xs: float(np.mean(xs)) if xs else None  # noqa: E731
    spread = lambda xs: float(np.std(xs)) if xs else None  # noqa: E731
    return [mean(accuracy), spread(accuracy), mean(tar), spread(tar), mean(far)]


def compatibility(draw):
    """Criterion, margin, gain, degradation, retained share of the first test set; P_up, P_comp, P_1 of all."""
    sets = [[draw.below(40) / 64 + 1 / 64 for _ in range(4)] for _ in range(1 + draw.below(4))]
    new_new, new_old, old, alone = sets[0]
    gain = (new_old - old) / (alone - old) if alone > old else None
    sigmoid = lambda x: 1 / (1 + math.exp(-x))  # noqa: E731
    up = [sigmoid((nn - a) / a) for nn, _, _, a in sets]
    comp = [sigmoid((no - o) / (a - o)) if a > o else math.nan for _, no, o, a in sets]
    one = [2 * u * c / (u + c) for u, c in zip(up, comp)]
    return [
        float(new_old > old),
        new_old - old,
        gain,
        alone - new_new,
        (alone - new_new) / alone,
        new_old / new_new,
        *(float(np.mean(v)) for v in (up, comp, one)),
    ]


def sequences(draw):
    """AC, AM, BC, FC of T models."""
    t = 1 + draw.below(6)
    c = [draw.list(i + 1, 6) for i in range(t)]
    c = [[v / 8 for v in row] for row in c]
    pairs = [(i, k) for i in range(t) for k in range(i)]
    return [
        2 / (t * (t - 1)) * sum(c[i][k] > c[k][k] for i, k in pairs) if t > 1 else None,
        float(np.mean([v for row in c for v in row])),
        float(np.mean([c[-1][k] - c[k][k] for k in range(t - 1)])) if t > 1 else None,
        float(np.mean([c[k][k - 1] - c[k][k] for k in range(1, t)])) if t > 1 else None,
    ]


def backfills(draw):
    """AUBC, normalised AUBC, beta@90, number and depth of falls."""
    steps = [1 + draw.below(4) for _ in range(1 + draw.below(8))]
    shares = np.r_[0, np.cumsum(steps)] / sum(steps)
    m = np.array([draw.below(33) / 64 for _ in shares])
    area = float(np.trapz(m, shares))
    gain = m[-1] - m[0]
    beta = None
    if gain > 0:
        target = m[0] + 0.9 * gain
        i = int(np.argmax(m >= target))
        beta = float(np.interp(target, m[i - 1 : i + 1], shares[i - 1 : i + 1]))
    falls = np.diff(m) < 0
    depth = float(np.max(np.maximum.accumulate(m) - m))
    return [area, None if gain == 0 else (area - m[0]) / gain, beta, float(falls.sum()), depth]


def flips(draw):
    """NFR, relative NFR, PFR, soft NFR, transient flips; a query may have no value."""
    n = 1 + draw.below(40)
    along = [[(0, 0.25, 0.5, 0.75, 1, math.nan)[draw.below(6)] for _ in range(n)] for _ in range(2 + draw.below(4))]
    threshold = 0.5
    both = [(a, b) for a, b in zip(along[0], along[-1]) if not (math.isnan(a) or math.isnan(b))]
    if not both:
        return [None] * 4 + [0.0]
    before = np.array([a >= threshold for a, _ in both])
    after = np.array([b >= threshold for _, b in both])
    lost = int(np.sum(before & ~after))
    transient = sum(
        q[0] >= threshold and q[-1] >= threshold and any(v < threshold for v in q) for q in zip(*along)
    )
    return [
        lost / len(both),
        lost / int(before.sum()) if before.any() else None,
        int(np.sum(~before & after)) / len(both),
        float(np.mean([max(0, a - b) for a, b in both])),
        float(transient),
    ]


def pairwise(draw):
    """Shares of pairs and triplets that satisfy the strict inequalities; some items have the same vector in both models."""
    n = 3 + draw.below(8)
    labels = draw.list(n, 3)
    old = np.array([[draw.below(1 << 20) / (1 << 20) - 0.5 for _ in range(3)] for _ in range(n)])
    new = np.array([[draw.below(1 << 20) / (1 << 20) - 0.5 for _ in range(3)] for _ in range(n)])
    for i in range(n):
        if draw.below(4) == 0:
            new[i] = old[i]
    unit = lambda m: m / np.linalg.norm(m, axis=1, keepdims=True)  # noqa: E731
    old, new = unit(old), unit(new)
    d = lambda a, b: float(np.sum((a - b) ** 2))  # noqa: E731
    nearer = {(i, j): d(new[i], old[j]) < d(old[i], old[j]) for i in range(n) for j in range(n)}
    farther = {(i, j): d(new[i], old[j]) > d(old[i], old[j]) for i in range(n) for j in range(n)}
    same = [(i, j) for i in range(n) for j in range(n) if i != j and labels[i] == labels[j]]
    other = [(i, j) for i in range(n) for j in range(n) if labels[i] != labels[j]]
    triplets = [(i, j, k) for i, j in same for k in range(n) if labels[k] != labels[i]]
    mean = lambda xs: float(np.mean(xs)) if xs else None  # noqa: E731
    return [
        mean([nearer[p] for p in same]),
        mean([farther[p] for p in other]),
        mean([nearer[i, j] and farther[i, k] for i, j, k in triplets]),
    ]


def significance(draw):
    """Wilcoxon's statistic and p, McNemar's p, Holm's adjusted p-values."""
    n = 1 + draw.below(70)
    spread = (5, 10_000)[draw.below(2)]
    d = np.array([draw.below(2 * spread + 1) - spread + spread // 5 for _ in range(n)], float)
    used = d[d != 0]
    tied = len(np.unique(np.abs(used))) < len(used)
    if len(used) == 0:
        wilcoxon = [0.0, 1.0]
    else:
        method = "exact" if len(used) <= 50 and not tied else "approx"
        r = stats.wilcoxon(used, method=method, zero_method="wilcox", correction=False)
        wilcoxon = [float(r.statistic), float(r.pvalue)]
    b, c = draw.below(40), draw.below(40)
    mcnemar = float(stats.binomtest(b, b + c, 0.5).pvalue) if b + c else 1.0
    p = [draw.below(21) / 256 for _ in range(5)]
    order = sorted(range(5), key=lambda i: p[i])
    holm = [0.0] * 5
    for at, i in enumerate(order):
        holm[i] = min(1, max((5 - a) * p[order[a]] for a in range(at + 1)))
    return [*wilcoxon, mcnemar, *holm]


def ann_recall(draw):
    """Overlap of an approximate top k with the exact one."""
    n = 5 + draw.below(20)
    k = 1 + draw.below(5)
    exact = ranked(draw.list(n, 1000))[:k]
    found = ranked(draw.list(n, 1000))[:k]
    return [len(set(exact) & set(found)) / k]


def plain(value):
    if value is None or math.isnan(value):
        return None
    return int(value) if value == int(value) else float(f"{value:.10g}")


families = [
    rankings,
    predictions,
    revisited,
    class_labels,
    class_templates,
    accept_rates,
    open_set,
    ten_folds,
    compatibility,
    sequences,
    backfills,
    flips,
    pairwise,
    significance,
    ann_recall,
]
out = {
    "versions": {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "sklearn": sklearn.__version__,
        "date": "2026-11-26",
    }
}
for number, family in enumerate(families):
    out[family.__name__] = [[plain(v) for v in family(Draw(1000 * number + c))] for c in range(CASES)]
parts = [f'"{name}": ' + json.dumps(value, separators=(",", ":")) for name, value in out.items()]
sys.stdout.write("{\n" + ",\n".join(parts) + "\n}\n")
