"""A Jupyter server with the kernel under test, for the tests beside this."""
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

import nbformat

TOKEN = "a-token-of-this-test"


class JupyterServer:
    """A server of this Python's Jupyter on a folder of notebooks, with the kernel and nothing of the user's; a context manager.

    dmu is the launcher, module the Python module that serves, options its further arguments.
    """

    def __init__(self, dmu, module, *options):
        self.dmu = dmu
        self.command = [sys.executable, "-m", module, "--no-browser", "--allow-root", "--ip=127.0.0.1", *options]

    def __enter__(self):
        self._folder = tempfile.TemporaryDirectory()
        self.folder = self._folder.name
        self.process = None
        try:
            subprocess.run([self.dmu, "kernel", "install", "--prefix", self.folder, "--name", "java-under-test"],
                           check=True, stdout=subprocess.DEVNULL)
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                self.port = free.getsockname()[1]
            environment = dict(os.environ, JUPYTER_PATH=os.path.join(self.folder, "share", "jupyter"),
                               JUPYTER_DATA_DIR=os.path.join(self.folder, "data"),
                               JUPYTER_CONFIG_DIR=os.path.join(self.folder, "configuration"), HOME=self.folder)
            self.process = subprocess.Popen([*self.command, f"--port={self.port}"], env=environment, cwd=self.folder,
                                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            self._await()
        except BaseException:
            self.close()
            raise
        return self

    def _await(self):
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(self.address("api")).close()
                return
            except OSError:
                if time.monotonic() > end or self.process.poll() is not None:
                    raise
                time.sleep(0.2)

    def __exit__(self, *ignored):
        self.close()

    def close(self):
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
        self._folder.cleanup()

    def address(self, path):
        return f"http://127.0.0.1:{self.port}/{path}?token={TOKEN}"

    def file(self, name):
        return os.path.join(self.folder, name)

    def put(self, name, notebook):
        """Puts a notebook into the folder, without outputs."""
        nbformat.write(notebook, self.file(name))

    def put_executed(self, name, notebook):
        """Puts a notebook there that was executed elsewhere, so that it is not trusted."""
        self.put(name, notebook)
        subprocess.run([self.dmu, "run", self.file(name), "--out", self.file(name)], check=True)
