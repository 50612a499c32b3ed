"""Two programs that do the same work, measured in turn within the same minutes, and the ratio of each pair.

A side is a process that stays alive for all rounds. It says what it is in its first line, a JSON object of facts, and then
answers each line ``name of a row`` by one line, ``{"value": 12.3}`` or ``{"missing": "why it cannot"}``. ``Rounds.java``
speaks this for Java and ``answer`` below for Python. A side waits, asleep, while the other one works.

Which side is first is swapped from round to round; the first answer of a row, in which things are compiled and loaded, is
thrown away. A row's figures are medians over the rounds, its ratio is the median of the rounds' ratios, and the interval is
the narrowest one between two of the ratios that holds the true median with at least 95 % (order statistics; needs no
assumption on how times are distributed).
"""
import datetime
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass

FEWEST_ROUNDS = 7


@dataclass(frozen=True)
class Row:
    """What is measured. ``goal`` and ``gate`` are ratios, ours to the peer's, or plain values where ``has_peer`` is false."""

    name: str
    unit: str
    higher_is_better: bool
    goal: float | None = None
    gate: float | None = None
    has_peer: bool = True
    form: str = "{:.4g}"

    def wanted(self):
        sign = ">=" if self.higher_is_better else "<="
        parts = [f"{sign} {self.goal:g}"] if self.goal is not None else []
        return ", ".join(parts + ([f"gate {self.gate:g}"] if self.gate is not None else []))


class Side:
    """One process and its answers."""

    def __init__(self, command, environment=None):
        self.errors = tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace")
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, text=True, env=environment)
        self.facts = self._line()
        self.values = {}
        self.processor_seconds = {}
        self.missing = {}

    def measure(self, row, counted):
        """One value, kept if ``counted``."""
        if row in self.missing:
            return
        before = self._processor_time()
        self.process.stdin.write(row + "\n")
        self.process.stdin.flush()
        answer = self._line()
        if "missing" in answer:
            self.missing[row] = answer["missing"]
        elif counted:
            self.values.setdefault(row, []).append(answer["value"])
            self.processor_seconds.setdefault(row, []).append(self._processor_time() - before)

    def peak_megabytes(self):
        try:
            with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
                return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))
        except (OSError, StopIteration):
            return math.nan

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
        self.process.stdout.close()
        self.errors.close()

    def _line(self):
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.errors.seek(0)
            words = self.errors.read()[-3000:]
            self.end()
            raise SystemExit(f"{self.process.args[0]} ended without an answer:\n{words}")
        return json.loads(line)

    def _processor_time(self):
        try:
            with open(f"/proc/{self.process.pid}/stat", encoding="ascii", errors="replace") as stat:
                fields = stat.read().rsplit(")", 1)[1].split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        except OSError:
            return math.nan


def answer(facts, rows):
    """The Python half: ``rows`` maps names to functions that return a value."""
    print(json.dumps(facts), flush=True)
    for line in sys.stdin:
        name = line.rstrip("\n")
        print(json.dumps({"value": rows[name]()} if name in rows else {"missing": "not on this side"}), flush=True)


def java(program, *arguments, heap=None):
    """The command of a Java side: ``program`` is a class that ./dmu bench compiled from this folder."""
    command = [os.environ["DMU_BENCH_JAVA"], *os.environ["DMU_BENCH_JVM"].split("\n"), "-cp", os.environ["DMU_BENCH_CLASS_PATH"]]
    if heap:
        command.append("-Xmx" + heap)
    return [*command, "io.github.dmu4j.bench." + program, *arguments]


def python(script, *arguments):
    """The command of a Python side."""
    return [sys.executable, "-W", "ignore", script, *arguments]


def fair_python(threads, waiting=None, keeps_memory=False):
    """The environment of a peer: every processor feature it can use, nothing of the launcher's settings.

    ``waiting``: what its OpenMP threads do meanwhile, libgomp's default (spin for a while, then sleep) if None. "passive" is faster
    where OpenBLAS, whose threads are others, does the work: threads that spin take the processors from those that compute (faiss
    takes half the time). ``keeps_memory``: glibc keeps freed arrays, as the launcher has it for our side, and no peer has by itself; a
    training step of PyTorch takes two thirds of the time.
    """
    ours = ("OMP_WAIT_POLICY", "ATEN_CPU_CAPABILITY", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_")
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    if _has("avx512f"):
        # Debian's OpenBLAS takes a processor that is younger than itself for one without AVX-512.
        kept.setdefault("OPENBLAS_CORETYPE", "SkylakeX")
    if keeps_memory:
        kept |= {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "100000000000", "MALLOC_TRIM_THRESHOLD_": "100000000000"}
    if waiting:
        kept["OMP_WAIT_POLICY"] = waiting
    return kept | {
        "ATEN_CPU_CAPABILITY": "avx512" if _has("avx512f") else "avx2" if _has("avx2") else "default",
        "OMP_NUM_THREADS": str(threads),
        "OPENBLAS_NUM_THREADS": str(threads),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def compare(bench, rows, ours, peer, rounds, json_file=None, note=""):
    """Measures, prints and writes. ``ours`` and ``peer`` are Sides; ``peer`` may be None: then there are only our figures."""
    sides = [ours] if peer is None else [ours, peer]
    try:
        for number in range(rounds + 1):
            for row in rows:
                for side in (sides if number % 2 == 0 else sides[::-1]):
                    if side is ours or row.has_peer:
                        side.measure(row.name, counted=number > 0)
            if number > 0:
                print(f"round {number} of {rounds}", file=sys.stderr, flush=True)
        report = {
            "schemaVersion": 1,
            "bench": bench,
            "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
            "machine": machine(),
            "rounds": rounds,
            "ours": ours.facts | {"peakMegabytes": ours.peak_megabytes()},
            "peer": None if peer is None else peer.facts | {"peakMegabytes": peer.peak_megabytes()},
            "rows": [found(row, ours, peer) for row in rows],
        }
    finally:
        for side in sides:
            side.end()
    print_report(report, rows, note)
    if json_file:
        write(json_file, report)
    return report


def found(row, ours, peer):
    result = {"row": row.name, "unit": row.unit, "wanted": row.wanted()}
    for name, side in (("ours", ours), ("peer", peer if row.has_peer else None)):
        if side is None:
            continue
        if row.name in side.missing:
            result[name] = {"missing": side.missing[row.name]}
        elif row.name in side.values:
            result[name] = summary(side.values[row.name]) | {
                "processorSeconds": statistics.median(side.processor_seconds[row.name])}
    if "values" in result.get("ours", {}) and "values" in result.get("peer", {}):
        ratios = [a / b for a, b in zip(result["ours"]["values"], result["peer"]["values"])]
        low, high = interval_of_median(ratios)
        result["ratio"] = summary(ratios) | {"low": low, "high": high}
    return result


def summary(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values), "values": values}


def interval_of_median(values):
    """The k-th smallest and k-th largest value, with the largest k that still covers the median with 95 %."""
    ordered, n = sorted(values), len(values)
    k = 1
    while 1 - 2 * sum(math.comb(n, i) for i in range(k + 1)) / 2**n >= 0.95 and 2 * (k + 1) <= n:
        k += 1
    return ordered[k - 1], ordered[n - k]


def machine():
    model = "processor unknown"
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            model = next(line.split(":", 1)[1].strip() for line in info if line.startswith("model name"))
    except (OSError, StopIteration):
        pass
    return f"{os.cpu_count()} cores of {model}, load {os.getloadavg()[0]:.1f}"


def print_report(report, rows, note):
    rounds = report["rounds"]
    print(f"{report['bench']}: medians of {rounds} rounds; {report['machine']}")
    for side in ("ours", "peer"):
        if report[side] is not None:
            print(f"  {side}: " + ", ".join(f"{key} {value:.0f}" if isinstance(value, float) else f"{key} {value}"
                                            for key, value in report[side].items()))
    if note:
        print("  " + note)
    print()
    lines = [("", "ours", "peer", "ratio", "95 %", "wanted")]
    for row, result in zip(rows, report["rows"]):
        ratio = result.get("ratio")
        lines.append((
            f"{row.name}, {row.unit}",
            *(_cell(row, result.get(side)) for side in ("ours", "peer")),
            f"{ratio['median']:.2f}" if ratio else "",
            f"{ratio['low']:.2f} to {ratio['high']:.2f}" if ratio else "",
            result["wanted"],
        ))
    print_aligned(lines)
    for result in report["rows"]:
        for side in ("ours", "peer"):
            if "missing" in result.get(side, {}):
                print(f"not measured: {result['row']}, {side} ({result[side]['missing']})")
    if rounds < FEWEST_ROUNDS:
        print(f"fewer than {FEWEST_ROUNDS} rounds: too few to quote a ratio")


def print_aligned(lines):
    widths = [max(len(line[i]) for line in lines) for i in range(len(lines[0]))]
    for line in lines:
        cells = [line[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(line[1:], widths[1:])]
        print("  ".join(cells).rstrip())
    print(flush=True)


def write(path, content):
    """Whole or not at all."""
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    os.replace(path + ".part", path)


def _cell(row, result):
    return row.form.format(result["median"]) if result and "median" in result else ""


def _has(flag):
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as info:
            return any(flag in line.split() for line in info if line.startswith("flags"))
    except OSError:
        return False
