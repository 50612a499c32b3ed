"""A kernel as the benchmark sees it: a process, and a client of jupyter_client."""
import os
import signal
import time
from queue import Empty

import zmq
from jupyter_client.manager import KernelManager

PATIENCE = 120
# The client's own context makes sockets that want to be awaited.
PLAIN = zmq.Context()
# A kernel inherits whether SIGINT is ignored, and what a shell starts in the background ignores it.
signal.signal(signal.SIGINT, signal.default_int_handler)

JAVA = {
    "one": "1+1",
    "declare": "int v{0} = {0};",
    "complete": ('"".isBl', 7),
    "is_complete": "for (int i = 0; i < 3; i++) {",
    "lines": 'for (int i = 0; i < 10_000; i++) { System.out.println("line " + i); }',
    "busy": "for (long end = System.nanoTime() + 1_500_000_000L; System.nanoTime() < end; ) { }",
    "sleep": "Thread.sleep(60_000);",
    "spin": "while (true) { }",
    "keep": "int kept = 7;",
    "kept": "kept",
}
PYTHON = {
    "one": "1+1",
    "declare": "v{0} = {0}",
    "complete": ('"".isal', 7),
    "is_complete": "for i in range(3):",
    "lines": 'for i in range(10_000): print("line", i)',
    "busy": "import time\nend = time.monotonic() + 1.5\nwhile time.monotonic() < end: pass",
    "sleep": "import time; time.sleep(60)",
    "spin": "while True: pass",
    "keep": "kept = 7",
    "kept": "kept",
}


class Kernel:
    """A started kernel and a client of it. ``to_info`` and ``to_result`` are seconds from its start to the first replies."""

    def __init__(self, name, samples):
        self.samples = samples
        start = time.monotonic()
        self.manager = KernelManager(kernel_name=name)
        self.manager.start_kernel()
        self.pid = self.manager.provisioner.process.pid
        self.client = self.manager.client()
        self.client.start_channels(hb=False)
        self.reply_to(self.client.kernel_info())
        self.to_info = time.monotonic() - start
        self.reply_to(self.client.execute(samples["one"]))
        self.to_result = time.monotonic() - start
        self.client.wait_for_ready(timeout=PATIENCE)

    def reply_to(self, message_id):
        """The content of the reply to a shell request."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                reply = self.client.get_shell_msg(timeout=PATIENCE)
            except Empty:
                break
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"]
        raise RuntimeError("no reply")

    def until_idle(self, message_id):
        """What a request publishes, without status and input."""
        found = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != message_id:
                continue
            if message["content"].get("execution_state") == "idle":
                return found
            if message["msg_type"] not in ("status", "execute_input"):
                found.append((message["msg_type"], message["content"]))

    def run(self, code, **options):
        """The reply and what is published."""
        asked = self.client.execute(code, **options)
        reply = self.reply_to(asked)
        return reply, self.until_idle(asked)

    def result(self, code):
        """The text of a cell's result; empty if there is none."""
        _, published = self.run(code)
        return "".join(content["data"]["text/plain"] for kind, content in published if kind == "execute_result")

    def resident_megabytes(self):
        """Of the kernel and of the processes that it started."""
        return sum(_resident(pid) for pid in _family(self.pid)) / 1024

    def cpu_seconds(self):
        return sum(_cpu(pid) for pid in _family(self.pid))

    def end(self):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)


def _family(pid):
    """The process and its descendants."""
    found = [pid]
    for parent in found:
        try:
            with open(f"/proc/{parent}/task/{parent}/children", encoding="ascii") as children:
                found.extend(int(child) for child in children.read().split())
        except FileNotFoundError:
            pass
    return found


def _resident(pid):
    try:
        with open(f"/proc/{pid}/status", encoding="utf-8") as status:
            return next((int(line.split()[1]) for line in status if line.startswith("VmRSS")), 0)
    except FileNotFoundError:
        return 0


def _cpu(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as stat:
            fields = stat.read().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def seconds_until_gone(pid, limit=20):
    start = time.monotonic()
    while is_running(pid):
        if time.monotonic() - start > limit:
            os.kill(pid, signal.SIGKILL)
            return float("inf")
        time.sleep(0.005)
    return time.monotonic() - start
