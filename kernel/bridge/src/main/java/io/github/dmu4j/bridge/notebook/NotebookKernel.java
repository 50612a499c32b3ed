package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.Upgrades;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.bridge.Startup;
import io.github.dmu4j.bridge.Versions;
import io.github.dmu4j.bridge.live.LiveProgress;
import io.github.dmu4j.jupyter.display.CellEnd;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.eval.JavaEvaluator;
import io.github.dmu4j.jupyter.kernel.KernelInfo;
import io.github.dmu4j.jupyter.kernel.KernelMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The process behind a notebook: a Java kernel in which the DSL is imported. Jupyter starts it as kernel.json says. */
public final class NotebookKernel {
    /** Environment variable: a script whose lines run in every new kernel, after the imports. */
    public static final String STARTUP = "DMU_KERNEL_STARTUP";

    private static final String DISPLAY_IMPORTS = """
            import io.github.dmu4j.jupyter.display.Html;
            import io.github.dmu4j.jupyter.display.Latex;
            import io.github.dmu4j.jupyter.display.Markdown;
            import io.github.dmu4j.jupyter.display.Svg;
            import static io.github.dmu4j.jupyter.display.Display.*;
            """;

    private NotebookKernel() {}

    /**
     * Starts the kernel, and ends the process with it.
     *
     * @param args the connection file
     */
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("usage: NotebookKernel <connection file>; Jupyter gives it (./dmu kernel install)");
            System.exit(2);
        }
        showProgress();
        Versions versions = Versions.current();
        Map<String, String> links = new LinkedHashMap<>();
        links.put("Java API", "https://docs.oracle.com/en/java/javase/17/docs/api/");
        links.put("Darwinian Model Upgrades", "https://arxiv.org/abs/2210.06954");
        String banner = "dmu4j " + versions.dmu4j() + ", Java " + System.getProperty("java.version")
                + ": the DSL is imported, for example upgrade().from(old).to(resNet18(64))";
        KernelMain.run(
                Path.of(args[0]),
                new KernelInfo("dmu4j", versions.dmu4j(), banner, links),
                () -> evaluator(System.getenv().getOrDefault(STARTUP, "")));
    }

    /** Every run of a cell is shown in one display, without a word of the user's. */
    private static void showProgress() {
        LiveProgress progress = new LiveProgress(new CellScreen());
        Upgrades.listenWith(progress);
        Display.whenCellEnds(end -> {
            if (end.kind() == CellEnd.Kind.DONE) {
                progress.cellDone();
            } else {
                boolean interrupted = end.kind() == CellEnd.Kind.INTERRUPTED
                        || end.name().endsWith(RunCancelled.class.getSimpleName()); // it says how to go on
                progress.cellStopped(interrupted, end.message());
            }
        });
    }

    /** A session, which warms up in the background. */
    static JavaEvaluator evaluator(String script) {
        List<String> startup = new ArrayList<>(List.of(Startup.imports(), DISPLAY_IMPORTS));
        if (!script.isBlank()) {
            startup.add(read(Path.of(script)));
        }
        JavaEvaluator evaluator = JavaEvaluator.builder()
                .startup(startup)
                .explaining(Startup.EXPLAINING)
                .build();
        Thread warmUp = new Thread(null, evaluator::warmUp, "jupyter warm-up", 0, false);
        warmUp.setDaemon(true);
        warmUp.start();
        return evaluator;
    }

    private static String read(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new DmuException(
                    "the start-up script " + script + " cannot be read (" + e + "): set " + STARTUP
                            + " to a script that is there, or unset it",
                    e);
        }
    }
}
