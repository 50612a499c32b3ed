package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.MessageCodec;
import io.github.dmu4j.jupyter.wire.Wire;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests: busy, whatever the request causes, the reply, idle. Whatever goes wrong inside becomes a reply with
 * status error and a line in the log, and the next request is answered.
 */
final class Requests {
    private final Wire wire;
    private final KernelInfo info;
    private final Session session;
    private final Execution execution;
    private final History history;
    private final Comms comms;
    private final CellOutput output;
    private final Ending ending;
    private final KernelLog log;

    /** How the kernel is told to end. */
    interface Ending {
        void end(boolean restart);
    }

    Requests(
            Wire wire,
            KernelInfo info,
            Session session,
            Execution execution,
            History history,
            Comms comms,
            CellOutput output,
            Ending ending,
            KernelLog log) {
        this.wire = wire;
        this.info = info;
        this.session = session;
        this.execution = execution;
        this.history = history;
        this.comms = comms;
        this.output = output;
        this.ending = ending;
        this.log = log;
    }

    /** On the shell thread. */
    void shell(Message request) {
        answer(request, true).forEach(this::abort);
    }

    /** On the control thread. */
    void control(Message request) {
        answer(request, false);
    }

    /** A cell that was sent before the client could see that one has failed does not run; other requests are answered. */
    private void abort(Message waiting) {
        if (!waiting.type().equals("execute_request")) {
            answer(waiting, true);
            return;
        }
        status(waiting, "busy");
        JsonObject metadata = new JsonObject();
        metadata.addProperty("started", MessageCodec.now());
        metadata.addProperty("status", "aborted");
        wire.replyOnShell(waiting, "execute_reply", metadata, Replies.status("aborted"));
        status(waiting, "idle");
    }

    /** Returns the requests that waited when a cell failed, which is to stop those behind it. */
    private List<Message> answer(Message request, boolean onShell) {
        JsonObject metadata = new JsonObject();
        metadata.addProperty("started", MessageCodec.now());
        status(request, "busy");
        JsonObject content;
        try {
            content = content(request, onShell);
        } catch (Throwable e) { // an answer that fails must not end the channel
            log.log("request " + request.type() + " has failed", e);
            content = Replies.error(
                    e.getClass().getSimpleName(), String.valueOf(e.getMessage()), List.of("inside the kernel: " + e));
        }
        // Before the reply: what the client sends once it knows is to run.
        List<Message> waiting = stopsOthers(request, content) ? wire.waitingOnShell() : List.of();
        if (content != null) {
            reply(request, onShell, metadata, content);
        }
        status(request, "idle");
        if (request.type().equals("shutdown_request")) {
            ending.end(request.flag("restart", false));
        }
        return waiting;
    }

    private static boolean stopsOthers(Message request, @Nullable JsonObject content) {
        return request.type().equals("execute_request")
                && request.flag("stop_on_error", true)
                && content != null
                && content.get("status").getAsString().equals("error");
    }

    private void reply(Message request, boolean onShell, JsonObject metadata, JsonObject content) {
        if (!request.type().endsWith("_request")) {
            return;
        }
        String type = request.type().replace("_request", "_reply");
        metadata.add("status", content.get("status"));
        if (onShell) {
            wire.replyOnShell(request, type, metadata, content);
        } else {
            wire.replyOnControl(request, type, metadata, content);
        }
        if (request.type().equals("shutdown_request")) {
            wire.publish(type, request.header(), content); // all clients of this kernel are to know
        }
    }

    /** Null: this message gets no reply. */
    private @Nullable JsonObject content(Message request, boolean onShell) throws ExecutionException {
        return switch (request.type()) {
            case "kernel_info_request" -> info.reply();
            case "interrupt_request" -> interrupt();
            case "shutdown_request" -> shutdown(request);
            case "comm_info_request" -> comms.info(request);
            case "history_request" -> history.reply(request);
            default -> onShell ? shellContent(request) : unknown(request);
        };
    }

    private @Nullable JsonObject shellContent(Message request) throws ExecutionException {
        return switch (request.type()) {
            case "execute_request" -> execute(request);
            case "complete_request" -> Editing.complete(session.evaluator(), request);
            case "inspect_request" -> Editing.inspect(session.evaluator(), request);
            case "is_complete_request" -> Editing.completeness(session.evaluator(), request);
            case "comm_open" -> onCellThread(request, () -> comms.opened(request));
            case "comm_msg" -> onCellThread(request, () -> comms.written(request));
            case "comm_close" -> onCellThread(request, () -> comms.closed(request));
            default -> unknown(request);
        };
    }

    private JsonObject interrupt() {
        session.interrupt();
        return Replies.ok();
    }

    private static JsonObject shutdown(Message request) {
        JsonObject reply = Replies.ok();
        reply.addProperty("restart", request.flag("restart", false));
        return reply;
    }

    private JsonObject execute(Message request) throws ExecutionException {
        session.evaluator(); // waits here, where no interrupt comes
        Origin origin = Origin.of(request);
        try {
            return session.run(origin, () -> execution.run(session, request, origin));
        } finally {
            output.flushAll(origin);
        }
    }

    private @Nullable JsonObject onCellThread(Message request, Runnable work) throws ExecutionException {
        Origin origin = Origin.of(request);
        session.run(origin, () -> {
            work.run();
            return "done";
        });
        output.flushAll(origin);
        return null;
    }

    private JsonObject unknown(Message request) {
        log.log("unknown request " + request.type(), null);
        return Replies.error("UnknownRequest", request.type() + " is not known to this kernel", List.of());
    }

    private void status(Message request, String state) {
        JsonObject content = new JsonObject();
        content.addProperty("execution_state", state);
        wire.publish("status", request.header(), content);
    }
}
