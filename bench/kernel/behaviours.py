"""The rows of the table that are yes or no, for both languages. Each check runs once, on a kernel of its own class."""
import io
import time
import unittest

import jupyter_kernel_test

JAVA = {
    "bad_text": 'class Bad { public String toString() { throw new StackOverflowError("deep"); } }\nnew Bad()',
    "late": 'new Thread(() -> { try { Thread.sleep(400); } catch (InterruptedException e) { }\n'
            'System.out.println("late"); }).start();',
    "after": "Thread.sleep(900);",
    "compile": 'int a = 1;\nint b = "text";',
    "compile_line": ("2", "^", 'int b = "text"'),
    "throws": 'void fail() {\n  throw new IllegalStateException("outer", new RuntimeException("inner"));\n}\nfail();',
    "throws_shows": ("IllegalStateException", ":2", "throw new IllegalStateException", "inner"),
    "internal": ("jdk.jshell", "REPL.", "io.github.dmu4j.jupyter", "java.lang.reflect"),
    "fails": 'Thread.sleep(300); throw new RuntimeException("no");',
    "inspect": ("Math", "kept", "Math.max"),
    "history": "1 + 1",
}
PYTHON = {
    "bad_text": 'class Bad:\n  def __repr__(self): raise RecursionError("deep")\nBad()',
    "late": "import threading, time\ndef f():\n  time.sleep(0.4)\n  print('late')\nthreading.Thread(target=f).start()",
    "after": "time.sleep(0.9)",
    "compile": "a = 1\nb = = 2",
    "compile_line": ("2", "^", "b = = 2"),
    "throws": 'def fail():\n  raise ValueError("outer") from RuntimeError("inner")\nfail()',
    "throws_shows": ("ValueError", "line 2", "raise ValueError", "inner"),
    "internal": ("IPython/", "ipykernel/"),
    "fails": "import time; time.sleep(0.3); raise RuntimeError('no')",
    "inspect": ("str", "kept", "str.upper"),
    "history": "1 + 1",
}


def conformance(name, language):
    """Passed, failed and skipped of jupyter_kernel_test."""
    class Suite(jupyter_kernel_test.KernelTests):
        kernel_name = name
        language_name = language
        code_page_something = None
        supported_history_operations = ("tail", "range", "search")
        code_history_pattern = "1 ? 1"

    java = language == "java"
    Suite.file_extension = ".jshell" if java else ".py"
    Suite.code_hello_world = 'System.out.println("hello, world");' if java else 'print("hello, world")'
    Suite.code_stderr = 'System.err.println("oops");' if java else 'import sys; print("oops", file=sys.stderr)'
    Suite.completion_samples = [
        {"text": '"".isBlan', "matches": {"isBlank()"}} if java else {"text": '"".isalnu', "matches": {'"".isalnum'}}]
    Suite.complete_code_samples = ["1 + 1", "int a = 1;"] if java else ["1 + 1", "a = 1"]
    Suite.incomplete_code_samples = ["class A {", "/* open"] if java else ["class A:", "f = '''open"]
    Suite.invalid_code_samples = ["int = = 3;", "class 5 {}"] if java else ["a = = 3", "class 5: pass"]
    Suite.code_page_something = 'page("a long text")' if java else "zip?"
    Suite.code_generate_error = 'throw new IllegalStateException("wrong")' if java else "raise ValueError('wrong')"
    Suite.code_execute_result = [{"code": "1 + 1", "result": "2"}, {"code": "40 + 2", "result": "42"}]
    Suite.code_display_data = [
        {"code": 'display(new Html("<b>x</b>"))', "mime": "text/html"} if java
        else {"code": "from IPython.display import HTML, display; display(HTML('<b>x</b>'))", "mime": "text/html"}]
    Suite.code_inspect_sample = "Math.max" if java else "zip"
    Suite.code_clear_output = (
        "clearOutput()" if java else "from IPython.display import clear_output; clear_output()")
    run = unittest.TextTestRunner(stream=io.StringIO()).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(Suite))
    failed = len(run.failures) + len(run.errors)
    return f"{run.testsRun - failed - len(run.skipped)}/{failed}/{len(run.skipped)}"


def survives_bad_text(kernel, samples):
    kernel.run(samples["bad_text"])
    return kernel.result("40 + 2") == "42"


def late_text_in_its_cell(kernel, samples):
    first = kernel.client.execute(samples["late"])
    kernel.reply_to(first)
    second = kernel.client.execute(samples["after"])
    kernel.reply_to(second)
    end = time.monotonic() + 3
    while time.monotonic() < end:
        message = kernel.client.get_iopub_msg(timeout=3)
        if message["msg_type"] == "stream":
            return message["parent_header"]["msg_id"] == first
    return False


def _plain(reply):
    import re
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(reply["traceback"]))


def compile_error_shows_line_caret_source(kernel, samples):
    text = _plain(kernel.run(samples["compile"])[0])
    return all(part in text for part in samples["compile_line"])


def exception_shows_class_line_source_cause(kernel, samples):
    text = _plain(kernel.run(samples["throws"])[0])
    return all(part in text for part in samples["throws_shows"])


def exception_hides_internal_frames(kernel, samples):
    text = _plain(kernel.run(samples["throws"])[0])
    return not any(part in text for part in samples["internal"])


def queued_cell_after_an_error_is_aborted(kernel, samples):
    failing = kernel.client.execute(samples["fails"])
    queued = kernel.client.execute("1 + 1")
    kernel.reply_to(failing)
    aborted = kernel.reply_to(queued)["status"] == "aborted"
    kernel.until_idle(queued)
    return aborted


def answers_about_history_comms_and_code(kernel, samples):
    kernel.run(kernel.samples["keep"])
    kernel.run(samples["history"])
    tail = kernel.reply_to(kernel.client.history(hist_access_type="tail", n=5))["history"]
    search = kernel.reply_to(kernel.client.history(hist_access_type="search", pattern="1 ? 1", n=5))["history"]
    comms = kernel.reply_to(kernel.client.comm_info())["status"]
    found = [kernel.reply_to(kernel.client.inspect(code, len(code)))["found"] for code in samples["inspect"]]
    return bool(tail) and bool(search) and comms == "ok" and all(found)


CHECKS = [
    ("a text that throws an Error is survived", survives_bad_text),
    ("text of a background thread: right cell", late_text_in_its_cell),
    ("compile error: line, caret, source", compile_error_shows_line_caret_source),
    ("exception: class, line, source, cause", exception_shows_class_line_source_cause),
    ("exception: no internal frames", exception_hides_internal_frames),
    ("queued cell after an error: aborted", queued_cell_after_an_error_is_aborted),
    ("history, comms, inspection", answers_about_history_comms_and_code),
]
