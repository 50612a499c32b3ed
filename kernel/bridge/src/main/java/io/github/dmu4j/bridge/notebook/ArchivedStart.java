package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.kernel.Kernel;
import io.github.dmu4j.jupyter.kernel.KernelInfo;
import io.github.dmu4j.jupyter.kernel.KernelLog;
import io.github.dmu4j.jupyter.wire.ConnectionFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A kernel that starts, evaluates and answers a little and ends: what {@link ClassArchive} keeps is what this loads. */
final class ArchivedStart {
    private static final List<String> CELLS = List.of(
            "1 + 1",
            "int number = 1;",
            "String twice(String text) { return text + text; }",
            "record Point(int x, int y) {}",
            "for (int i = 0; i < 3; i++) { System.out.println(\"line \" + i); }",
            "List.of(1, 2, 3).stream().map(n -> n * number).toList()",
            "twice(\"a\") + missing",
            "throw new IllegalStateException(\"asked for\");");

    private ArchivedStart() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("dmu4j-start");
        try (CellEvaluator evaluator = NotebookKernel.evaluator("")) {
            Path file = folder.resolve("connection.json");
            Files.writeString(file, """
                    {"transport": "tcp", "ip": "127.0.0.1", "shell_port": 0, "iopub_port": 0, "stdin_port": 0,
                     "control_port": 0, "hb_port": 0, "key": "start", "signature_scheme": "hmac-sha256"}
                    """);
            KernelInfo info = new KernelInfo("dmu4j", "start", "start", Map.of());
            KernelLog log = new KernelLog(folder.resolve("log"));
            try (Kernel kernel = new Kernel(ConnectionFile.read(file), info, () -> evaluator, null, log)) {
                for (int i = 0; i < CELLS.size(); i++) {
                    evaluator.evaluate(CELLS.get(i), i + 1);
                }
                evaluator.complete("\"\".le", 5);
                evaluator.completeness("int f() {");
                evaluator.inspect("Math.max", 8, 0);
                kernel.interrupt();
            }
        } finally {
            for (String name : List.of("connection.json", "log", "")) {
                Files.deleteIfExists(folder.resolve(name));
            }
        }
        System.exit(0);
    }
}
