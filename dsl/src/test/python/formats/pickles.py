"""Writes the pickles of src/test/resources/formats/pickle and what they hold, as JSON beside them.

Run: python3 src/test/python/formats/pickles.py src/test/resources/formats/pickle
     then python2.7 src/test/python/formats/pickles_python2.py src/test/resources/formats/pickle
Last run with Python 3.11.2, NumPy 1.24.2, Pillow 9.4.0 and Python 2.7.18 on 2026-11-26.
"""
import json
import pickle
import sys

import numpy as np
from PIL import Image

out = sys.argv[1] + "/"


def plain(value):
    """A value with its type, as JSON can hold it; JSON's own text, true, false, null stay."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, np.bool_):
        return bool(value)
    if isinstance(value, (int, np.integer)):
        return {"int": str(int(value))}
    if isinstance(value, (float, np.floating)):
        return {"float": repr(float(value))}
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    if isinstance(value, np.ndarray):
        return {"shape": list(value.shape), "array": [plain(v) for v in value.ravel().tolist()]}
    if isinstance(value, dict):
        return {"dict": [[plain(k), plain(v)] for k, v in value.items()]}
    return {"list": [plain(v) for v in value]}


def write(name, data):
    with open(out + name, "wb") as file:
        file.write(data)


shared = [1, 2]
value = {
    "whole": [0, 1, -1, 255, 256, 65535, 65536, 2**31 - 1, -(2**31), 2**31, 2**63 - 1, -(2**63), 2**63, -(2**64), 2**200],
    "floats": [0.0, -0.5, 1e300, 0.1, float("inf")],
    "truths": (True, False, None),
    "text": ["", "plain", "\u00e9t\u00e9 \u20ac \U0001f600", "back\\slash \\u0041\nline", "x" * 300],
    "bytes": [b"", b"short", bytes(range(256)), b"z" * 300],
    "tuples": ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
    "nested": {"a": {"b": [[], {}]}},
    7: "number as key",
    None: "none as key",
    "shared": [shared, shared],
    "many": list(range(2500)),
    "arrays": [
        np.array([1.5, -2.25]),
        np.arange(6, dtype="<f4").reshape(2, 3),
        np.asfortranarray(np.arange(6, dtype=">i2").reshape(2, 3)),
        np.array([True, False]),
        np.array([], dtype=np.int64),
        np.array(5, dtype=np.uint8),
        np.array(["ab", "\u00e9"]),
        np.array([b"ab", b"c"]),
        np.arange(3, dtype="<f2"),
    ],
    "scalars": [np.float64(0.5), np.float32(0.25), np.int64(-3), np.uint8(200), np.bool_(True)],
}
expected = dict(value)
expected["arrays"] = [a.astype(str) if a.dtype.kind == "S" else a for a in value["arrays"]]
with open(out + "value.json", "w") as file:
    json.dump(plain(expected), file)
for protocol in range(6):
    write(f"value-{protocol}.pkl", pickle.dumps(value, protocol))

# NumPy 2 has other names for the same functions; in protocol 2 a name is a line of its own
numpy2 = {"array": np.array([1.5, -2.25]), "scalar": np.float64(0.5)}
write("numpy2.pkl", pickle.dumps(numpy2, 2).replace(b"cnumpy.core.", b"cnumpy._core."))
with open(out + "numpy2.json", "w") as file:
    json.dump(plain(numpy2), file)


# What is refused
class Instance:
    pass


class Call:
    def __reduce__(self):
        import os

        return os.system, ("exit 1",)


write("refused-call.pkl", pickle.dumps(Call(), 2))
write("refused-call-4.pkl", pickle.dumps([Call()], 4))
write("refused-instance.pkl", pickle.dumps(Instance(), 2))
write("refused-instance-4.pkl", pickle.dumps(Instance(), 4))
write("refused-set.pkl", pickle.dumps({1, 2}, 2))
write("refused-set-4.pkl", pickle.dumps({1, 2}, 4))
write("refused-frozenset-4.pkl", pickle.dumps(frozenset([1]), 4))
write("refused-objects.pkl", pickle.dumps(np.array([1, "a"], dtype=object), 4))
write("refused-structured.pkl", pickle.dumps(np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]), 4))
write("refused-complex.pkl", pickle.dumps(np.array([1j]), 4))
write("refused-key.pkl", pickle.dumps({(1, 2): 3}, 4))
cycle = []
cycle.append(cycle)
write("refused-cycle.pkl", pickle.dumps(cycle, 4))
deep = []
for _ in range(200):
    deep = [deep]
write("refused-deep.pkl", pickle.dumps(deep, 4))

# A verification set: 3 pairs of small pictures, as JPEG files beside the pickles
images = []
for i in range(6):
    x, y = np.meshgrid(np.arange(16), np.arange(12))
    picture = np.stack([x * 16 + i, y * 20, (x + y) * 8 + 5 * i], axis=2).astype(np.uint8)
    Image.fromarray(picture).save(out + f"image-{i}.jpg", quality=70)
    with open(out + f"image-{i}.jpg", "rb") as file:
        images.append(file.read())
issame = [True, False, True]
for protocol in range(6):
    write(f"pairs-{protocol}.bin", pickle.dumps((images, issame), protocol))
write("pairs-numpy.bin", pickle.dumps((images, np.array(issame)), 4))
write("pairs-numpy-bools.bin", pickle.dumps((images, list(np.array(issame))), 4))
write("pairs-odd.bin", pickle.dumps((images[:5], issame), 4))
write("pairs-text.bin", pickle.dumps((["text"] * 6, issame), 4))
write("pairs-three.bin", pickle.dumps((images, [0, 1, 2]), 4))
write("pairs-no-tuple.bin", pickle.dumps({"bins": images}, 4))
