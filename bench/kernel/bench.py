"""The Jupyter kernel beside ipykernel (start, round trips, output, interrupts, end): ``./dmu bench kernel``.

usage: bench.py ROUNDS [JSON FILE]; JUPYTER_PATH says where the kernel is. A round starts one kernel of each, measures
every row on both, one after the other, and swaps who is first; a row's ratio is the median over the rounds' own ratios.
"""
import datetime
import os
import platform
import statistics
import sys

PACKAGES = "apt-get install python3-ipykernel python3-jupyter-client python3-jupyter-kernel-test"
try:
    import ipykernel
    import jupyter_client

    import behaviours
    import timings
    from kernels import JAVA, PYTHON, Kernel
    from pairs import print_aligned, summary, write
except ImportError as missing:
    print(f"not measured: kernel ({sys.executable} has no {missing.name}; Debian: {PACKAGES})")
    sys.exit(0)

OURS = "dmu4j"
PEER = "python3"
# Name, how it is written, and the ratio to ipykernel that is wanted.
ROWS = [
    ("start to kernel_info, s", "{:.2f}", 2.5),
    ("start to first result, s", "{:.2f}", 2.5),
    ("resident after 1+1, MB", "{:.0f}", None),
    ("kernel_info, ms", "{:.1f}", 3),
    ("1+1, ms", "{:.1f}", 3),
    ("completion, ms", "{:.1f}", 1),
    ("is_complete, ms", "{:.1f}", 1.5),
    ("300 declarations, s", "{:.1f}", 3),
    ("10,000 lines, s", "{:.2f}", 2),
    ("10,000 lines, messages", "{:.0f}", None),
    ("heartbeat while busy, ms", "{:.1f}", None),
    ("interrupt of a sleep, s", "{:.2f}", None),
    ("interrupt of a loop, s", "{:.2f}", None),
    ("processor after that, %", "{:.0f}", None),
    ("shutdown to gone, s", "{:.2f}", None),
    ("parent killed to gone, s", "{:.2f}", None),
]


class Measured:
    """Values by row, one for each round."""

    def __init__(self):
        self.by_row = {name: [] for name, _, _ in ROWS}

    def add(self, row, value):
        self.by_row[row].append(value)


def measure_round(pairs):
    """One round; ``pairs``: (kernel's name, samples, measured) in the order in which they are asked."""
    kernels = []
    try:
        for name, samples, measured in pairs:
            kernel = Kernel(name, samples)
            kernels.append((kernel, measured))
            measured.add("start to kernel_info, s", kernel.to_info)
            measured.add("start to first result, s", kernel.to_result)
            measured.add("resident after 1+1, MB", kernel.resident_megabytes())
        for row, measure in (
            ("kernel_info, ms", timings.kernel_info),
            ("1+1, ms", timings.one_plus_one),
            ("completion, ms", timings.completion),
            ("is_complete, ms", timings.is_complete),
            ("heartbeat while busy, ms", timings.heartbeat_while_busy),
        ):
            for kernel, measured in kernels:
                measured.add(row, measure(kernel))
        for kernel, measured in kernels:
            taken, messages = timings.ten_thousand_lines(kernel)
            measured.add("10,000 lines, s", taken)
            measured.add("10,000 lines, messages", messages)
        for kernel, measured in kernels:
            measured.add("interrupt of a sleep, s", timings.interrupt(kernel, "sleep")[0])
        for kernel, measured in kernels:
            taken, share = timings.interrupt(kernel, "spin")
            measured.add("interrupt of a loop, s", taken)
            measured.add("processor after that, %", 100 * share)
        for kernel, measured in kernels:
            measured.add("300 declarations, s", timings.declarations(kernel))
        for kernel, measured in kernels:
            measured.add("shutdown to gone, s", timings.shutdown(kernel))
    finally:
        for kernel, _ in kernels:
            kernel.end()
    for name, _, measured in pairs:
        measured.add("parent killed to gone, s", timings.killed_parent(name))


def table_of_timings(ours, peer):
    """The printed lines, and the same for the file."""
    lines = [("", "ours", "ipykernel", "ratio", "spread", "wanted")]
    rows = []
    for row, form, wanted in ROWS:
        mine, theirs = ours.by_row[row], peer.by_row[row]
        found = {"row": row, "ours": summary(mine), "ipykernel": summary(theirs), "wanted": wanted}
        ratio = spread = ""
        if all(value > 0 for value in theirs):
            ratios = [a / b for a, b in zip(mine, theirs)]
            found["ratio"] = summary(ratios)
            ratio = f"{statistics.median(ratios):.2f}"
            spread = f"{min(ratios):.2f} to {max(ratios):.2f}"
        rows.append(found)
        lines.append((
            row,
            form.format(statistics.median(mine)),
            form.format(statistics.median(theirs)),
            ratio,
            spread,
            "" if wanted is None else f"<= {wanted:g}",
        ))
    return lines, rows


def table_of_behaviours():
    lines = [("", "ours", "ipykernel")]
    rows = []
    suites = [behaviours.conformance(OURS, "java"), behaviours.conformance(PEER, "python")]
    lines.append(("jupyter_kernel_test: passed/failed/skipped", *suites))
    rows.append({"row": lines[-1][0], "ours": suites[0], "ipykernel": suites[1]})
    sides = [(Kernel(OURS, JAVA), behaviours.JAVA), (Kernel(PEER, PYTHON), behaviours.PYTHON)]
    try:
        for row, check in behaviours.CHECKS:
            answers = ["yes" if check(kernel, samples) else "no" for kernel, samples in sides]
            lines.append((row, *answers))
            rows.append({"row": row, "ours": answers[0], "ipykernel": answers[1]})
    finally:
        for kernel, _ in sides:
            kernel.end()
    return lines, rows


def main(rounds, json_file):
    ours, peer = Measured(), Measured()
    for number in range(rounds):
        pairs = [(OURS, JAVA, ours), (PEER, PYTHON, peer)]
        measure_round(pairs if number % 2 == 0 else pairs[::-1])
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    machine = (f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; ipykernel {ipykernel.__version__},"
               f" Python {platform.python_version()}, jupyter_client {jupyter_client.__version__}")
    print(f"kernel: medians of {rounds} rounds, of the rounds' ratios too; {machine}\n")
    timing_lines, timing_rows = table_of_timings(ours, peer)
    print_aligned(timing_lines)
    if rounds < 7:
        print("fewer than 7 rounds: too few to quote a ratio\n")
    behaviour_lines, behaviour_rows = table_of_behaviours()
    print_aligned(behaviour_lines)
    if json_file:
        write(json_file, {
            "schemaVersion": 1,
            "bench": "kernel",
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": machine,
            "rounds": rounds,
            "timings": timing_rows,
            "behaviours": behaviour_rows,
        })


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
