package io.github.dmu4j.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Results as files for other programs: JSON with a header, and plain CSV. NaN is null in the one, empty in the other. */
public final class ResultFiles {
    /** The version of the JSON form; older ones keep loading. */
    public static final int SCHEMA_VERSION = 1;

    private ResultFiles() {}

    /**
     * Where results come from.
     *
     * @param versions of dmu4j, Java, the engine, ...
     * @param seed the root seed, or the first of several
     * @param device on which it ran
     * @param seconds how long it took
     */
    public record Origin(Map<String, String> versions, long seed, String device, double seconds) {
        /** Copies the map. */
        public Origin {
            versions = Map.copyOf(versions);
        }
    }

    /**
     * {@code {schemaVersion, header: {versions, seed, device, seconds}, records: [{method, seed, scenario, pairing, metric,
     * value, low, high, queries, skipped}]}}.
     */
    public static ObjectNode json(Origin origin, List<PairingResult> results) {
        ObjectNode file = Json.mapper().createObjectNode().put("schemaVersion", SCHEMA_VERSION);
        ObjectNode header = file.putObject("header");
        ObjectNode versions = header.putObject("versions");
        new TreeMap<>(origin.versions()).forEach(versions::put);
        header.put("seed", origin.seed()).put("device", origin.device());
        number(header, "seconds", origin.seconds());
        ArrayNode records = file.putArray("records");
        for (PairingResult result : results) {
            ObjectNode record = records.addObject()
                    .put("method", result.method())
                    .put("seed", result.seed())
                    .put("scenario", result.scenario())
                    .put("pairing", result.pairing())
                    .put("metric", result.metric());
            number(record, "value", result.value());
            number(record, "low", result.low());
            number(record, "high", result.high());
            record.put("queries", result.queries()).put("skipped", result.skipped());
        }
        return file;
    }

    /** Writes {@link #json}, indented, whole or not at all. */
    public static void writeJson(Path target, Origin origin, List<PairingResult> results) {
        Json.write(target, json(origin, results));
    }

    /**
     * The records of a file that {@link #writeJson} wrote; fields that are not known are ignored, low, high, queries and
     * skipped may be missing.
     *
     * @throws DmuException if the file cannot be read, is of a newer version or lacks a field
     */
    public static List<PairingResult> readJson(Path source) {
        JsonNode file = Json.read(source);
        int version = file.path("schemaVersion").asInt(-1);
        if (version < 1 || version > SCHEMA_VERSION) {
            throw new DmuException(source + " has schemaVersion " + file.path("schemaVersion")
                    + ", this dmu4j reads 1 to " + SCHEMA_VERSION + "; use the dmu4j that wrote it, or a newer one");
        }
        List<PairingResult> results = new ArrayList<>();
        for (JsonNode record : file.path("records")) {
            for (String field : List.of("method", "seed", "scenario", "pairing", "metric", "value")) {
                if (!record.has(field)) {
                    throw new DmuException(source + ": record " + results.size() + " has no " + field
                            + "; each needs method, seed, scenario, pairing, metric and value. Write the file again");
                }
            }
            results.add(new PairingResult(
                    record.get("method").asText(),
                    record.get("seed").asLong(),
                    record.get("scenario").asText(),
                    record.get("pairing").asText(),
                    record.get("metric").asText(),
                    record.get("value").asDouble(Double.NaN),
                    record.path("low").asDouble(Double.NaN),
                    record.path("high").asDouble(Double.NaN),
                    record.path("queries").asInt(0),
                    record.path("skipped").asInt(0)));
        }
        return results;
    }

    /** A header line and one line a result; quoted as RFC 4180 asks; numbers with all their digits. */
    public static String csv(List<PairingResult> results) {
        StringBuilder out = new StringBuilder("method,seed,scenario,pairing,metric,value,low,high,queries,skipped\n");
        for (PairingResult r : results) {
            out.append(String.join(
                    ",",
                    quoted(r.method()),
                    Long.toString(r.seed()),
                    quoted(r.scenario()),
                    quoted(r.pairing()),
                    quoted(r.metric()),
                    digits(r.value()),
                    digits(r.low()),
                    digits(r.high()),
                    Integer.toString(r.queries()),
                    Integer.toString(r.skipped())));
            out.append('\n');
        }
        return out.toString();
    }

    /** Writes {@link #csv}, whole or not at all. */
    public static void writeCsv(Path target, List<PairingResult> results) {
        AtomicFiles.writeString(target, csv(results));
    }

    private static void number(ObjectNode node, String field, double value) {
        if (Double.isFinite(value)) {
            node.put(field, value);
        } else {
            node.putNull(field);
        }
    }

    private static String digits(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
