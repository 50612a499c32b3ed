package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.magic.MagicEvaluator;
import io.github.dmu4j.jupyter.wire.ConnectionFile;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A running kernel: one session of Java that clients reach over a connection file. It replaces System.out, System.err and
 * System.in while it runs, so there is one in a JVM.
 */
public final class Kernel implements AutoCloseable {
    private final Wire wire;
    private final Session session;
    private final CellOutput output;
    private final CellInput input;
    private final KernelLog log;
    /** Whether to restart, once a client has told the kernel to end. */
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();

    private volatile @Nullable Extensions extensions;

    private final PrintStream processOut = System.out;
    private final PrintStream processErr = System.err;
    private final InputStream processIn = System.in;
    /** Messages wait for it until the kernel is put together. */
    private final CompletableFuture<Requests> requests = new CompletableFuture<>();

    /**
     * Listens, and makes its evaluator in the background; kernel_info is answered meanwhile.
     *
     * @param historyFile where cells are kept between sessions; null: they are not
     * @throws IOException if it cannot listen where the connection file says
     */
    public Kernel(
            ConnectionFile connection,
            KernelInfo info,
            Callable<CellEvaluator> evaluator,
            @Nullable Path historyFile,
            KernelLog log)
            throws IOException {
        this.log = log;
        Origins origins = new Origins();
        session = new Session(new CellThread(origins));
        wire = Wire.open(
                connection,
                new Wire.Handlers() {
                    @Override
                    public void shell(Message request) {
                        requests.join().shell(request);
                    }

                    @Override
                    public void control(Message request) {
                        requests.join().control(request);
                    }
                },
                log);
        output = new CellOutput(origins, wire::publish);
        input = new CellInput(wire, origins, output);
        CellDisplay display = new CellDisplay(wire, origins, output, input);
        History history = History.open(historyFile, log);
        Comms comms = new Comms(wire, origins);
        Execution execution = new Execution(wire, output, history);
        takeOverStreams();
        Display.connect(display);
        publishStarting();
        requests.complete(new Requests(wire, info, session, execution, history, comms, output, end::complete, log));
        session.start(evaluator, made -> {
            Extensions found = new Extensions(info, comms, made, display, log);
            if (made instanceof MagicEvaluator magics) {
                magics.connect(found);
            }
            install(found);
        });
    }

    /** A library that cannot plug in must not keep cells from running. */
    private void install(Extensions found) {
        try {
            extensions = found;
            found.installAll();
        } catch (RuntimeException | LinkageError e) {
            log.log("extensions cannot be installed", e);
        }
    }

    private void takeOverStreams() {
        output.start();
        System.setOut(new PrintStream(output.stream(CellOutput.OUT), false, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(output.stream(CellOutput.ERR), false, StandardCharsets.UTF_8));
        System.setIn(input);
    }

    private void publishStarting() {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", "starting");
        wire.publish("status", new JsonObject(), content);
    }

    /** Stops the running cell, if one runs; from any thread. */
    public void interrupt() {
        session.interrupt();
    }

    /** Tells the kernel to end, as a client's shutdown_request does. */
    public void end() {
        end.complete(false);
    }

    /**
     * Waits until a client or {@link #end()} tells the kernel to end.
     *
     * @return whether it will be started again
     */
    public boolean awaitEnd() {
        return end.join();
    }

    /** Stops what runs, sends what was published, gives the process its streams back. */
    @Override
    public void close() {
        session.interrupt();
        output.flush();
        Display.connect(null);
        System.setOut(processOut);
        System.setErr(processErr);
        System.setIn(processIn);
        wire.close();
        try {
            Extensions installed = extensions;
            if (installed != null) {
                installed.onShutdown(false);
            }
            session.close();
        } catch (RuntimeException | LinkageError e) {
            log.log("extensions or the evaluator were not closed", e);
        }
    }
}
