"""Writes resources/formats/small: CIFAR-10, CIFAR-100 and IDX files of a few images each, from the text of the formats.

Expected values: labels, and the SHA-256 of each image's bytes with channels interleaved, in expected.json.
Run from src/test: python3 python/formats/small_images.py (Python 3.11.2, NumPy 1.24.2, 2026-11-26)
"""

import gzip
import hashlib
import json
import os
import struct

import numpy as np

OUT = "resources/formats/small"
random = np.random.default_rng(3)
expected = {}


def note(key, labels, images):
    digests = [hashlib.sha256(np.ascontiguousarray(image).tobytes()).hexdigest() for image in images]
    expected[key] = {"labels": [int(label) for label in labels], "sha256": digests}


def colours(count):
    """A few levels only, so that the files stay small in a repository; shape (count, 32, 32, 3)."""
    y, x = np.mgrid[0:32, 0:32]
    return np.stack(
        [np.stack([(x * (i + 1) + y * (c + 2) + 40 * c) // 16 * 16 % 256 for c in range(3)], -1) for i in range(count)]
    ).astype(np.uint8)


def cifar(path, label_rows, images):
    with open(os.path.join(OUT, path), "wb") as out:
        for labels, image in zip(label_rows, images):
            out.write(bytes(labels) + image.transpose(2, 0, 1).tobytes())


def idx(path, array, pack):
    data = struct.pack(">BBBB", 0, 0, 8, array.ndim) + struct.pack(">%dI" % array.ndim, *array.shape) + array.tobytes()
    with open(os.path.join(OUT, path), "wb") as out:
        out.write(gzip.compress(data, mtime=0) if pack else data)


os.makedirs(os.path.join(OUT, "cifar10"), exist_ok=True)
os.makedirs(os.path.join(OUT, "cifar100"), exist_ok=True)
os.makedirs(os.path.join(OUT, "mnist"), exist_ok=True)

images = colours(7)
cifar("cifar10/data_batch_1.bin", [[3], [0], [9]], images[:3])
cifar("cifar10/data_batch_2.bin", [[1], [1]], images[3:5])
cifar("cifar10/test_batch.bin", [[9], [2]], images[5:])
names = "airplane automobile bird cat deer dog frog horse ship truck".split()
with open(os.path.join(OUT, "cifar10/batches.meta.txt"), "w") as out:
    out.write("\n".join(names) + "\n\n")
note("cifar10 training", [3, 0, 9, 1, 1], images[:5])
note("cifar10 test", [9, 2], images[5:])

images = colours(3)
cifar("cifar100/train.bin", [[19, 99], [0, 4]], images[:2])
cifar("cifar100/test.bin", [[7, 50]], images[2:])
note("cifar100 training", [99, 4], images[:2])
note("cifar100 coarse", [19, 0], images[:2])
note("cifar100 test", [50], images[2:])

grey = random.integers(0, 256, (5, 6, 4), np.uint8)
labels = np.array([7, 0, 255, 3, 3], np.uint8)
idx("mnist/train-images-idx3-ubyte", grey, False)
idx("mnist/train-labels-idx1-ubyte", labels, False)
note("mnist training", labels, grey)
grey = random.integers(0, 256, (3, 6, 4), np.uint8)
labels = np.array([1, 2, 0], np.uint8)
idx("mnist/t10k-images.idx3-ubyte.gz", grey, True)
idx("mnist/t10k-labels-idx1-ubyte.gz", labels, True)
note("mnist test", labels, grey)

with open(os.path.join(OUT, "expected.json"), "w") as out:
    json.dump(expected, out)
