"""Writes the expected values of the retrieval package's tests, from scikit-learn, scipy and numpy.

Run with Debian 12's python3 (python3-sklearn 1.2.1, python3-scipy 1.10.1, python3-numpy 1.24.2), from this folder:

    python3 retrieval_expected.py > ../resources/io/github/dmu4j/retrieval/expected.json

Last run: see "versions" in the file. Scores are rounded to multiples of 1/16 so that float32 holds them exactly and
many of them tie.
"""

import json
import platform
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import average_precision_score, ndcg_score, roc_curve
from sklearn.model_selection import KFold

rng = np.random.default_rng(20261125)


def class_label_map():
    cases = []
    for n in (5, 30, 200):
        for levels in (4, 16, 1 << 20):
            scores = np.floor(rng.random(n) * levels) / 16
            relevant = rng.random(n) < 0.2
            relevant[rng.integers(n)] = True
            scores = np.float32(scores + 0.25 * relevant)
            cases.append(
                {
                    "scores": scores.tolist(),
                    "relevant": relevant.astype(int).tolist(),
                    "ap": average_precision_score(relevant, scores),
                }
            )
    return cases


def ndcg():
    cases = []
    for n, k in ((6, 3), (40, 10), (40, 40), (5, 8)):
        scores = rng.permutation(n) / 16
        grades = rng.integers(0, 4, n)
        grades[0] = 2
        gains = 2.0**grades - 1
        cases.append(
            {
                "scores": scores.tolist(),
                "grades": grades.tolist(),
                "k": k,
                "ndcg": ndcg_score([gains], [scores], k=k),
            }
        )
    return cases


def wilcoxon():
    cases = []
    for n in (6, 12, 49, 50, 60, 500):
        d = rng.normal(0.3, 1, n)
        method = "exact" if n <= 50 else "approx"
        r = stats.wilcoxon(d, method=method)
        cases.append({"differences": d.tolist(), "statistic": r.statistic, "p": r.pvalue, "exact": method == "exact"})
    for n in (20, 300):  # ties and zeros
        d = rng.integers(-3, 5, n) / 4
        r = stats.wilcoxon(d, method="approx", zero_method="wilcox", correction=False)
        cases.append({"differences": d.tolist(), "statistic": r.statistic, "p": r.pvalue, "exact": False})
    return cases


def mcnemar():
    return [
        {"b": b, "c": c, "p": stats.binomtest(b, b + c, 0.5).pvalue}
        for b, c in ((0, 5), (3, 9), (10, 10), (120, 160), (700, 610))
    ]


def bootstrap():
    cases = []
    for n in (8, 40, 200):
        x = rng.gamma(0.7, 1, n)
        case = {"values": x.tolist()}
        for method in ("percentile", "BCa"):
            r = stats.bootstrap(
                (x,), np.mean, n_resamples=500, method=method, vectorized=True, random_state=np.random.default_rng(5)
            )
            case[method] = [r.confidence_interval.low, r.confidence_interval.high]
            case["distribution"] = np.asarray(r.bootstrap_distribution).ravel().tolist()
        cases.append(case)
    return cases


def t_intervals():
    cases = []
    for a, b in (([0.61, 0.58, 0.60], [0.57, 0.56, 0.55]), ([0.5, 0.4, 0.7, 0.65, 0.6], [0.55, 0.35, 0.66, 0.7, 0.5])):
        d = np.array(a) - np.array(b)
        low, high = stats.t.interval(0.95, len(d) - 1, d.mean(), stats.sem(d))
        cases.append({"a": a, "b": b, "mean": d.mean(), "sd": d.std(ddof=1), "low": low, "high": high})
    return cases


def ten_fold():
    """insightface verification.py: KFold(10, shuffle=False), thresholds 0..4 step 0.01, argmax on the train folds."""
    n = 203
    same = rng.random(n) < 0.5
    distance = np.where(same, rng.normal(1.1, 0.4, n), rng.normal(1.7, 0.3, n)).clip(0, 4)
    thresholds = np.arange(0, 4, 0.01)
    accuracy = []
    for train, test in KFold(n_splits=10, shuffle=False).split(np.arange(n)):
        on_train = [np.mean((distance[train] < t) == same[train]) for t in thresholds]
        best = thresholds[np.argmax(on_train)]
        accuracy.append(np.mean((distance[test] < best) == same[test]))
    return {
        "distances": distance.tolist(),
        "same": same.astype(int).tolist(),
        "mean": np.mean(accuracy),
        "std": np.std(accuracy),
    }


def tar_at_far():
    """The steps of the IJB script: flip both arrays, take the point with the smallest distance to the target.

    drop_intermediate=False: all points of the curve are kept, unlike in the script.
    """
    genuine = np.float32(np.round(rng.normal(0.6, 0.2, 400) * 256) / 256)
    impostor = np.float32(np.round(rng.normal(0.1, 0.2, 5000) * 256) / 256)
    labels = np.r_[np.ones(400), np.zeros(5000)]
    fpr_all, tpr_all, _ = roc_curve(labels, np.r_[genuine, impostor], drop_intermediate=False)
    fpr, tpr = np.flipud(fpr_all), np.flipud(tpr_all)
    targets = [1e-3, 3.3e-3, 1e-2, 0.0517, 1e-1]
    nearest = [tpr[min(zip(abs(fpr - t), range(len(fpr))))[1]] for t in targets]
    conservative = [tpr_all[fpr_all <= t].max() for t in targets]
    return {
        "genuine": genuine.tolist(),
        "impostor": impostor.tolist(),
        "targets": targets,
        "nearest": nearest,
        "conservative": conservative,
    }


json.dump(
    {
        "versions": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "sklearn": sklearn.__version__,
            "date": "2026-11-25",
        },
        "classLabelMap": class_label_map(),
        "ndcg": ndcg(),
        "wilcoxon": wilcoxon(),
        "mcnemar": mcnemar(),
        "bootstrap": bootstrap(),
        "tIntervals": t_intervals(),
        "tarAtFar": tar_at_far(),
        "tenFold": ten_fold(),
    },
    sys.stdout,
)
