"""What an interactive start costs (./dmu shell to its first result, memory when idle): ``./dmu bench start``.

usage: bench.py ROUNDS [JSON FILE]. The shell is started on a pseudo terminal, as a user does, and jshell, the JDK's own, in
turn with it, to tell what of the time is the JDK's. Memory: resident, of the shell after that result, and of a Java program
that has made a data set of the DSL and a plan's first step, and then does nothing.
"""
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import time

from pairs import Row, java, machine, print_report, summary, write, interval_of_median

ROOT = pathlib.Path(__file__).resolve().parents[2]
JSHELL = pathlib.Path(os.environ["DMU_BENCH_JAVA"]).with_name("jshell")
PATIENCE = 120
ANSWER = re.compile(rb"==> 42\b")
FIRST = Row("start to first result", "s", higher_is_better=False)
SHELL = Row("idle shell", "MB resident", higher_is_better=False)
IDLE = Row("idle program", "MB resident", higher_is_better=False, goal=150, has_peer=False)


def shell(command):
    """Seconds to the first result, and megabytes after it."""
    start = time.monotonic()
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execv(command[0], command)
    try:
        os.write(terminal, b"21 * 2\n")
        seen = b""
        while not ANSWER.search(seen):
            if not select.select([terminal], [], [], PATIENCE)[0]:
                raise SystemExit(f"{command[0]} gave no result in {PATIENCE} s: {seen[-500:]!r}")
            seen += os.read(terminal, 65536)
        return time.monotonic() - start, resident_megabytes(pid)
    finally:
        os.write(terminal, b"/exit\n")
        wait(pid, terminal)


def wait(pid, terminal):
    """Reads what is still written, until the end."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # how a pseudo terminal says that the other end is closed
        pass
    os.waitpid(pid, 0)
    os.close(terminal)


def idle_program():
    process = subprocess.Popen(java("IdleProgram"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout.readline() != "ready\n":
            raise SystemExit("the idle program did not start")
        time.sleep(1)
        return resident_megabytes(process.pid)
    finally:
        process.stdin.close()
        process.wait(timeout=PATIENCE)


def resident_megabytes(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))


def main(rounds, json_file):
    ours, peer = [str(ROOT / "dmu"), "shell"], [str(JSHELL)]
    values = {(row.name, side): [] for row in (FIRST, SHELL, IDLE) for side in ("ours", "peer")}
    for number in range(rounds + 1):
        for side, command in sorted([("ours", ours), ("peer", peer)], reverse=number % 2 == 1):
            seconds, megabytes = shell(command)
            if number > 0:  # the first one fills the file system's cache
                values[FIRST.name, side].append(seconds)
                values[SHELL.name, side].append(megabytes)
        if number > 0:
            values[IDLE.name, "ours"].append(idle_program())
            print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
    rows = (FIRST, SHELL, IDLE)
    report = {"schemaVersion": 1, "bench": "start", "machine": machine(), "rounds": rounds,
              "ours": {"command": "./dmu shell"}, "peer": {"command": "jshell"},
              "rows": [found(row, values) for row in rows]}
    print_report(report, rows, "wanted of ./dmu shell: less than 3 s to the first result")
    if json_file:
        write(json_file, report)


def found(row, values):
    ours, peer = (values[row.name, side] for side in ("ours", "peer"))
    result = {"row": row.name, "unit": row.unit, "wanted": row.wanted(), "ours": summary(ours)}
    if peer:
        ratios = [a / b for a, b in zip(ours, peer)]
        low, high = interval_of_median(ratios)
        result |= {"peer": summary(peer), "ratio": summary(ratios) | {"low": low, "high": high}}
    return result


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
