"""How time and memory grow with the gallery, the classes, the dimension and the batch: ``./dmu bench growth``.

usage: bench.py ROUNDS [JSON FILE]. Each point is a process of its own, whose peak of resident memory is read at its end; times
are medians over the rounds. With a JSON file and matplotlib (Debian: python3-matplotlib) there is also a picture beside it.
"""
import json
import os
import statistics
import subprocess
import sys

from pairs import java, machine, print_aligned, summary, write

GALLERIES = (25_000, 50_000, 100_000, 200_000, 400_000, 800_000)
# 619 of Omniglot, 93,431 of MS1Mv3
CLASSES = (619, 2_000, 6_000, 20_000, 50_000, 93_431)
# (panel, what a step is, label of x, series: (name, program's arguments by x), values of x)
PANELS = (
    ("gallery", "top 100 for 1,000 queries, s", "gallery vectors",
     {f"d = {d}": (lambda n, d=d: ["gallery", n, d]) for d in (128, 512)}, GALLERIES),
    ("classes", "training step, batch 128, s", "classes of the head",
     {"all classes": lambda n: ["classes", n, 1], "a tenth of them, drawn": lambda n: ["classes", n, 0.1]}, CLASSES),
    ("dimension", "training step, batch 128, 1,000 classes, s", "dimension of the embedding",
     {"ResNet-10": lambda n: ["dimension", n]}, (64, 128, 256, 512, 1024, 2048)),
    ("batch", "training step of ResNet-18 at 64 pixels, s an image", "images a batch",
     {"ResNet-18": lambda n: ["batch", n]}, (4, 8, 16, 32, 64, 128)),
)


def measure(arguments):
    done = subprocess.run(
        java("Growth", *map(str, arguments), heap="12g"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{arguments} ended with status {done.returncode}:\n{done.stderr[-3000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def main(rounds, json_file=None):
    found = {panel: {name: {x: [] for x in xs} for name in series} for panel, _, _, series, xs in PANELS}
    for number in range(rounds):
        for panel, _, _, series, xs in PANELS:
            for x in xs:
                for name, arguments in series.items():
                    found[panel][name][x].append(measure(arguments(x)))
        print(f"round {number + 1} of {rounds}", file=sys.stderr, flush=True)
    report = {"schemaVersion": 1, "bench": "growth", "machine": machine(), "rounds": rounds, "panels": []}
    print(f"growth: medians of {rounds} rounds; {machine()}; heap at most 12 GB\n")
    for panel, unit, label, series, xs in PANELS:
        lines = [(label, *(f"{name}, {what}" for name in series for what in ("time", "MB")))]
        for x in xs:
            cells = []
            for name in series:
                points = found[panel][name][x]
                cells += [f"{statistics.median(p['seconds'] for p in points):.3g}",
                          f"{statistics.median(p['megabytes'] for p in points):.0f}"]
            lines.append((f"{x:,}", *cells))
        print(f"{unit}; peak of resident memory")
        print_aligned(lines)
        report["panels"].append({
            "panel": panel, "time": unit, "x": label,
            "series": [{"name": name, "points": [
                {"x": x, "seconds": summary([p["seconds"] for p in points]), "megabytes": summary([p["megabytes"] for p in points])}
                for x, points in by_x.items()]} for name, by_x in found[panel].items()]})
    if json_file:
        write(json_file, report)
        draw(report, os.path.splitext(json_file)[0] + ".svg")


def draw(report, path):
    try:
        import matplotlib
    except ImportError:
        print("no picture: matplotlib is missing (Debian: apt-get install python3-matplotlib)")
        return
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "dmu4j", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False})
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, 4, figsize=(15, 6), layout="constrained")
    colours = ("#0072b2", "#d55e00")
    for column, panel in enumerate(report["panels"]):
        for row, (what, title) in enumerate((("seconds", panel["time"]), ("megabytes", "peak of resident memory, MB"))):
            axis = axes[row][column]
            for colour, series in zip(colours, panel["series"]):
                xs = [point["x"] for point in series["points"]]
                axis.plot(xs, [point[what]["median"] for point in series["points"]], "o-", color=colour, markersize=3.5,
                          label=series["name"])
                axis.vlines(xs, [point[what]["min"] for point in series["points"]],
                            [point[what]["max"] for point in series["points"]], color=colour, linewidth=1)
            axis.set_title(title, fontsize=9)
            axis.set_xlabel(panel["x"])
            axis.set_xscale("log")
            axis.set_ylim(0, 1.08 * max(point[what]["max"] for series in panel["series"] for point in series["points"]))
            axis.grid(alpha=0.25)
            if len(panel["series"]) > 1:
                axis.legend(frameon=False, fontsize=8)
    figure.suptitle(f"{report['machine']}; medians and range, rounds: {report['rounds']}", fontsize=9)
    figure.savefig(path + ".part", format="svg", metadata={"Date": None})
    os.replace(path + ".part", path)
    print(f"drawn: {path}")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
