"""Expected values for the tests of io.github.dmu4j.method, by an independent route (numpy, plain formulas).

Run with Debian's python3-numpy 1.24.2, Python 3.11, 2026-11-25:  python3 method_expected.py > method_expected.json
Inputs are rounded to 4 digits so that JSON, float32 and this script see nearly the same numbers.
"""
import json
import numpy as np

rng = np.random.default_rng(5)
r4 = lambda a: np.round(a, 4).astype(np.float32).astype(np.float64)
unit = lambda a: a / np.maximum(np.linalg.norm(a, axis=-1, keepdims=True), 1e-12)
out = {"made": "numpy " + np.__version__ + ", seed 5"}

# measures: 5 classes, class 4 a single image; d = 6
sizes, d, tau, tau_m = [4, 3, 2, 25, 1], 6, 1 / 30, 0.1
labels = np.repeat(np.arange(5), sizes)
centres = unit(rng.normal(size=(5, d)))
x = r4((centres[labels] + 0.45 * rng.normal(size=(len(labels), d))) * rng.uniform(.5, 3, (len(labels), 1)))
z = unit(x)
protos = np.stack([unit(z[labels == c].mean(0)) for c in range(5)])


def cosines(i, leave_out):
    p = protos.copy()
    c = labels[i]
    if leave_out and sizes[c] <= 20:
        if sizes[c] == 1:
            return None
        others = [j for j in range(len(z)) if labels[j] == c and j != i]
        p[c] = unit(z[others].mean(0))
    return p @ z[i]


def softmax(l):
    e = np.exp(l - l.max())
    return e / e.sum()


def scores(i, leave_out):
    c = cosines(i, leave_out)
    if c is None:
        return [np.nan] * 6
    y = labels[i] if leave_out else None
    q = softmax(c / tau)
    h = -(q * np.log(np.maximum(q, 1e-12))).sum() / np.log(5)
    s = np.sort(q)[::-1]
    order = np.argsort(-c)
    own = y if leave_out else order[0]
    other = max((k for k in range(5) if k != own), key=lambda k: c[k])
    d_in, d_out = np.sqrt(2 - 2 * c[own]), np.sqrt(2 - 2 * c[other])
    return [1 - h, s[0], s[0] - s[1], q[labels[i]], 1 / (1 + np.exp(-(c[own] - c[other]) / tau_m)), d_out / (d_in + d_out)]


names = ["entropy", "maxProbability", "probabilityMargin", "trueProbability", "margin", "distanceRatio"]
labelled = np.array([scores(i, True) for i in range(len(z))])
for k in range(6):
    col = labelled[:, k]
    col[np.isnan(col)] = np.median(col[~np.isnan(col)])
free = np.array([scores(i, False) for i in range(len(z))])
sim = z @ z.T
np.fill_diagonal(sim, -9)
knn = [float((labels[np.argsort(-sim[i])[:10]] == labels[i]).mean()) for i in range(len(z))]
tp = labelled[:, 3]
cls = [(tp[labels == c].sum() + 5 * tp.mean()) / (sizes[c] + 5) for c in labels]
out["measures"] = {
    "embeddings": x.tolist(), "labels": labels.tolist(), "prototypes": protos.tolist(),
    "labelled": {n: labelled[:, k].tolist() for k, n in enumerate(names)},
    "labelFree": {n: free[:, k].tolist() for k, n in enumerate(names) if n != "trueProbability"},
    "nearestNeighbours": knn, "classMean": cls,
}
# perturbed prototypes, strength .3, temperature .2
pert = []
for c in range(5):
    w = np.exp(protos @ protos[c] / .2)
    w[c] = 0
    pert.append(unit(protos[c] - .3 * (w / w.sum()) @ protos))
out["measures"]["perturbed"] = np.array(pert).tolist()

# min-max normalisation with numpy's default quantile
s = r4(rng.uniform(size=40))
lo, hi = np.quantile(s, [.01, .99])
out["minMax"] = {"scores": s.tolist(), "expected": np.clip((s - lo) / (hi - lo), 0, 1).tolist()}

# linear maps
maps = []
for n, di, do in [(30, 5, 5), (30, 4, 6), (30, 6, 4)]:
    a = r4(rng.normal(size=(n, di)))
    b = r4(a @ rng.normal(size=(di, do)) + .3 * rng.normal(size=(n, do)))
    u, sv, vt = np.linalg.svd(b.T @ a, full_matrices=False)
    ridge = np.linalg.lstsq(np.vstack([a, np.sqrt(2.) * np.eye(di)]), np.vstack([b, np.zeros((di, do))]), rcond=None)[0].T
    # reduced rank 2 by the SVD of the augmented problem's fitted values
    aug = np.vstack([a, np.sqrt(2.) * np.eye(di)])
    v2 = np.linalg.svd(aug @ ridge.T, full_matrices=False)[2][:2]
    maps.append({"from": a.tolist(), "to": b.tolist(), "procrustes": (u @ vt).tolist(), "ridge2": ridge.tolist(),
                 "rank2": (v2.T @ v2 @ ridge).tolist()})
out["maps"] = maps

# forward pass of psi: d 3 -> 4, hidden 5, batch norm statistics; two branches
def branch():
    return {"w1": r4(rng.normal(size=(5, 3))), "b1": r4(rng.normal(size=5)), "gain": r4(rng.uniform(.5, 2, 5)),
            "shift": r4(rng.normal(size=5)), "mean": r4(rng.normal(size=5)), "var": r4(rng.uniform(.2, 2, 5)),
            "w2": r4(rng.normal(size=(4, 5))), "b2": r4(rng.normal(size=4))}


def f(b, v, norm):
    h = v @ b["w1"].T + b["b1"]
    if norm == "BATCH":
        h = (h - b["mean"]) / np.sqrt(b["var"] + 1e-5)
    else:
        h = (h - h.mean(1, keepdims=True)) / np.sqrt(h.var(1, keepdims=True) + 1e-5)
    return np.maximum(h * b["gain"] + b["shift"], 0) @ b["w2"].T + b["b2"]


rot, brs, old = r4(rng.normal(size=(4, 3))), [branch(), branch()], r4(rng.normal(size=(7, 3)) * 3)
zo = unit(old)
psi = {"linear": rot.tolist(), "branches": [{k: v.tolist() for k, v in b.items()} for b in brs], "old": old.tolist()}
for norm in ["BATCH", "LAYER"]:
    one = [unit(zo @ rot.T + f(b, zo, norm)) for b in brs]
    psi[norm + "1"] = one[0].tolist()
    psi[norm + "2"] = unit(one[0] + one[1]).tolist()
out["psi"] = psi
print(json.dumps(out))
