"""The conformance suite of Jupyter (jupyter_kernel_test), with every optional sample given."""
import unittest

import jupyter_kernel_test


class JavaKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "java-under-test"
    language_name = "java"
    file_extension = ".jshell"
    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("oops");'
    completion_samples = [
        {"text": '"".isBlan', "matches": {"isBlank()"}},
        {"text": "Math.hypo", "matches": {"hypot("}},
    ]
    complete_code_samples = ["1 + 1", "int a = 1;", "int f() {\n  return 1;\n}", "// note", ""]
    incomplete_code_samples = ["for (int i = 0; i < 3; i++) {", 'String s = """\n  text', "int f(int a,", "class A {", "/* open"]
    invalid_code_samples = ["int = = 3;", "int a = );", "class 5 {}"]
    code_page_something = 'page("a long text")'
    code_generate_error = 'throw new IllegalStateException("wrong")'
    code_execute_result = [
        {"code": "1 + 1", "result": "2"},
        {"code": '"text".length()', "result": "4"},
        {"code": "List.of(1, 2)", "result": "[1, 2]"},
        {"code": "int x = 5;\nx * x", "result": "25"},
        {"code": 'new Html("<b>bold</b>")', "mime": "text/html", "result": "<b>bold</b>"},
    ]
    code_display_data = [
        {"code": 'display(new Html("<b>bold</b>"))', "mime": "text/html"},
        {"code": 'display(new Markdown("*x*"))', "mime": "text/markdown"},
        {"code": 'display(new Latex("$x$"))', "mime": "text/latex"},
        {"code": 'display(new Svg("<svg/>"))', "mime": "image/svg+xml"},
        {"code": 'display(new Json("[1]"))', "mime": "application/json"},
        {"code": "display(new java.awt.image.BufferedImage(2, 2, 1))", "mime": "image/png"},
        {"code": "display((Object) null)", "mime": "text/plain"},
    ]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1 ? 1"
    code_inspect_sample = "Math.max"
    code_clear_output = "clearOutput()"


if __name__ == "__main__":
    unittest.main()
