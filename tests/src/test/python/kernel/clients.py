"""A kernel and its client, for the tests beside this file."""
import os
import signal
import time
from queue import Empty

from jupyter_client.manager import KernelManager

NAME = "java-under-test"
# Generous: a shared machine may be busy. What must be quick is measured by tests that say so.
PATIENCE = 60

# A kernel inherits whether SIGINT is ignored, and what a shell starts in the background ignores it; from a terminal or a
# server it is not ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)


class Kernel:
    """A started kernel and a client of it; a context manager."""

    def __init__(self, name=NAME, **settings):
        self.manager = KernelManager(kernel_name=name, **settings)
        self.manager.start_kernel()
        self.client = self.connect()

    def connect(self):
        client = self.manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        return client

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        self.client.stop_channels()
        if self.manager.has_kernel:
            self.manager.shutdown_kernel(now=True)

    @property
    def pid(self):
        return self.manager.provisioner.process.pid

    def run(self, code, **options):
        """The reply's content, and the (type, content) of all that is published, without status and input."""
        published = []

        def collect(message):
            if message["msg_type"] not in ("status", "execute_input"):
                published.append((message["msg_type"], message["content"]))

        options.setdefault("timeout", PATIENCE)
        reply = self.client.execute_interactive(code, output_hook=collect, **options)
        return reply["content"], published

    def text(self, code, **options):
        """All that a cell prints."""
        reply, published = self.run(code, **options)
        assert reply["status"] == "ok", reply
        return "".join(content["text"] for kind, content in published if kind == "stream")

    def result(self, code):
        """The text of a cell's result."""
        reply, published = self.run(code)
        assert reply["status"] == "ok", reply
        return [content["data"]["text/plain"] for kind, content in published if kind == "execute_result"][-1]

    def reply_to(self, message_id):
        """The reply to a shell request."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                reply = self.client.get_shell_msg(timeout=1)
            except Empty:
                continue
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"]
        raise AssertionError("no reply")

    def published_until_idle(self, message_id):
        """All messages that a request has caused, status included."""
        found = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == message_id:
                found.append(message)
                if message["content"].get("execution_state") == "idle":
                    return found


def is_running(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def seconds_until_gone(pid, limit):
    start = time.monotonic()
    while is_running(pid):
        if time.monotonic() - start > limit:
            os.kill(pid, 9)
            raise AssertionError(f"still running after {limit} s")
        time.sleep(0.01)
    return time.monotonic() - start
