"""Writes resources/method/kmeans.csv (200 vectors of dimension 6) and prints the objective that KMeansTest expects.

The partition is scikit-learn's (Lloyd, 50 starts) on unit vectors; the objective is the spherical one of that partition:
sum of 1 - cosine to the normalised class sum. Run from src/test: python3 python/kmeans_fixture.py
(Python 3.11.2, numpy 1.24.2, scikit-learn 1.2.1, 2026-11-25)
"""

import numpy as np
from sklearn.cluster import KMeans

rng = np.random.default_rng(5)
centres = rng.normal(size=(8, 6))
centres /= np.linalg.norm(centres, axis=1, keepdims=True)
x = centres[np.arange(200) % 8] + 0.15 * rng.normal(size=(200, 6))
x = (x * rng.uniform(0.5, 3, size=(200, 1))).astype(np.float32)
np.savetxt("resources/method/kmeans.csv", x, fmt="%.9g", delimiter=",")

unit = x / np.linalg.norm(x.astype(np.float64), axis=1, keepdims=True)
fit = KMeans(n_clusters=8, n_init=50, random_state=0, tol=0, algorithm="lloyd").fit(unit)


def objective(labels):
    total = 0.0
    for k in range(8):
        members = unit[labels == k]
        total += len(members) - np.linalg.norm(members.sum(axis=0))
    return total


print("objective", repr(objective(fit.labels_)))
print("sizes", sorted(np.bincount(fit.labels_).tolist()))
print("of the generating classes", objective(np.arange(200) % 8))
