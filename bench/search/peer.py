"""The faiss side of bench.py: peer.py THREADS [FILE]."""
import sys
import threading
import time

import faiss
import numpy

from pairs import answer

THREADS = int(sys.argv[1])
PIECE = 1 << 23


def searches(columns):
    made = {}

    def once():
        if not made:
            random = numpy.random.default_rng(1)
            made["index"] = faiss.IndexFlatIP(columns)
            made["index"].add(random.random((200_000, columns), dtype=numpy.float32) * 2 - 1)
            made["queries"] = random.random((1_000, columns), dtype=numpy.float32) * 2 - 1
        return seconds(lambda: made["index"].search(made["queries"], 100))

    return once


def read_file():
    """Every byte, by as many threads, in pieces that stay in the cache."""
    mapped = numpy.memmap(sys.argv[2], dtype=numpy.uint64, mode="r", offset=128)
    ends = [len(mapped) * i // THREADS for i in range(THREADS + 1)]

    def read(start, end):
        for first in range(start, end, PIECE // 8):
            mapped[first:min(end, first + PIECE // 8)].max()

    def all_of_it():
        threads = [threading.Thread(target=read, args=pair) for pair in zip(ends, ends[1:])]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    return seconds(all_of_it)


def seconds(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    faiss.omp_set_num_threads(THREADS)
    rows = {f"top 100, 1,000 x 200,000, d = {columns}": searches(columns) for columns in (128, 512)}
    if len(sys.argv) > 2 and sys.argv[2]:
        rows["top 100 of the file, 16 queries"] = read_file
    answer({"faiss": faiss.__version__, "threads": THREADS}, rows)
