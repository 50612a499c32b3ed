"""What users of a kernel rely on, through jupyter_client."""
import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest
import zipfile

import zmq
from clients import PATIENCE, Kernel, is_running, seconds_until_gone


# The client's own context makes sockets that want to be awaited.
PLAIN = zmq.Context()


class SharedKernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.kernel = Kernel()

    @classmethod
    def tearDownClass(cls):
        cls.kernel.__exit__()


class Output(SharedKernelTest):
    def test_ten_thousand_lines_are_few_messages_and_complete(self):
        reply, published = self.kernel.run('for (int i = 0; i < 10_000; i++) { System.out.println("line " + i); }')
        text = "".join(content["text"] for _, content in published)
        self.assertEqual(text, "".join(f"line {i}\n" for i in range(10_000)))
        self.assertLessEqual(len(published), 200)

    def test_five_megabytes_in_one_string_are_complete(self):
        text = self.kernel.text('System.out.print("0123456789".repeat(500_000));')
        self.assertEqual(len(text), 5_000_000)
        self.assertEqual(text[-10:], "0123456789")

    def test_every_kind_of_character_is_intact(self):
        sample = "äß€漢字😀\u200d"
        self.assertEqual(self.kernel.text(f'System.out.print("{sample}".repeat(5_000));'), sample * 5_000)
        self.assertEqual(self.kernel.result(f'"{sample}"'), sample)

    def test_background_thread_writes_to_its_own_cell_after_the_end(self):
        client = self.kernel.client
        first = client.execute('new Thread(() -> { try { Thread.sleep(700); } catch (InterruptedException e) { }\n'
                               'System.out.println("late"); }).start();')
        self.kernel.reply_to(first)
        second = client.execute("Thread.sleep(1500);")
        late = None
        while late is None:
            message = client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream":
                late = message
        self.assertEqual(late["content"]["text"], "late\n")
        self.assertEqual(late["parent_header"]["msg_id"], first)
        self.kernel.reply_to(second)

    def test_text_that_throws_an_error_harms_nothing(self):
        self.kernel.run('class Bad { public String toString() { throw new StackOverflowError("deep"); } }')
        self.assertIn("StackOverflowError", self.kernel.result("new Bad()"))
        self.assertEqual(self.kernel.result("40 + 2"), "42")


class Input(SharedKernelTest):
    def ask(self, code, answer):
        asked = []

        def hook(message):
            asked.append(message["content"])
            self.kernel.client.input(answer)

        reply, published = self.kernel.run(code, allow_stdin=True, stdin_hook=hook)
        self.assertEqual(reply["status"], "ok", reply)
        results = [content["data"]["text/plain"] for kind, content in published if kind == "execute_result"]
        return asked, results

    def test_scanner_reads_a_line_and_shows_the_prompt(self):
        asked, results = self.ask('System.out.print("Name? ");\nnew Scanner(System.in).nextLine()', "Jürgen 😀")
        self.assertEqual(asked, [{"prompt": "Name? ", "password": False}])
        self.assertEqual(results, ["Jürgen 😀"])

    def test_password_is_hidden(self):
        asked, results = self.ask('password("Key: ")', "secret")
        self.assertEqual(asked, [{"prompt": "Key: ", "password": True}])
        self.assertEqual(results, ["secret"])

    def test_client_that_takes_no_questions_gets_an_error(self):
        reply, _ = self.kernel.run('input("?")', allow_stdin=False)
        self.assertEqual(reply["status"], "error")
        self.assertIn("allow_stdin", reply["evalue"])

    def test_question_can_be_interrupted(self):
        client = self.kernel.client
        asked = client.execute('input("never answered")', allow_stdin=True)
        client.get_stdin_msg(timeout=PATIENCE)
        self.kernel.manager.interrupt_kernel()
        self.assertEqual(self.kernel.reply_to(asked)["status"], "error")
        _, results = self.ask('input("again")', "yes")
        self.assertEqual(results, ["yes"])


class Requests(SharedKernelTest):
    def test_queued_cells_after_an_error_are_aborted(self):
        client = self.kernel.client
        failing = client.execute('Thread.sleep(500); throw new RuntimeException("no");')
        queued = client.execute("int never = 1;")
        info = client.kernel_info()
        last = client.execute("int neither = 1;")
        self.assertEqual(self.kernel.reply_to(failing)["status"], "error")
        self.assertEqual(self.kernel.reply_to(queued)["status"], "aborted")
        self.assertEqual(self.kernel.reply_to(info)["status"], "ok")
        self.assertEqual(self.kernel.reply_to(last)["status"], "aborted")
        self.assertEqual(self.kernel.result("40 + 2"), "42")

    def test_user_expressions(self):
        self.kernel.run("int forty = 40;")
        reply, _ = self.kernel.run("", user_expressions={"sum": "forty + 2", "bad": "missing"})
        self.assertEqual(reply["user_expressions"]["sum"]["data"]["text/plain"], "42")
        self.assertEqual(reply["user_expressions"]["bad"]["status"], "error")

    def test_silent_cell_has_no_number_and_no_result(self):
        before, _ = self.kernel.run("1")
        reply, published = self.kernel.run("2", silent=True)
        self.assertEqual(published, [])
        self.assertEqual(reply["execution_count"], before["execution_count"])

    def test_dates_have_microseconds_and_the_reply_says_when_it_started(self):
        asked = self.kernel.client.execute("Thread.sleep(300);")
        reply = None
        while reply is None or reply["parent_header"]["msg_id"] != asked:
            reply = self.kernel.client.get_shell_msg(timeout=PATIENCE)
        started = reply["metadata"]["started"]
        self.assertRegex(started, r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
        self.assertGreaterEqual((reply["header"]["date"] - parse(started)).total_seconds(), 0.3)

    def test_comms_are_listed_and_unknown_targets_closed(self):
        client = self.kernel.client
        message = client.session.msg("comm_open", {"comm_id": "c1", "target_name": "nobody", "data": {}})
        client.shell_channel.send(message)
        kinds = [m["msg_type"] for m in self.kernel.published_until_idle(message["header"]["msg_id"])]
        self.assertEqual(kinds, ["status", "comm_close", "status"])
        self.assertEqual(self.kernel.reply_to(client.comm_info()), {"status": "ok", "comms": {}})

    def test_heartbeat_while_busy(self):
        client = self.kernel.client
        busy = client.execute("Thread.sleep(1000);")
        beat = PLAIN.socket(zmq.REQ)
        beat.linger = 0
        beat.connect(client._make_url("hb"))
        beat.send(b"beat")
        self.assertTrue(beat.poll(900))
        self.assertEqual(beat.recv(), b"beat")
        beat.close()
        self.kernel.reply_to(busy)

    def test_broken_and_forged_messages_are_dropped(self):
        client = self.kernel.client
        good = client.session.serialize(client.session.msg("kernel_info_request", {}))
        socket = PLAIN.socket(zmq.DEALER)
        socket.linger = 0
        socket.connect(client._make_url("shell"))
        for cut in range(len(good)):
            socket.send_multipart(good[:cut] or [b""])
        for part in range(len(good)):
            socket.send_multipart([frame if i != part else b"\xff{" for i, frame in enumerate(good)])
        socket.send_multipart([b"x" * 100_000])
        forged = list(good)
        forged[1] = b"0" * 64
        socket.send_multipart(forged)
        self.assertFalse(socket.poll(300), "a broken message was answered")
        socket.close()
        self.assertEqual(self.kernel.result("40 + 2"), "42")


class Interrupts(SharedKernelTest):
    def test_sleeping_and_spinning_cells_stop_and_variables_stay(self):
        self.kernel.run("int kept = 7;")
        for code in ("Thread.sleep(60_000);", "while (true) { }",
                     "while (true) { try { Math.sqrt(2); } catch (Throwable t) { } }"):
            with self.subTest(code):
                asked = self.kernel.client.execute(code)
                time.sleep(1)
                self.kernel.manager.interrupt_kernel()
                self.assertEqual(self.kernel.reply_to(asked)["status"], "error")
                self.assertEqual(self.kernel.result("kept"), "7")

    def test_signal_works_as_the_message_does(self):
        asked = self.kernel.client.execute("Thread.sleep(60_000);")
        time.sleep(1)
        os.kill(self.kernel.pid, signal.SIGINT)
        self.assertEqual(self.kernel.reply_to(asked)["status"], "error")
        self.assertEqual(self.kernel.result("40 + 2"), "42")


class Magics(SharedKernelTest):
    def test_percent_is_a_magic_only_where_a_statement_could_begin(self):
        self.assertEqual(self.kernel.result('String text = """\n%who\n%%bash\n""";\n/*\n%who\n*/\ntext'), "%who\n%%bash\n")
        self.assertEqual(self.kernel.result("int who = 5;\n17\n%who"), "2")

    def test_variables_are_listed_between_java(self):
        text = self.kernel.text('int first = 1;\n%who\nvar second = List.of(1, 2);\n%whos\nSystem.out.print("end");')
        self.assertRegex(text, r"(?s)^.*\bfirst\b.*Variable +Type +Size +Value.*second +List<Integer> +2 +\[1, 2\]\nend$")

    def test_timeit_says_mean_deviation_and_loops(self):
        text = self.kernel.text("%timeit -r 3 Math.sqrt(2)")
        self.assertRegex(
            text, r"^[\d.]+ [nµm]s ± [\d.]+ [nµm]s per loop \(mean ± std\. dev\. of 3 runs, [\d,]+ loops each\)\n$")

    def test_time_shows_the_value(self):
        _, published = self.kernel.run("%time 40 + 2")
        self.assertIn(("execute_result", "42"), [(kind, content.get("data", {}).get("text/plain"))
                                                 for kind, content in published])
        self.assertIn("wall time", "".join(content.get("text", "") for _, content in published))

    def test_bash_output_status_and_interrupt(self):
        _, published = self.kernel.run("%%bash\necho out; echo err >&2")
        streams = sorted((content["name"], content["text"]) for _, content in published)  # two pipes have no common order
        self.assertEqual(streams, [("stderr", "err\n"), ("stdout", "out\n")])
        reply, _ = self.kernel.run("%%bash\nexit 3")
        self.assertEqual((reply["ename"], reply["evalue"]), ("MagicError", "%%bash ended with status 3"))
        asked = self.kernel.client.execute("%%bash\nsleep 600")
        time.sleep(1)
        start = time.monotonic()
        self.kernel.manager.interrupt_kernel()
        self.assertEqual(self.kernel.reply_to(asked)["ename"], "Interrupted")
        self.assertLess(time.monotonic() - start, 5)

    def test_html_cell_is_displayed(self):
        _, published = self.kernel.run("%%html\n<b>bold</b>")
        self.assertEqual([(kind, content["data"]["text/html"]) for kind, content in published],
                         [("display_data", "<b>bold</b>")])

    def test_unknown_magic_names_near_ones(self):
        reply, _ = self.kernel.run("int fine = 1;\n%mavn a:b:1")
        self.assertEqual(reply["status"], "error")
        self.assertIn("near it: %maven", reply["evalue"])
        self.assertIn(":2", reply["traceback"][0])

    def test_maven_from_a_repository_on_the_disk(self):
        with tempfile.TemporaryDirectory() as folder:
            place = os.path.join(folder, "test", "dmu", "words", "1.0")
            os.makedirs(place)
            with open(os.path.join(place, "words-1.0.pom"), "w", encoding="utf-8") as pom:
                pom.write("<project><modelVersion>4.0.0</modelVersion><groupId>test.dmu</groupId>"
                          "<artifactId>words</artifactId><version>1.0</version></project>")
            with zipfile.ZipFile(os.path.join(place, "words-1.0.jar"), "w") as jar:
                jar.writestr("words.txt", "hello")
            local = os.path.join(folder, "local")
            text = self.kernel.text(
                f"%maven test.dmu:words:1.0 --local {local} --repo file://{folder}\n"
                'try (var in = Thread.currentThread().getContextClassLoader().getResourceAsStream("words.txt")) {\n'
                "    System.out.print(new String(in.readAllBytes()));\n}")
        self.assertIn("added words-1.0.jar\n", text)
        self.assertTrue(text.endswith("hello"), text)

    def test_names_are_completed_and_explained(self):
        client = self.kernel.client
        found = self.kernel.reply_to(client.complete("int x = 1;\n%who"))
        self.assertEqual((found["matches"], found["cursor_start"]), (["%who", "%whos"], 11))
        known = self.kernel.reply_to(client.inspect("%maven", 3))
        self.assertIn("GROUP:ARTIFACT:VERSION", known["data"]["text/plain"])


class Life(unittest.TestCase):
    def test_shutdown_ends_the_process(self):
        for code in ("1", "while (true) { }"):
            with self.subTest(code), Kernel() as kernel:
                kernel.run("1")
                kernel.client.execute(code)
                time.sleep(0.5)
                kernel.client.shutdown()
                seconds_until_gone(kernel.pid, 10)

    def test_restart_begins_a_new_session(self):
        with Kernel() as kernel:
            kernel.run("int gone = 1;")
            kernel.manager.restart_kernel()
            kernel.client.wait_for_ready(timeout=PATIENCE)
            reply, _ = kernel.run("gone")
            self.assertEqual(reply["status"], "error")

    def test_killed_parent_takes_the_kernel_along(self):
        parent = subprocess.Popen(
            [sys.executable, "-c", f"""
import sys, time
sys.path.insert(0, {os.path.dirname(os.path.abspath(__file__))!r})
from clients import Kernel
kernel = Kernel()
print(kernel.pid, flush=True)
time.sleep(600)
"""],
            stdout=subprocess.PIPE,
            text=True,
        )
        pid = int(parent.stdout.readline())
        self.assertTrue(is_running(pid))
        parent.kill()
        parent.wait()
        parent.stdout.close()
        seconds_until_gone(pid, 10)

    def test_two_kernels_at_once(self):
        with Kernel() as one, Kernel() as two:
            one.run("int x = 1;")
            two.run("int x = 2;")
            self.assertEqual(one.result("x"), "1")
            self.assertEqual(two.result("x"), "2")

    def test_unix_sockets(self):
        with Kernel(transport="ipc") as kernel:
            self.assertEqual(kernel.result("40 + 2"), "42")
            self.assertEqual(kernel.text('System.out.print("x".repeat(1_000_000));'), "x" * 1_000_000)


def parse(date):
    from jupyter_client.jsonutil import parse_date

    return parse_date(date)


if __name__ == "__main__":
    unittest.main()
