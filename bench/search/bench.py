"""Exact search beside faiss on two threads each, a gallery of 5 GB in a file, a report's full evaluation: ``./dmu bench search``.

usage: bench.py ROUNDS [JSON FILE]. Faiss is Debian's, with OpenBLAS, every processor feature that it uses, and OpenMP
threads that sleep while OpenBLAS works, which halves its time. Our side has a heap of 1 GB. The file holds 5 million x 512 float16 values at random, in a temporary folder (TMPDIR says where), if there is room; both
sides have it mapped: the peer only reads it, which is the speed of memory or disk. "Wrong answers" are those of 16 queries that
differ from the scalar reference's in any bit.
"""
import os
import pathlib
import shutil
import sys
import tempfile

from pairs import Row, Side, compare, fair_python, java, python

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 2
ROWS, COLUMNS = 5_000_000, 512
FILE_BYTES = 128 + ROWS * COLUMNS * 2
SEARCHES = [
    Row("top 100, 1,000 x 200,000, d = 128", "s", higher_is_better=False, goal=1.0, gate=1.3),
    Row("top 100, 1,000 x 200,000, d = 512", "s", higher_is_better=False, goal=1.0, gate=1.15),
    Row("report, 2,420 x 2,420, d = 512", "s", higher_is_better=False, goal=2, gate=5, has_peer=False),
]
OF_THE_FILE = [
    Row("top 100 of the file, 16 queries", "s", higher_is_better=False),
    Row("wrong answers", "of 16", higher_is_better=False, goal=0, has_peer=False),
]


def write_gallery(path):
    """Values from -2 to 2 whose exponents differ; a block of random numbers at a time."""
    import numpy

    random = numpy.random.default_rng(1)
    block = 50_000
    with open(path, "wb") as file:
        header = "{'descr': '<f2', 'fortran_order': False, 'shape': (%d, %d), }" % (ROWS, COLUMNS)
        file.write(b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + header.ljust(117).encode() + b"\n")
        for _ in range(ROWS // block):
            bits = random.integers(0, 1 << 16, block * COLUMNS, dtype=numpy.uint16)
            # sign and digits as they come, exponent 12 to 15
            file.write(((bits & 0x8FFF) | 0x3000).tobytes())


def main(rounds, json_file):
    folder = tempfile.mkdtemp(prefix="dmu4j-bench-search")
    try:
        gallery = os.path.join(folder, "gallery.npy")
        free = shutil.disk_usage(folder).free
        fits = free > 1.2 * FILE_BYTES
        if fits:
            write_gallery(gallery)
        else:
            print(f"not measured: the file of {FILE_BYTES / 1e9:.1f} GB ({folder} has {free / 1e9:.1f} GB free)")
        ours = Side(java("Search", *([gallery] if fits else []), heap="1g"), dict(os.environ))
        peer = Side(python(str(HERE / "peer.py"), str(THREADS), gallery if fits else ""), fair_python(THREADS, waiting="passive"))
        compare("search", SEARCHES + (OF_THE_FILE if fits else []), ours, peer, rounds, json_file,
                f"the peer of the file's row reads its {FILE_BYTES / 1e9:.2f} GB, no more")
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        import faiss  # noqa: F401
    except ImportError as missing:
        print(f"not measured: search ({missing}; Debian: apt-get install python3-faiss libopenblas0-pthread)")
        sys.exit(0)
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
