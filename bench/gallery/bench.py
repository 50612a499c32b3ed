"""A stored gallery moved to the new space, from file to file, beside numpy: ``./dmu bench gallery``.

usage: bench.py ROUNDS [JSON FILE]. Files of float32 in a temporary folder (TMPDIR says where), 2 million x 512 for the linear map
and 200,000 x 512 for the default module (one branch, hidden width 2,048). The peer reads blocks of a mapped file, multiplies,
divides by the norms, writes the result into another mapped file and flushes it; nothing is checked there. Our side checks every
vector, writes version and cosine of each beside them, and keeps a journal from which an interrupted upgrade goes on. "With
scores" it also scores each old vector by 1,000 prototypes. Our side has a heap of 1 GB.
"""
import os
import pathlib
import shutil
import sys
import tempfile

from pairs import Row, Side, compare, fair_python, java, python

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 2
COLUMNS = 512
SIZES = {"large": 2_000_000, "small": 200_000}
ROWS = (
    Row("linear map, 2 million x 512", "vectors/s", True, goal=0.8, gate=0.5),
    Row("default module, 200,000 x 512", "vectors/s", True),
    Row("default module and scores, 200,000 x 512", "vectors/s", True, has_peer=False),
)


def write(path, rows):
    import numpy

    random = numpy.random.default_rng(rows)
    file = numpy.lib.format.open_memmap(path, mode="w+", dtype="float32", shape=(rows, COLUMNS))
    for first in range(0, rows, 50_000):
        file[first:first + 50_000] = random.standard_normal((min(50_000, rows - first), COLUMNS), dtype="float32")
    file.flush()


def main(rounds, json_file=None):
    folder = tempfile.mkdtemp(prefix="dmu4j-bench-gallery")
    try:
        # the gallery, what we write and what the peer writes
        needed = 3.3 * 4 * COLUMNS * sum(SIZES.values())
        free = shutil.disk_usage(folder).free
        if free < needed:
            print(f"not measured: gallery ({folder} has {free / 1e9:.1f} GB free, {needed / 1e9:.1f} are needed; TMPDIR names"
                  " another place)")
            return
        for name, rows in SIZES.items():
            write(os.path.join(folder, name + ".npy"), rows)
        ours = Side(java("MovedGallery", folder, heap="1g"), dict(os.environ))
        peer = Side(python(str(HERE / "peer.py"), folder), fair_python(THREADS, waiting="passive"))
        compare("gallery", ROWS, ours, peer, rounds, json_file)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        import numpy  # noqa: F401
    except ImportError as missing:
        print(f"not measured: gallery ({missing}; Debian: apt-get install python3-numpy libopenblas0-pthread)")
        sys.exit(0)
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
