"""The rows of the table that are numbers: each function measures one of them, once, on a running kernel."""
import os
import signal
import statistics
import subprocess
import sys
import time

import zmq
from kernels import PLAIN, Kernel, seconds_until_gone

HERE = os.path.dirname(os.path.abspath(__file__))


def median_millis(ask, times):
    """Median over some round trips, after two that do not count."""
    taken = []
    for _ in range(times + 2):
        start = time.monotonic()
        ask()
        taken.append((time.monotonic() - start) * 1000)
    return statistics.median(taken[2:])


def kernel_info(kernel):
    return median_millis(lambda: kernel.reply_to(kernel.client.kernel_info()), 15)


def one_plus_one(kernel):
    taken = []
    for _ in range(17):
        start = time.monotonic()
        asked = kernel.client.execute(kernel.samples["one"])
        kernel.reply_to(asked)
        taken.append((time.monotonic() - start) * 1000)
        kernel.until_idle(asked)
    return statistics.median(taken[2:])


def completion(kernel):
    code, cursor = kernel.samples["complete"]
    return median_millis(lambda: kernel.reply_to(kernel.client.complete(code, cursor)), 9)


def is_complete(kernel):
    return median_millis(lambda: kernel.reply_to(kernel.client.is_complete(kernel.samples["is_complete"])), 15)


def declarations(kernel):
    """Seconds for 300 cells, each sent when the reply to the one before has come."""
    start = time.monotonic()
    for i in range(300):
        reply = kernel.reply_to(kernel.client.execute(kernel.samples["declare"].format(i)))
        if reply["status"] != "ok":
            raise RuntimeError(f"declaration {i}: {reply}")
    return time.monotonic() - start


def ten_thousand_lines(kernel):
    """Seconds until idle, and how many messages the text came in."""
    start = time.monotonic()
    asked = kernel.client.execute(kernel.samples["lines"])
    streams = [content["text"] for kind, content in kernel.until_idle(asked) if kind == "stream"]
    taken = time.monotonic() - start
    kernel.reply_to(asked)
    if "".join(streams) != "".join(f"line {i}\n" for i in range(10_000)):
        raise RuntimeError("lines were lost")
    return taken, len(streams)


def heartbeat_while_busy(kernel):
    asked = kernel.client.execute(kernel.samples["busy"])
    time.sleep(0.3)
    beat = PLAIN.socket(zmq.REQ)
    beat.linger = 0
    beat.connect(kernel.client._make_url("hb"))
    taken = []
    for _ in range(12):
        start = time.monotonic()
        beat.send(b"beat")
        if not beat.poll(5_000):
            return float("inf")
        beat.recv()
        taken.append((time.monotonic() - start) * 1000)
        time.sleep(0.03)
    beat.close()
    kernel.reply_to(asked)
    kernel.until_idle(asked)
    return statistics.median(taken[2:])


def interrupt(kernel, which):
    """Seconds to idle, and the share of a processor that the kernel uses afterwards."""
    kernel.run(kernel.samples["keep"])
    asked = kernel.client.execute(kernel.samples[which])
    time.sleep(0.5)
    start = time.monotonic()
    kernel.manager.interrupt_kernel()
    kernel.until_idle(asked)
    taken = time.monotonic() - start
    kernel.reply_to(asked)
    before = kernel.cpu_seconds()
    time.sleep(0.4)
    share = (kernel.cpu_seconds() - before) / 0.4
    if kernel.result(kernel.samples["kept"]) != "7":
        raise RuntimeError("a variable was lost by an interrupt")
    return taken, share


def shutdown(kernel):
    start = time.monotonic()
    kernel.client.shutdown()
    seconds_until_gone(kernel.pid)
    return time.monotonic() - start


def killed_parent(name):
    """Seconds from the end of the process that started a kernel to the kernel's own."""
    parent = subprocess.Popen(
        [sys.executable, os.path.join(HERE, "timings.py"), name], stdout=subprocess.PIPE, text=True)
    pid = int(parent.stdout.readline())
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    return seconds_until_gone(pid)


if __name__ == "__main__":
    # The parent that is killed: it starts the kernel that it is told and waits.
    held = Kernel(sys.argv[1], {"one": "1+1"})
    print(held.pid, flush=True)
    time.sleep(600)
