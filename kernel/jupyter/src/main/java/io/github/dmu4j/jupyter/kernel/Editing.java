package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.eval.CellEvaluator;
import io.github.dmu4j.jupyter.eval.Completeness;
import io.github.dmu4j.jupyter.eval.Completion;
import io.github.dmu4j.jupyter.eval.Inspection;
import io.github.dmu4j.jupyter.wire.Message;
import java.util.Locale;
import java.util.Optional;

/**
 * What an editor asks about code: completion, inspection, completeness. The protocol counts in code points, Java in
 * UTF-16 units.
 */
final class Editing {
    private Editing() {}

    /** Content of the complete_reply, with the types that JupyterLab shows as icons. */
    static JsonObject complete(CellEvaluator evaluator, Message request) {
        String code = request.text("code", "");
        Completion completion = evaluator.complete(code, cursor(request, code));
        int start = code.codePointCount(0, within(completion.from(), code));
        int end = code.codePointCount(0, within(completion.to(), code));
        JsonArray matches = new JsonArray();
        JsonArray typed = new JsonArray();
        for (Completion.Candidate candidate : completion.candidates()) {
            matches.add(candidate.text());
            JsonObject entry = new JsonObject();
            entry.addProperty("text", candidate.text());
            entry.addProperty("type", candidate.type());
            entry.addProperty("signature", candidate.signature());
            entry.addProperty("start", start);
            entry.addProperty("end", end);
            typed.add(entry);
        }
        JsonObject metadata = new JsonObject();
        metadata.add("_jupyter_types_experimental", typed);
        JsonObject reply = Replies.ok();
        reply.add("matches", matches);
        reply.addProperty("cursor_start", start);
        reply.addProperty("cursor_end", end);
        reply.add("metadata", metadata);
        return reply;
    }

    /** Content of the inspect_reply. */
    static JsonObject inspect(CellEvaluator evaluator, Message request) {
        String code = request.text("code", "");
        Optional<Inspection> inspection =
                evaluator.inspect(code, cursor(request, code), request.number("detail_level", 0));
        JsonObject data = new JsonObject();
        inspection.ifPresent(known -> {
            data.addProperty("text/plain", known.plainText());
            data.addProperty("text/html", known.html());
            data.addProperty("text/markdown", known.markdown());
        });
        JsonObject reply = Replies.ok();
        reply.addProperty("found", inspection.isPresent());
        reply.add("data", data);
        reply.add("metadata", new JsonObject());
        return reply;
    }

    /** Content of the is_complete_reply. */
    static JsonObject completeness(CellEvaluator evaluator, Message request) {
        Completeness completeness = evaluator.completeness(request.text("code", ""));
        JsonObject reply = Replies.status(completeness.status().name().toLowerCase(Locale.ROOT));
        if (completeness.status() == Completeness.Status.INCOMPLETE) {
            reply.addProperty("indent", completeness.indent());
        }
        return reply;
    }

    private static int cursor(Message request, String code) {
        int codePoints = code.codePointCount(0, code.length());
        int cursor = request.number("cursor_pos", codePoints);
        return code.offsetByCodePoints(0, Math.max(0, Math.min(cursor, codePoints)));
    }

    private static int within(int index, String code) {
        return Math.max(0, Math.min(index, code.length()));
    }
}
