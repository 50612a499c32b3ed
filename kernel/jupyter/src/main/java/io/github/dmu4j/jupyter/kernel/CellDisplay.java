package io.github.dmu4j.jupyter.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.dmu4j.jupyter.display.DisplaySink;
import io.github.dmu4j.jupyter.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;

/** What cells show, as messages, after what they have printed. */
final class CellDisplay implements DisplaySink {
    private static final Gson GSON = new Gson();

    private final Wire wire;
    private final Origins origins;
    private final CellOutput output;
    private final CellInput input;

    CellDisplay(Wire wire, Origins origins, CellOutput output, CellInput input) {
        this.wire = wire;
        this.origins = origins;
        this.output = output;
        this.input = input;
    }

    @Override
    public Object cell() {
        return origins.current();
    }

    @Override
    public void show(DisplayData data) {
        publish("display_data", content(data));
    }

    @Override
    public void update(DisplayData data) {
        publish("update_display_data", content(data));
    }

    @Override
    public void clear(boolean wait) {
        JsonObject content = new JsonObject();
        content.addProperty("wait", wait);
        publish("clear_output", content);
    }

    @Override
    public void page(DisplayData data) {
        JsonObject action = new JsonObject();
        action.addProperty("source", "page");
        action.add("data", content(data).get("data"));
        action.addProperty("start", 0);
        origins.current().addPayload(action);
    }

    @Override
    public void setNextInput(String code) {
        JsonObject action = new JsonObject();
        action.addProperty("source", "set_next_input");
        action.addProperty("text", code);
        action.addProperty("replace", false);
        origins.current().addPayload(action);
    }

    @Override
    public void exit() {
        JsonObject action = new JsonObject();
        action.addProperty("source", "ask_exit");
        action.addProperty("keepkernel", false);
        origins.current().addPayload(action);
    }

    @Override
    public String ask(String prompt, boolean hidden) {
        output.flush();
        try {
            return input.ask(prompt, hidden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void publish(String type, JsonObject content) {
        output.flush();
        wire.publish(type, origins.current().header(), content);
    }

    /** {@code data}, {@code metadata} and {@code transient}; JSON as JSON, everything else as text. */
    static JsonObject content(DisplayData bundle) {
        JsonObject json = GSON.toJsonTree(bundle).getAsJsonObject();
        JsonObject content = new JsonObject();
        JsonObject data = new JsonObject();
        for (Map.Entry<String, JsonElement> entry : object(json, "data").entrySet()) {
            data.add(entry.getKey(), parsed(entry.getKey(), entry.getValue()));
        }
        content.add("data", data);
        content.add("metadata", object(json, "metadata"));
        content.add("transient", object(json, "transient"));
        return content;
    }

    private static JsonElement parsed(String type, JsonElement value) {
        boolean isJsonText = (type.equals("application/json") || type.endsWith("+json"))
                && value.isJsonPrimitive()
                && value.getAsJsonPrimitive().isString();
        try {
            return isJsonText ? JsonParser.parseString(value.getAsString()) : value;
        } catch (JsonParseException e) {
            return value; // shown as it is
        }
    }

    private static JsonObject object(JsonObject json, String name) {
        return json.has(name) && json.get(name).isJsonObject() ? json.getAsJsonObject(name) : new JsonObject();
    }
}
