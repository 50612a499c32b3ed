"""Training and embedding beside PyTorch: ``./dmu bench training``.

usage: bench.py ROUNDS [JSON FILE]. The peer is plain PyTorch with the same mathematics (peer.py): OpenBLAS, all vector
instructions, all cores, and the waiting threads and the memory that the launcher gives our side. The rows: ResNet-18 on 64 x 64
random pixels with ImageNet's stem, 512-d, batches of 32, ArcFace over 1,000 classes and BCT's term; the second runs the frozen
old net on every batch besides, which the library itself does only once, before training. The upgrade module sees 200,000 pairs
of 512-d vectors in batches of 512; 512 is the hidden width of the first prototype, 2,048 the library's default.
"""
import os
import sys

import pairs

ROWS = [
    pairs.Row("training step", "img/s", True, 1.0, 0.93),
    pairs.Row("training step, old net in the loop", "img/s", True, 1.0, 0.93),
    pairs.Row("embedding", "img/s", True, 1.0, 0.85),
    pairs.Row("upgrade module, hidden 512", "steps/s", True, 1.0, 0.9),
    pairs.Row("upgrade module, hidden 2048", "steps/s", True, 1.0, 0.9),
]


def main(rounds, json_file=None):
    threads = len(os.sched_getaffinity(0))
    ours = pairs.Side(pairs.java("Training", str(threads), heap="5g"))
    peer = pairs.Side(
        pairs.python(os.path.join(os.path.dirname(__file__), "peer.py"), str(threads)),
        pairs.fair_python(threads, waiting="passive", keeps_memory=True))
    pairs.compare("training", ROWS, ours, peer, rounds, json_file)


main(int(sys.argv[1]), *sys.argv[2:])
