package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import io.github.dmu4j.jupyter.magic.MagicEvaluator;
import io.github.dmu4j.jupyter.wire.ConnectionFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The process of a kernel: {@code KernelMain <connection file>}. Ends on a client's shutdown_request, and when the process
 * that started it has gone. What goes wrong is logged beside the connection file, or where {@value #LOG} says; cells are
 * kept in {@code dmu4j/history.jsonl} in the user's data folder, or where {@value #HISTORY} says (empty: nowhere).
 */
public final class KernelMain {
    /** Environment variable: the log file. */
    public static final String LOG = "DMU_KERNEL_LOG";
    /** Environment variable: the history file; empty for none. */
    public static final String HISTORY = "DMU_KERNEL_HISTORY";

    /** After this a thread that does not stop is left behind: clients kill a kernel that takes long. */
    private static final int END_MILLIS = 700;

    private static final List<String> IMPORTS = List.of("""
            import java.io.*;
            import java.math.*;
            import java.net.*;
            import java.nio.file.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.function.*;
            import java.util.regex.*;
            import java.util.stream.*;
            import io.github.dmu4j.jupyter.display.*;
            import static io.github.dmu4j.jupyter.display.Display.*;
            """);

    private KernelMain() {}

    /** Runs the plain kernel, without the DSL. */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: KernelMain <connection file>; Jupyter gives it");
            System.exit(2);
        }
        String version =
                Objects.requireNonNullElse(KernelMain.class.getPackage().getImplementationVersion(), "dev");
        run(Path.of(args[0]), KernelInfo.plain(version), KernelMain::plainJava);
    }

    private static JavaEvaluator plainJava() {
        JavaEvaluator evaluator = JavaEvaluator.builder().startup(IMPORTS).build();
        Thread warmUp = new Thread(null, evaluator::warmUp, "jupyter warm-up", 0, false);
        warmUp.setDaemon(true);
        warmUp.start();
        return evaluator;
    }

    /**
     * Runs a kernel in this process, and ends the process with it.
     *
     * @param evaluator called once, on a thread in the background; magics are put around it
     */
    public static void run(Path connectionFile, KernelInfo info, Callable<JavaEvaluator> evaluator) {
        setDefault("java.awt.headless", "true");
        setDefault("slf4j.internal.verbosity", "ERROR"); // slf4j tells a cell that it has no provider
        Map<String, String> environment = System.getenv();
        KernelLog log = new KernelLog(logFile(connectionFile, environment.get(LOG)));
        int status = 0;
        try {
            Kernel kernel = new Kernel(
                    ConnectionFile.read(connectionFile),
                    info,
                    () -> new MagicEvaluator(evaluator.call()),
                    historyFile(environment),
                    log);
            InterruptSignal.handle(kernel::interrupt, log);
            ParentWatch.start(environment, kernel::end);
            kernel.awaitEnd();
            haltSoon();
            kernel.close();
        } catch (IOException | RuntimeException e) {
            log.log("the kernel has ended", e);
            System.err.println("dmu4j-jupyter: " + e.getMessage());
            status = 1;
        }
        System.exit(status);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static void haltSoon() {
        Thread halt = new Thread(
                null,
                () -> {
                    try {
                        Thread.sleep(END_MILLIS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0);
                },
                "jupyter halt",
                0,
                false);
        halt.setDaemon(true);
        halt.start();
    }

    private static Path logFile(Path connectionFile, @Nullable String asked) {
        return asked == null || asked.isBlank()
                ? connectionFile.resolveSibling(connectionFile.getFileName() + ".log")
                : Path.of(asked);
    }

    private static @Nullable Path historyFile(Map<String, String> environment) {
        String asked = environment.get(HISTORY);
        if (asked != null) {
            return asked.isBlank() ? null : Path.of(asked);
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path folder = data.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(data);
        return folder.resolve("dmu4j").resolve("history.jsonl");
    }
}
