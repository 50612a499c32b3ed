"""Writes the .npy and .npz files of src/test/resources/npy, and prints the SHA-256 that HalfFloatsTest expects.

Run: python3 src/test/python/npy_fixtures.py src/test/resources/npy
Last run with Python 3.11.2 and NumPy 1.24.2 on 2026-11-25. Values: matrix[i, j] = i + j / 4 (3 x 4), exact in float16.
"""
import hashlib
import sys

import numpy as np
from numpy.lib import format as npy

out = sys.argv[1] + "/"
matrix = np.arange(3)[:, None] + np.arange(4)[None, :] / 4
for name in ["<f2", "<f4", "<f8", ">f2", ">f4", ">f8"]:
    np.save(out + ("little" if name[0] == "<" else "big") + name[1:] + ".npy", matrix.astype(name))
np.save(out + "fortran.npy", np.asfortranarray(matrix.astype("<f4")))
for version in [(2, 0), (3, 0)]:
    with open(out + f"version{version[0]}.npy", "wb") as f:
        npy.write_array(f, matrix.astype("<f4"), version=version)
for name in ["i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4"]:
    signed = "i" in name
    np.save(out + name.replace(">", "big-") + ".npy", np.array([0, 1, 100, -5 if signed else 200]).astype(name))
np.save(out + "bool.npy", np.array([True, False, True]))
np.save(out + "text.npy", np.array(["a", "\u00e9t\u00e9", "\U0001f600!"]))
np.save(out + "text-big.npy", np.array(["a", "\u00e9t\u00e9"]).astype(">U3"))
np.save(out + "bytes.npy", np.array([b"one", b"three"]))
np.save(out + "complex.npy", np.array([1j]))
np.save(out + "cube.npy", np.zeros((2, 2, 2), "<f4"))
np.save(out + "structured.npy", np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]))
# What ml_dtypes.bfloat16 arrays look like in a file
np.save(out + "bfloat16.npy", np.zeros((2, 2), dtype="V2"))
np.savez(out + "plain.npz", vectors=matrix.astype("<f4"), labels=np.array([7, 8, 7]), ids=np.array(["x", "y", "z"]))
np.savez_compressed(out + "compressed.npz", embeddings=matrix.astype("<f2"))
header = b'{"w":{"dtype":"BF16","shape":[1,2],"data_offsets":[0,4]}}'
with open(out + "bf16.safetensors", "wb") as f:
    f.write(len(header).to_bytes(8, "little") + header + bytes(4))

# Every border between two neighbouring halves, with the float32 on either side of it, both signs
halves = np.arange(0x7C00, dtype=np.uint16)
low = halves.view(np.float16).astype(np.float64)
high = np.append(low[1:], 65536.0)
border = ((low + high) / 2).astype(np.float32).view(np.uint32)
bits = np.stack([border - 1, border, border + 1], axis=1).ravel()
bits = np.concatenate([bits, bits | 0x80000000]).astype(np.uint32)
with np.errstate(over="ignore"):
    rounded = bits.view(np.float32).astype(np.float16).view(np.uint16)
print(hashlib.sha256(rounded.astype("<u2").tobytes()).hexdigest())
