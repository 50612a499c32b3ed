package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.util.List;

/** What replies of all kinds have in common: their status. */
final class Replies {
    private Replies() {}

    static JsonObject ok() {
        return status("ok");
    }

    static JsonObject status(String status) {
        JsonObject reply = new JsonObject();
        reply.addProperty("status", status);
        return reply;
    }

    static JsonObject error(String name, String message, List<String> traceback) {
        JsonArray lines = new JsonArray();
        traceback.forEach(lines::add);
        JsonObject reply = status("error");
        reply.addProperty("ename", name);
        reply.addProperty("evalue", message);
        reply.add("traceback", lines);
        return reply;
    }

    static JsonObject error(CellOutcome.Failed failed) {
        return error(failed.name(), failed.message(), failed.traceback());
    }

    static JsonObject error(CellOutcome.Interrupted interrupted) {
        return error("Interrupted", "the cell was interrupted", interrupted.traceback());
    }
}
