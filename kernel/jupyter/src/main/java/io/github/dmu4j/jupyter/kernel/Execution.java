package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.display.Bundles;
import io.github.dmu4j.jupyter.display.CellEnd;
import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.Wire;
import java.util.List;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Runs the cells of execute_requests, on the cell thread: publishes what they give, and makes the reply. */
final class Execution {
    private final Wire wire;
    private final CellOutput output;
    private final History history;
    private int count;

    Execution(Wire wire, CellOutput output, History history) {
        this.wire = wire;
        this.output = output;
        this.history = history;
    }

    /** Content of the execute_reply. */
    JsonObject run(Session session, Message request, Origin origin) {
        String code = request.text("code", "");
        boolean silent = request.flag("silent", false);
        boolean stored = request.flag("store_history", !silent) && !silent && !code.isBlank();
        int number = silent || code.isBlank() ? count : count + 1;
        if (stored) {
            count = number;
        }
        if (!silent) {
            publishInput(origin, code, number);
        }
        CellOutcome outcome = code.isBlank() ? new CellOutcome.Value(null, false) : session.evaluate(code, number);
        Display.cellEnded(end(outcome));
        String result = null;
        JsonObject reply;
        if (outcome instanceof CellOutcome.Value value) {
            DisplayData bundle = value.shown() && !silent ? Display.bundle(value.value()) : null;
            output.flush();
            if (bundle != null) {
                result = Bundles.text(bundle);
                publishResult(origin, bundle, number);
            }
            reply = Replies.ok();
            reply.add("user_expressions", userExpressions(session.evaluator(), request));
            reply.add("payload", origin.payload());
        } else {
            reply = outcome instanceof CellOutcome.Failed failed
                    ? Replies.error(failed)
                    : Replies.error((CellOutcome.Interrupted) outcome);
            output.flush();
            publishError(origin, reply);
        }
        if (stored) {
            history.add(number, code, result);
        }
        reply.addProperty("execution_count", number);
        return reply;
    }

    private static CellEnd end(CellOutcome outcome) {
        if (outcome instanceof CellOutcome.Failed failed) {
            return new CellEnd(CellEnd.Kind.FAILED, failed.name(), failed.message());
        }
        return new CellEnd(
                outcome instanceof CellOutcome.Interrupted ? CellEnd.Kind.INTERRUPTED : CellEnd.Kind.DONE, "", "");
    }

    private void publishInput(Origin origin, String code, int number) {
        JsonObject content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("execution_count", number);
        wire.publish("execute_input", origin.header(), content);
    }

    private void publishResult(Origin origin, DisplayData bundle, int number) {
        JsonObject content = CellDisplay.content(bundle);
        content.addProperty("execution_count", number);
        wire.publish("execute_result", origin.header(), content);
    }

    /** What was thrown, to all clients; the reply goes only to the one that asked. */
    private void publishError(Origin origin, JsonObject reply) {
        JsonObject content = reply.deepCopy();
        content.remove("status");
        wire.publish("error", origin.header(), content);
    }

    private static JsonObject userExpressions(CellEvaluator evaluator, Message request) {
        JsonObject results = new JsonObject();
        for (Map.Entry<String, JsonElement> asked :
                request.object("user_expressions").entrySet()) {
            results.add(asked.getKey(), userExpression(evaluator, asked.getValue()));
        }
        return results;
    }

    private static JsonObject userExpression(CellEvaluator evaluator, @Nullable JsonElement code) {
        if (code == null || !code.isJsonPrimitive()) {
            return Replies.error("IllegalArgument", "the expression is not a text", List.of());
        }
        CellOutcome outcome = evaluator.expression(code.getAsString());
        if (outcome instanceof CellOutcome.Failed failed) {
            return Replies.error(failed);
        }
        if (outcome instanceof CellOutcome.Interrupted interrupted) {
            return Replies.error(interrupted);
        }
        JsonObject result = CellDisplay.content(Display.bundle(((CellOutcome.Value) outcome).value()));
        result.remove("transient");
        result.addProperty("status", "ok");
        return result;
    }
}
