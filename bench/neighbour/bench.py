"""What a busy neighbour costs: ``./dmu bench neighbour``.

usage: bench.py ROUNDS [JSON FILE]. The same program twice, of which the first is measured while a process that does nothing but count
keeps one core busy, and the second alone; first the library's training, then plain PyTorch's (its threads asleep while they wait, as
ours). A program with a thread on each of n cores and one such neighbour has a share of n / (n + 1) of what it has alone.
"""
import os
import signal
import subprocess
import sys

import pairs

TRAINING = os.path.join(os.path.dirname(os.path.dirname(__file__)), "training", "peer.py")
THREADS = len(os.sched_getaffinity(0))
SHARE = THREADS / (THREADS + 1)
NAMES = ["training step", "embedding", "upgrade module, hidden 2048"]


class Disturbed(pairs.Side):
    """A side that has a neighbour while it is measured."""

    def __init__(self, command, environment=None):
        self.neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
        self.neighbour.send_signal(signal.SIGSTOP)
        super().__init__(command, environment)

    def measure(self, row, counted):
        self.neighbour.send_signal(signal.SIGCONT)
        try:
            super().measure(row, counted)
        finally:
            self.neighbour.send_signal(signal.SIGSTOP)

    def end(self):
        self.neighbour.kill()
        self.neighbour.wait()
        super().end()


def compare(bench, command, environment, rounds, json_file):
    rows = [pairs.Row(name, "steps/s" if name.startswith("upgrade") else "img/s", True, round(SHARE, 2)) for name in NAMES]
    pairs.compare(bench, rows, Disturbed(command, environment), pairs.Side(command, environment), rounds, json_file,
                  note="ours: beside a busy process; peer: the same program alone")


def main(rounds, json_file=None):
    compare("neighbour of the library", pairs.java("Training", str(THREADS), heap="5g"), None, rounds, json_file)
    compare("neighbour of PyTorch", pairs.python(TRAINING, str(THREADS)),
            pairs.fair_python(THREADS, waiting="passive", keeps_memory=True), rounds, json_file and json_file + ".pytorch")


main(int(sys.argv[1]), *sys.argv[2:])
