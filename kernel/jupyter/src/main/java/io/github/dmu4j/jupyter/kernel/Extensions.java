package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.display.DisplaySink;
import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.Completion;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.dflib.jjava.jupyter.Extension;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.JupyterIO;
import org.dflib.jjava.jupyter.kernel.LanguageInfo;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.magic.MagicsRegistry;
import org.dflib.jjava.jupyter.kernel.util.StringStyler;
import org.jspecify.annotations.Nullable;

/**
 * Libraries that plug in through jjava's {@code Extension} service get here what they find in a JJava kernel: renderer,
 * comms, display, evaluation. Nothing else of {@link BaseKernel} is used.
 */
final class Extensions extends BaseKernel {
    private final CellEvaluator evaluator;
    private final DisplaySink display;
    private final KernelLog log;

    Extensions(KernelInfo info, Comms comms, CellEvaluator evaluator, DisplaySink display, KernelLog log) {
        super(
                info.implementation(),
                info.version(),
                new LanguageInfo.Builder("java").fileExtension(".jshell").build(),
                List.of(),
                null,
                new JupyterIO(StandardCharsets.UTF_8),
                comms,
                new Renderer(), // what jjava registers by itself goes nowhere: ours has its own
                null,
                new MagicsRegistry(),
                false,
                new StringStyler.Builder().build());
        this.evaluator = evaluator;
        this.display = display;
        this.log = log;
    }

    /** Finds and installs them; one that fails is logged and left out. */
    void installAll() {
        installNotebookKernel();
        ServiceLoader.load(Extension.class).stream().forEach(provider -> {
            try {
                installExtension(provider.get());
            } catch (RuntimeException | LinkageError | ServiceConfigurationError e) {
                log.log("extension " + provider.type().getName() + " cannot be installed", e);
            }
        });
    }

    @Override
    public Renderer getRenderer() {
        return Display.bundles().renderer();
    }

    @Override
    public void display(DisplayData data) {
        display.show(data);
    }

    @Override
    public @Nullable Object evalRaw(String source) {
        CellOutcome outcome = evaluator.expression(source);
        if (outcome instanceof CellOutcome.Value value) {
            return value.value();
        }
        if (outcome instanceof CellOutcome.Failed failed) {
            throw new IllegalArgumentException(
                    failed.name() + ": " + failed.message(), failed.cause().orElse(null));
        }
        throw new IllegalStateException("interrupted: " + source);
    }

    @Override
    public @Nullable DisplayData inspect(String code, int at, boolean extraDetail) {
        return evaluator
                .inspect(code, at, extraDetail ? 1 : 0)
                .map(known -> new DisplayData(known.plainText()))
                .orElse(null);
    }

    @Override
    public ReplacementOptions complete(String code, int at) {
        Completion completion = evaluator.complete(code, at);
        return new ReplacementOptions(
                completion.candidates().stream().map(Completion.Candidate::text).toList(),
                completion.from(),
                completion.to());
    }

    @Override
    public String isComplete(String code) {
        return evaluator.completeness(code).status().name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void interrupt() {
        evaluator.interrupt();
    }
}
