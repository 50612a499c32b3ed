"""Whether a training stopped twenty times at random ends with the weights of one left alone: ``./dmu bench interruptions``.

usage: bench.py ROUNDS [JSON FILE]; a round is one interrupted training, with random times of its own, beside the one that is
left alone. Every second stop is Ctrl-C, which must keep the work to the last step; the others are kill -9, which may cost
what was done since the last checkpoint: five seconds.
"""
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

from pairs import machine, print_aligned, write

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRIPT = pathlib.Path(__file__).with_name("train.jsh")
EPOCHS = 10
STOPS = 20


class Training:
    """A started training, what it prints, and the last step that it has reported."""

    def __init__(self, folder):
        self.folder = folder
        self.lines = []
        self.step = 0
        # A group of its own: Ctrl-C of a terminal reaches a whole group.
        self.process = subprocess.Popen(
            [str(ROOT / "dmu"), "run", str(SCRIPT), str(folder), str(EPOCHS)], stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)
            step = re.search(r" step (\d+)/\d+ ", line)
            if step:
                self.step = int(step.group(1))

    def wait_for_a_step(self):
        while self.step == 0 and self.process.poll() is None:
            time.sleep(0.02)

    def stop(self, kind):
        os.killpg(self.process.pid, kind)
        self.process.wait()
        self.reader.join()

    def weights(self):
        """Their hash, when it has ended."""
        self.process.wait()
        self.reader.join()
        found = re.search(r"^weights ([0-9a-f]{64})$", "".join(self.lines), re.MULTILINE)
        if self.process.returncode != 0 or not found:
            raise SystemExit(f"the training ended with status {self.process.returncode}:\n{''.join(self.lines[-20:])}")
        return found.group(1)

    def last_checkpoint(self):
        """The step of the newest one."""
        return max((int(file.stem.split("-")[1]) for file in self.folder.glob("checkpoints/model/step-*.safetensors")),
                   default=0)


def interrupted(folder, seconds, generator):
    """The weights, and what each stop was; ``seconds`` is how long it takes from its first step when it is left alone."""
    stops = []
    while len(stops) < STOPS:
        training = Training(folder)
        training.wait_for_a_step()
        # Twenty stops spread over the training, some of them within the first steps after a start.
        time.sleep(generator.uniform(0, 2 * seconds / (STOPS + 4)))
        if training.process.poll() is not None:
            break
        kind = signal.SIGINT if len(stops) % 2 == 0 else signal.SIGKILL
        training.stop(kind)
        stops.append({"by": kind.name, "step": training.step, "kept": training.last_checkpoint()})
    return Training(folder).weights(), stops


def main(rounds, json_file):
    found = []
    with tempfile.TemporaryDirectory(prefix="dmu4j-interruptions") as temporary:
        training = Training(pathlib.Path(temporary, "alone"))
        training.wait_for_a_step()
        began = time.monotonic()
        alone = training.weights()
        seconds = time.monotonic() - began
        for number in range(rounds):
            weights, stops = interrupted(pathlib.Path(temporary, str(number)), seconds, random.Random(number))
            found.append({"seed": number, "same": weights == alone, "stops": stops})
            print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    print(f"interruptions: {EPOCHS} epochs of 12,386 images, {seconds:.0f} s when left alone; {machine()}\n")
    lines = [("round", "stops", "steps lost at most: Ctrl-C", "kill -9", "weights")]
    for number, result in enumerate(found):
        lost = [max((stop["step"] - stop["kept"] for stop in result["stops"] if stop["by"] == kind), default=0)
                for kind in ("SIGINT", "SIGKILL")]
        lines.append((str(number + 1), str(len(result["stops"])), *(str(max(steps, 0)) for steps in lost),
                      "the same" if result["same"] else "DIFFERENT"))
    print_aligned(lines)
    if json_file:
        write(json_file, {"schemaVersion": 1, "bench": "interruptions", "machine": machine(), "seconds": seconds,
                          "weights": alone, "rounds": found})


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
