"""Executes one notebook without a browser: what ./dmu run NOTEBOOK and ./dmu notebooks build|check start, once for each.

Statuses: 0 done, 1 the notebook failed, drifted or took too much, 2 the command line was wrong, 130 interrupted.
"""
import argparse
import json
import shutil
import sys
import tempfile
from copy import deepcopy
from pathlib import Path

import nbformat

from compare import drift
from execute import CellFailed, Interrupted, execute, tell
from files import write_whole
from tidy import give_ids, private_paths, tidy

INTERRUPTED = 130


def main(arguments):
    options = parse(arguments)
    notebook = read(options.notebook)
    try:
        return {"run": run, "build": build, "check": check}[options.command](notebook, options)
    except CellFailed as failure:
        tell(f"{options.notebook}, {failure}")
        return 1
    except Interrupted:
        tell(f"{options.notebook}: interrupted")
        return INTERRUPTED


def parse(arguments):
    parser = argparse.ArgumentParser(prog="notebooks/tools", description=__doc__)
    parser.add_argument("command", choices=["run", "build", "check"])
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--kernel", default="dmu4j", help="the name of an installed kernel")
    parser.add_argument("--timeout", type=int, default=0, help="seconds that a cell may take; 0: any")
    parser.add_argument("--out", type=Path, help="run: the executed notebook, *.ipynb or *.html")
    parser.add_argument("--max-cpu-seconds", type=float, default=0, help="0: any")
    parser.add_argument("--max-megabytes", type=float, default=0, help="0: any")
    return parser.parse_args(arguments)


def read(path):
    """The notebook, if its cells are in Java or in no stated language; else the program ends with status 1."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if (content.get("nbformat", 0), content.get("nbformat_minor", 0)) >= (4, 5):
            give_ids(content["cells"])  # nbformat would make up random ones
        notebook = nbformat.reads(json.dumps(content), as_version=4)
    except Exception as error:  # nbformat raises its own, json's and the system's
        sys.exit(f"error: {path} cannot be read as a notebook: {error}")
    language = notebook.metadata.get("kernelspec", {}).get("language") or notebook.metadata.get("language_info", {}).get(
        "name"
    )
    if language and language.lower() != "java":
        sys.exit(
            f"error: {path} is written in {language}, and this kernel runs Java;"
            f" jupyter nbconvert --execute runs notebooks of other languages"
        )
    return notebook


def run(notebook, options):
    """In the notebook's own folder, as Jupyter does. What there is when a cell fails is written too."""
    write = writer_of(options.out)
    folder = options.notebook.resolve().parent
    try:
        usage = execute(notebook, folder, options.kernel, options.timeout, options.notebook.name)
        tell(f"{options.notebook}: {usage}")
    finally:
        if write:
            write(tidy(notebook, options.notebook.name))
            tell(f"written: {options.out}")
    return 0


def writer_of(out):
    """What writes the result; found before hours are spent on it."""
    if out is None:
        return None
    if out.suffix == ".ipynb":
        return lambda notebook: write_whole(out, text_of(notebook))
    if out.suffix not in (".html", ".htm"):
        print(f"error: --out {out}: the name must end in .ipynb or .html", file=sys.stderr)
        sys.exit(2)
    try:
        from nbconvert import HTMLExporter
    except ImportError:
        sys.exit(
            f"error: HTML needs nbconvert, which {sys.executable} has not got: apt-get install python3-nbconvert,"
            " or pip install nbconvert, or conda install -c conda-forge nbconvert"
        )
    return lambda notebook: write_whole(out, HTMLExporter().from_notebook_node(notebook)[0])


def build(notebook, options):
    """Executes and replaces the notebook, unless its outputs show where on this machine it was executed."""
    with copy_of_folder(options.notebook) as folder:
        usage = execute(notebook, folder, options.kernel, options.timeout, options.notebook.name)
        tidy(notebook, options.notebook.name)
        found = private_paths(notebook, [folder, options.notebook.resolve().parent, Path.home()])
    if found:
        for line in found:
            print(f"{options.notebook.name}: {line}")
        print(f"{options.notebook.name}: not written; print paths relative to the working folder")
        return 1
    write_whole(options.notebook, text_of(notebook))
    print(f"{options.notebook.name}: written; {usage}", flush=True)
    return report(options.notebook.name, usage.excess(options.max_cpu_seconds, options.max_megabytes))


def check(committed, options):
    """Executes a copy and compares."""
    fresh = deepcopy(committed)
    with copy_of_folder(options.notebook) as folder:
        usage = execute(fresh, folder, options.kernel, options.timeout, options.notebook.name)
    tidy(fresh, options.notebook.name)
    found = drift(committed, fresh)
    if not found and text_of(committed) != text_of(tidy(deepcopy(committed), options.notebook.name)):
        found.append("not as ./dmu notebooks build writes it (ids, counts or metadata); build it again")
    found += usage.excess(options.max_cpu_seconds, options.max_megabytes)
    print(f"{options.notebook.name}: {'drift' if found else 'ok'}; {usage}", flush=True)
    return report(options.notebook.name, found)


def report(name, faults):
    for fault in faults:
        print(f"  {fault}", flush=True)
    return 1 if faults else 0


def text_of(notebook):
    return nbformat.writes(notebook) + "\n"


class copy_of_folder:
    """A temporary folder with the data beside a notebook, so that neither leftovers count nor new files stay."""

    def __init__(self, notebook):
        self.source = notebook.resolve().parent

    def __enter__(self):
        self.temporary = Path(tempfile.mkdtemp(prefix="dmu-notebook-"))
        leave_out = shutil.ignore_patterns("*.ipynb", ".*", "runs", "tools", "__pycache__")
        return Path(shutil.copytree(self.source, self.temporary / "notebooks", ignore=leave_out))

    def __exit__(self, *ignored):
        shutil.rmtree(self.temporary, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
