"""The numpy side of bench.py: peer.py FOLDER."""
import os
import sys
import time

import numpy

from pairs import answer

FOLDER = sys.argv[1]
BLOCK = 8_192
COLUMNS, HIDDEN = 512, 2_048
random = numpy.random.default_rng(7)
linear = random.standard_normal((COLUMNS, COLUMNS), dtype="float32") / COLUMNS**0.5
first = random.standard_normal((COLUMNS, HIDDEN), dtype="float32") / COLUMNS**0.5
second = random.standard_normal((HIDDEN, COLUMNS), dtype="float32") / HIDDEN**0.5
shift = random.standard_normal(HIDDEN, dtype="float32")


def unit(rows):
    rows /= numpy.sqrt(numpy.einsum("ij,ij->i", rows, rows))[:, None]
    return rows


def mapped(rows):
    return unit(rows @ linear)


def module(rows):
    rows = unit(rows.copy())
    hidden = rows @ first
    hidden += shift
    numpy.maximum(hidden, 0, out=hidden)
    return unit(rows @ linear + hidden @ second)


def rate(name, move):
    def once():
        target = os.path.join(FOLDER, name + "-moved-by-peer.npy")
        start = time.perf_counter()
        source = numpy.load(os.path.join(FOLDER, name + ".npy"), mmap_mode="r")
        out = numpy.lib.format.open_memmap(target, mode="w+", dtype="float32", shape=source.shape)
        for at in range(0, len(source), BLOCK):
            out[at:at + BLOCK] = move(source[at:at + BLOCK])
        out.flush()
        taken = time.perf_counter() - start
        rows = len(source)
        del out
        os.remove(target)
        return rows / taken

    return once


answer({"numpy": numpy.__version__},
       {"linear map, 2 million x 512": rate("large", mapped), "default module, 200,000 x 512": rate("small", module)})
