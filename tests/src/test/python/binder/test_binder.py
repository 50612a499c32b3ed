"""
What Binder does, without Docker: a fresh copy of the checkout, an unprivileged user with an empty home, binder/postBuild, then a
notebook through binder/start, with the kernel that postBuild installed. The user gets a copy of this machine's Maven
repository, in place of a download (jars as hard links where possible), and no network: Maven works offline.
"""
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import isolation

ROOT = Path(__file__).resolve().parents[5]
# Of the kernel; twice the seconds that ./dmu notebooks build allows, because a busy machine makes them dearer.
MAX_CPU_SECONDS, MAX_MEGABYTES = 180, 900
MAX_BUILD_CPU_SECONDS = 400

CELLS = [
    'System.out.println(java.net.NetworkInterface.networkInterfaces().map(n -> n.getName()).toList());',
    'System.out.println(Runtime.getRuntime().maxMemory() >> 20);',
]


class Binder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp(prefix="dmu-binder-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o755)
        self.home = self.folder / "home"
        self.checkout = self.home / "checkout"
        self.offline = isolation.can_cut_off()
        if not self.offline:
            print("the network cannot be taken away here: only Maven and DJL are offline", file=sys.stderr)
        copy_checkout(self.checkout)
        with open(self.checkout / ".mvn" / "maven.config", "a", encoding="utf-8") as config:
            config.write("-o\n")
        copy_repository(self.home / ".m2" / "repository")
        environment = self.home / "environment"
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", environment], check=True)
        give(self.home)
        self.variables = {
            "HOME": str(self.home),
            "JAVA_HOME": os.environ["JAVA_HOME"],
            "JAVA_TOOL_OPTIONS": f"-Duser.home={self.home}",  # Java asks the user database, which does not know the id
            "LANG": "C.UTF-8",
            "PATH": f"{environment / 'bin'}:{os.environ['PATH']}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "REPO_DIR": str(self.checkout),
            "TMPDIR": str(self.home),
        }

    def run_there(self, *command):
        done = isolation.run(command, network=not self.offline, cwd=self.checkout, env=self.variables)
        self.assertEqual(done.returncode, 0, done.stdout)
        return done.stdout

    def test_a_fresh_clone_is_built_and_runs_a_notebook_within_binders_limits(self):
        self.run_there("binder/postBuild")

        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        self.assertLess(used.ru_utime + used.ru_stime, MAX_BUILD_CPU_SECONDS)
        spec = self.home / "environment" / "share" / "jupyter" / "kernels" / "dmu4j"
        self.assertIn("-Xmx512m", (spec / "java.args").read_text(encoding="utf-8"))
        self.assertEqual(list(self.home.rglob("*.pom")), [], "what only the build needed is gone")
        unpacked = files_below(self.home / ".djl.ai")
        self.assertTrue(any("torch" in name for name in unpacked), unpacked)

        book = self.home / "book" / "a.ipynb"
        book.parent.mkdir()
        book.write_text(notebook(*CELLS), encoding="utf-8")
        tutorial = book.parent / "01-quickstart.ipynb"
        shutil.copy2(ROOT / "notebooks" / tutorial.name, tutorial)
        give(book.parent)
        for each in (book, tutorial):
            said = self.run_there(
                "binder/start", "python3", "notebooks/tools", "build", str(each),
                "--max-cpu-seconds", str(MAX_CPU_SECONDS), "--max-megabytes", str(MAX_MEGABYTES), "--timeout", "600",
            )
            print(said, file=sys.stderr)
            self.assertIn(f"{each.name}: written", said)

        outputs = [cell["outputs"] for cell in json.loads(book.read_text(encoding="utf-8"))["cells"]]
        if self.offline:
            self.assertEqual(outputs[0][0]["text"], ["[lo]\n"])
        self.assertLessEqual(int(outputs[1][0]["text"][0]), 512)
        self.assertEqual(files_below(self.home / ".djl.ai"), unpacked, "the library was unpacked by postBuild")


def notebook(*cells):
    return json.dumps(
        {
            "cells": [
                {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell}
                for cell in cells
            ],
            "metadata": {},
            "nbformat": 4,
            "nbformat_minor": 4,
        }
    )


def copy_checkout(target):
    """The files that git knows or would take; without git all but what is built."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, stdout=subprocess.PIPE, check=False,
    )
    if listed.returncode != 0:
        shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns("target", ".git", ".dmu", "runs"))
        return
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def copy_repository(target):
    """Jars are read only, and linked; Maven writes to the small files beside them."""
    entries = (ROOT / "kernel" / "bridge" / "target" / "classpath").read_text(encoding="utf-8").split(":")
    marker = "/ai/djl/api/"
    repository = next(entry for entry in entries if marker in entry).partition(marker)[0]

    def copy(source, destination):
        if source.endswith(".jar"):
            try:
                return os.link(source, destination)
            except OSError:  # another file system
                pass
        return shutil.copy2(source, destination)

    shutil.copytree(repository, target, copy_function=copy)


def give(folder):
    """To the unprivileged user; linked files stay whose they are."""
    if os.getuid() != 0:
        return
    for parent, _, files in os.walk(folder):
        os.chown(parent, isolation.UID, isolation.UID)
        os.chmod(parent, 0o755)
        for name in files:
            file = os.path.join(parent, name)
            if os.lstat(file).st_nlink == 1:
                os.lchown(file, isolation.UID, isolation.UID)


def files_below(folder):
    return {str(file): file.stat().st_size for file in folder.rglob("*") if file.is_file()}


if __name__ == "__main__":
    unittest.main()
