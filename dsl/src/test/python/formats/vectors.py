"""Writes resources/formats/vector: fvecs, bvecs, ivecs and JSON lines, from the text of the formats.

Expected values in expected.json. Run from src/test: python3 python/formats/vectors.py (Python 3.11.2, NumPy 1.24.2, 2026-11-26)
"""

import json
import os

import numpy as np

OUT = "resources/formats/vector"
os.makedirs(OUT, exist_ok=True)
random = np.random.default_rng(11)


def vecs(name, rows):
    with open(os.path.join(OUT, name), "wb") as out:
        for row in rows:
            out.write(np.int32(len(row)).astype("<i4").tobytes() + row.tobytes())


floats = random.normal(size=(5, 3)).astype("<f4")
octets = random.integers(0, 256, (4, 6), np.uint8)
whole = random.integers(0, 2**31 - 1, (3, 4)).astype("<i4")
vecs("rows.fvecs", floats)
vecs("rows.bvecs", octets)
vecs("rows.ivecs", whole)

labels = ["cat", "ant", "cat"]
with open(os.path.join(OUT, "vectors.jsonl"), "w") as out:
    for i, label in enumerate(labels):
        row = {"id": "item-%d" % i if i else "größer", "note": {"x": [1, 2]}, "vector": floats[i].tolist(), "label": label}
        out.write(json.dumps(row, ensure_ascii=i == 1) + ("\n\n" if i == 1 else "\n"))

with open(os.path.join(OUT, "expected.json"), "w") as out:
    json.dump({"fvecs": floats.tolist(), "bvecs": octets.tolist(), "ivecs": whole.tolist()}, out)
