"""Executes the cells of a notebook in a kernel of its own and says what that took."""
import asyncio
import os
import re
import signal
import sys
import time

from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

try:
    import resource
except ImportError:  # Windows
    resource = None

STARTUP_SECONDS = 180
COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class CellFailed(Exception):
    """A cell ended with an error, took too long, or ended the kernel."""

    def __init__(self, number, total, what):
        super().__init__(f"cell {number} of {total}: {what}")


class Interrupted(Exception):
    """Ctrl-C."""


class Usage:
    """What an execution took; processor time and memory are None where the system does not tell."""

    def __init__(self, cells, seconds, cpu_seconds, megabytes):
        self.cells = cells
        self.seconds = seconds
        self.cpu_seconds = cpu_seconds
        self.megabytes = megabytes

    def __str__(self):
        text = f"{self.cells} cells in {self.seconds:.1f} s"
        if self.cpu_seconds is not None:
            text += f", kernel: {self.cpu_seconds:.1f} s of processor time, {self.megabytes:.0f} MB"
        return text

    def excess(self, cpu_seconds, megabytes):
        """Lines about what is over a limit; a limit of 0 is none."""
        lines = []
        if cpu_seconds and self.cpu_seconds is not None and self.cpu_seconds > cpu_seconds:
            lines.append(f"{self.cpu_seconds:.1f} s of processor time; {cpu_seconds:g} s are allowed")
        if megabytes and self.megabytes is not None and self.megabytes > megabytes:
            lines.append(f"{self.megabytes:.0f} MB of memory; {megabytes:g} MB are allowed")
        return lines


def execute(notebook, folder, kernel, timeout, name):
    """
    Executes all code cells in place, in a kernel whose working folder is ``folder``.

    One notebook a process: the usage is that of all children that have ended, and the kernel must be the only one.
    Cells tagged ``raises-exception`` may fail. Cells are numbered by the code cells that are not empty, as Jupyter's
    prompt does when all are run in order.
    """
    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        timeout=timeout or None,
        startup_timeout=STARTUP_SECONDS,
        record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    )
    cells = [(index, cell) for index, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    for _, cell in cells:
        cell.outputs, cell.execution_count = [], None
    cells = [(index, cell) for index, cell in cells if cell.source.strip()]
    interrupts = Interrupts(client)
    start = time.monotonic()
    environment = {**os.environ, "DMU_KERNEL_HISTORY": ""}  # what is not typed is not for the user's history
    try:
        with client.setup_kernel(env=environment):
            for number, (index, cell) in enumerate(cells, 1):
                show_progress(f"{name}: cell {number}/{len(cells)}", last=number == len(cells))
                execute_cell(client, cell, index, number, len(cells), interrupts)
    except KeyboardInterrupt:
        raise Interrupted() from None
    return Usage(len(cells), time.monotonic() - start, *cpu_and_memory())


def execute_cell(client, cell, index, number, total, interrupts):
    try:
        client.execute_cell(cell, index)
    except CellExecutionError as error:
        if interrupts.happened:
            raise Interrupted() from None
        raise CellFailed(number, total, error_text(cell, error)) from None
    except CellTimeoutError:
        raise CellFailed(number, total, f"not done after {client.timeout} s; --timeout allows more") from None
    except DeadKernelError:
        raise CellFailed(number, total, "the kernel ended; its output above may say why") from None


def error_text(cell, error):
    """As the notebook shows it: with line, source and causes."""
    shown = [output for output in cell.outputs if output.output_type == "error"]
    text = "\n".join(shown[-1].traceback) if shown else f"{error.ename}: {error.evalue}"
    return text if on_terminal() and "NO_COLOR" not in os.environ else COLOURS.sub("", text)


class Interrupts:
    """Ctrl-C in two steps: the first interrupts the cell, so that a training keeps a checkpoint; the second ends all."""

    def __init__(self, client):
        self.client = client
        self.happened = False
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self.heed)

    def heed(self, number, frame):
        if self.happened:
            raise KeyboardInterrupt
        self.happened = True
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # between two cells
            raise KeyboardInterrupt from None
        tell("Stopping at the next safe point; Ctrl-C again ends at once.")
        self.task = loop.create_task(self.interrupt_kernel())

    async def interrupt_kernel(self):
        sent = self.client.km.interrupt_kernel()
        if asyncio.iscoroutine(sent):
            await sent


def cpu_and_memory():
    """Seconds and megabytes (10^6) of the kernel, which has ended and been waited for."""
    if resource is None:
        return None, None
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    unit = 1 if sys.platform == "darwin" else 1024
    return used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6


def on_terminal():
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb" and "CI" not in os.environ


def show_progress(text, last):
    """Rewritten in place on a terminal, a line each elsewhere."""
    if on_terminal():
        print(f"\r\x1b[K{text}", end="\n" if last else "", file=sys.stderr, flush=True)
    else:
        tell(text)


def tell(text):
    print(text, file=sys.stderr, flush=True)
