"""What a kernel must stand: many cells, and messages that no client would send."""
import os
import random
import signal
import subprocess
import sys
import time
import unittest

import zmq
from clients import PATIENCE, Kernel, is_running, seconds_until_gone

PLAIN = zmq.Context()
# Enough to meet every kind of damage on every channel some dozen times; the seed is printed with a failure.
MESSAGES = 360
SEED = 20240229
# Absurd for a cell, and yet not a test of the machine.
LONG = 2_000_000


def _status(pid, field):
    with open(f"/proc/{pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field + ":"))


class Growth(unittest.TestCase):
    def test_five_hundred_cells_leave_no_threads_and_little_memory(self):
        with Kernel() as kernel:
            # The heap is brought to its limit and the compiler warm before, so that only what is kept counts after.
            kernel.run("byte[][] full = new byte[120][]; for (int i = 0; i < 120; i++) full[i] = new byte[1 << 20];")
            kernel.run("full = null; System.gc();")
            self.run_cells(kernel, 60)
            kernel.run("System.gc();")
            threads, resident = _status(kernel.pid, "Threads"), _status(kernel.pid, "VmRSS")
            self.run_cells(kernel, 500)
            kernel.run("System.gc();")
            # The JVM's own threads (compiler, collector) come and go by one or two.
            self.assertLessEqual(_status(kernel.pid, "Threads"), threads + 3)
            # A cell's class is some 10 kB of metadata, which stays as long as the session: 500 of them are 5 MB; the rest of
            # the bound is compiled code and what the C library holds back. A kernel that kept a thread's stack or a copy of
            # JShell's state for each cell would grow by hundreds.
            self.assertLessEqual((_status(kernel.pid, "VmRSS") - resident) / 1024, 60)

    def run_cells(self, kernel, count):
        client = kernel.client
        for i in range(count):
            asked = client.execute(f"{i} + 1" if i % 5 else f"int same = {i};", silent=True)
            self.assertEqual(kernel.reply_to(asked)["status"], "ok")
        kernel.published_until_idle(asked)


class Fuzz(unittest.TestCase):
    def test_kernel_answers_after_hundreds_of_broken_messages(self):
        chance = random.Random(SEED)
        with Kernel() as kernel:
            sockets = {}
            for channel in ("shell", "control", "stdin"):
                sockets[channel] = PLAIN.socket(zmq.DEALER)
                sockets[channel].linger = 0
                sockets[channel].connect(kernel.client._make_url(channel))
            for number in range(MESSAGES):
                channel = ("shell", "control", "stdin")[number % 3]
                frames = damaged(kernel.client.session, chance)
                sockets[channel].send_multipart(frames)
                if number % 60 == 59:
                    self.assert_answers(kernel, f"seed {SEED}, after message {number} on {channel}")
            self.assert_answers(kernel, f"seed {SEED}, after all")
            self.assertEqual(kernel.text('System.out.print("still here");'), "still here")
            for socket in sockets.values():
                socket.close()

    def assert_answers(self, kernel, where):
        self.assertEqual(kernel.reply_to(kernel.client.kernel_info())["status"], "ok", where)
        self.assertTrue(is_running(kernel.pid), where)
        kernel.client.control_channel.send(kernel.client.session.msg("kernel_info_request", {}))
        self.assertEqual(kernel.client.get_control_msg(timeout=PATIENCE)["content"]["status"], "ok", where)
        self.assertEqual(kernel.result("40 + 2"), "42", where)


# Requests that change nothing when they happen to be right.
KINDS = ["execute_request", "complete_request", "inspect_request", "is_complete_request", "history_request",
         "comm_open", "comm_msg", "comm_close", "comm_info_request", "kernel_info_request", "input_reply", "debug_request"]
FIELDS = ["code", "cursor_pos", "detail_level", "silent", "store_history", "user_expressions", "allow_stdin",
          "stop_on_error", "hist_access_type", "n", "session", "start", "stop", "pattern", "comm_id", "target_name",
          "data", "value", "restart"]


def wrongly_typed(chance, depth=0):
    simple = [None, True, -1, 2**70, 1e308, "", "int = ", "\u0000😀", "x" * 5000]
    if depth < 3 and chance.random() < 0.4:
        inner = wrongly_typed(chance, depth + 1)
        return [inner] if chance.random() < 0.5 else {"a": inner}
    return chance.choice(simple)


def damaged(session, chance):
    """The frames of one message that is wrong in one way."""
    kind = chance.choice(KINDS)
    content = {field: wrongly_typed(chance) for field in chance.sample(FIELDS, chance.randint(0, 8))}
    way = chance.choice(["typed", "typed", "unknown", "cut", "bytes", "unsigned", "long", "nothing", "header"])
    if way == "unknown":
        kind = chance.choice(["", "nonsense", "x_request", "shutdown", "e" * 10_000])
    message = session.msg(kind, content)
    if way == "header":
        message["header"] = {key: wrongly_typed(chance) for key in chance.sample(["msg_id", "msg_type", "session", "date"], 3)}
        message["parent_header"] = {"msg_id": wrongly_typed(chance)}
    if way == "long":
        message["content"] = {"code": "/*" + "a" * LONG + "*/", "cursor_pos": 3}
        message["header"]["msg_type"] = "is_complete_request"
    frames = session.serialize(message)
    if way == "cut":
        frames = frames[:chance.randint(0, len(frames) - 1)] or [b""]
    elif way == "bytes":
        which = chance.randrange(len(frames))
        frames[which] = frames[which][:chance.randint(0, len(frames[which]))] + chance.randbytes(chance.randint(1, 60))
    elif way == "unsigned":
        frames[1] = chance.choice([b"", b"0" * 64, chance.randbytes(32)])
    elif way == "nothing":
        frames = [b""] * chance.randint(1, 9)
    return frames


class Orphans(unittest.TestCase):
    """A kernel whose parent is killed goes too, whatever it is doing."""

    def orphan_of(self, code):
        parent = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", f"""
import sys, time
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})
from clients import Kernel
kernel = Kernel()
kernel.client.execute({code!r}, allow_stdin=True)
time.sleep(1.5)
print(kernel.pid, flush=True)
time.sleep(600)
"""],
            stdout=subprocess.PIPE,
            text=True,
        )
        pid = int(parent.stdout.readline())
        self.assertTrue(is_running(pid))
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
        return pid

    def test_in_a_loop(self):
        seconds_until_gone(self.orphan_of("while (true) { }"), 10)

    def test_in_a_question(self):
        seconds_until_gone(self.orphan_of('input("never answered")'), 10)


class TwoAtOnce(unittest.TestCase):
    def test_two_kernels_work_at_the_same_time(self):
        with Kernel() as one, Kernel() as two:
            asked = [(k, k.client.execute(f"Thread.sleep(500); int own = {n};")) for n, k in enumerate((one, two))]
            for kernel, message in asked:
                self.assertEqual(kernel.reply_to(message)["status"], "ok")
            self.assertEqual([one.result("own"), two.result("own")], ["0", "1"])
            spinning = two.client.execute("while (true) { }")
            time.sleep(0.5)
            self.assertEqual(one.result("40 + 2"), "42")
            two.manager.interrupt_kernel()
            self.assertEqual(two.reply_to(spinning)["status"], "error")


if __name__ == "__main__":
    unittest.main()
