"""Writes resources/base/independent.safetensors with nothing but struct and json, from the text of the format.

The header lists the tensors in another order than their data, is not padded, and the file has no checksum: all of that is
allowed. Run from src/test: python3 python/safetensors_fixture.py (Python 3.11.7, 2026-11-25)
"""

import json
import struct

weight = [1.0, -2.5, 3.25, 0.0, 1e-38, 65504.0]
bias = [0.5, -0.125]
header = {
    "net.weight": {"dtype": "F32", "shape": [2, 3], "data_offsets": [12, 36]},
    "net.bias": {"dtype": "F32", "shape": [2], "data_offsets": [4, 12]},
    "empty": {"dtype": "F32", "shape": [0, 3], "data_offsets": [4, 4]},
    "scale": {"dtype": "F32", "shape": [], "data_offsets": [0, 4]},
    "__metadata__": {"format": "pt", "note": "größer"},
}
text = json.dumps(header, ensure_ascii=False).encode("utf-8")
with open("resources/base/independent.safetensors", "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text)
    out.write(struct.pack("<f", 30.0) + struct.pack("<2f", *bias) + struct.pack("<6f", *weight))
