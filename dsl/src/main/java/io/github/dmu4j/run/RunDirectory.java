package io.github.dmu4j.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import io.github.dmu4j.method.Checkpoint;
import io.github.dmu4j.method.CheckpointSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The folder of one run: {@code run.json} (what was asked, with what, and how far it got), {@code events.jsonl}, {@code
 * checkpoints/}, and the artefacts that the stages leave; while it goes on, {@code scores/} of the old
 * vectors, and {@code training-vectors/} if these do not fit into memory. Opening the folder of another plan is refused.
 */
public final class RunDirectory {
    /** Version of {@code run.json}. Files of older versions keep loading. */
    public static final int SCHEMA_VERSION = 1;

    private static final int CHECKPOINTS_KEPT = 2;

    private final Path root;

    private RunDirectory(Path root) {
        this.root = root;
    }

    /**
     * Creates the folder for {@code plan}, or opens it to go on.
     *
     * @param plan everything that decides the numbers; the same plan reopens, another one is refused
     * @param environment versions, device: recorded, not compared
     * @throws DmuException naming the settings that differ, or if the folder is not empty and holds no run, was written by a
     *     newer version, or cannot be written to
     */
    static RunDirectory open(Path root, ObjectNode plan, Map<String, String> environment) {
        Path file = root.resolve("run.json");
        if (Files.exists(file)) {
            JsonNode stored = Json.read(file);
            requireKnownSchema(root, stored.path("schemaVersion").asInt());
            requireSamePlan(root, stored.path("plan"), plan);
            if (!stored.path("status").asText().equals("completed")) {
                new RunDirectory(root).update("running", Map.of());
            }
        } else if (Files.isDirectory(root) && !isEmpty(root)) {
            throw new DmuException(
                    root + " is not empty and holds no run.json; a run needs a folder of its own: choose a new one");
        } else {
            ObjectNode record = Json.mapper().createObjectNode();
            record.put("schemaVersion", SCHEMA_VERSION);
            record.put("status", "running");
            record.put("started", now());
            record.set("environment", Json.mapper().valueToTree(environment));
            record.set("plan", plan);
            Json.write(file, record);
        }
        return new RunDirectory(root);
    }

    /**
     * The folder of a run that was begun before.
     *
     * @throws DmuException if there is none, or it was written by a newer version
     */
    static RunDirectory existing(Path root) {
        if (!Files.isRegularFile(root.resolve("run.json"))) {
            throw new DmuException(
                    root + " holds no run.json, so it is no run; name the folder that a plan was given with"
                            + " savingTo(...)");
        }
        RunDirectory directory = new RunDirectory(root);
        requireKnownSchema(root, directory.record().path("schemaVersion").asInt());
        return directory;
    }

    private static void requireKnownSchema(Path root, int version) {
        if (version > SCHEMA_VERSION) {
            throw new DmuException(root + " was written by a newer version (schema " + version
                    + ", this one reads up to " + SCHEMA_VERSION + "); update dmu4j");
        }
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    /** What {@code run.json} holds. */
    JsonNode record() {
        return Json.read(root.resolve("run.json"));
    }

    /** Sets the status, for example {@code completed}, and merges {@code fields}. */
    public void update(String status, Map<String, ?> fields) {
        ObjectNode record = (ObjectNode) record();
        record.put("status", status);
        record.put("updated", now());
        record.remove("failure"); // of an earlier session
        fields.forEach((key, value) -> record.set(key, Json.mapper().valueToTree(value)));
        Json.write(root.resolve("run.json"), record);
    }

    /** Sets the status of a run that {@code end} ends; where that cannot be written, {@code end} is still what is reported. */
    public void updateAfter(RuntimeException end, String status, Map<String, ?> fields) {
        try {
            update(status, fields);
        } catch (DmuException e) {
            end.addSuppressed(e);
        }
    }

    /** How far the run got: {@code running}, {@code interrupted}, {@code failed} or {@code completed}. */
    String status() {
        return record().path("status").asText();
    }

    /** Merges into {@code sources} what a later session needs besides the plan; it is not compared. */
    void keepSources(ObjectNode sources) {
        ObjectNode record = (ObjectNode) record();
        ObjectNode merged = record.path("sources") instanceof ObjectNode kept ? kept.deepCopy() : sources.objectNode();
        merged.setAll(sources);
        if (!merged.equals(record.path("sources"))) {
            record.set("sources", merged);
            Json.write(root.resolve("run.json"), record);
        }
    }

    /** Appends every event but single steps as a line of JSON with its type and time. */
    public UpgradeListener eventLog() {
        Path log = root.resolve("events.jsonl");
        endCutOffLine(log);
        return event -> {
            if (event instanceof UpgradeEvent.StepCompleted) {
                return; // thousands of them; epochs carry the means
            }
            ObjectNode line = Json.mapper().createObjectNode();
            line.put("time", now());
            line.put("event", event.getClass().getSimpleName());
            line.setAll((ObjectNode) Json.mapper().valueToTree(event));
            try {
                Files.writeString(
                        log, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** A crash may have cut off the last line; without an end the next event would be lost with it. */
    private static void endCutOffLine(Path log) {
        try {
            byte[] content = Files.exists(log) ? Files.readAllBytes(log) : new byte[0];
            if (content.length > 0 && content[content.length - 1] != '\n') {
                Files.writeString(log, "\n", StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new DmuException("cannot go on writing " + log + ": " + e.getMessage(), e);
        }
    }

    /** What earlier sessions of this run recorded by epoch: ends of epochs and validations. A cut-off last line is passed over. */
    List<UpgradeEvent> events() {
        Path log = root.resolve("events.jsonl");
        if (!Files.exists(log)) {
            return List.of();
        }
        List<UpgradeEvent> events = new ArrayList<>();
        try {
            // not readAllLines, which gives up on a character that a crash cut in two
            new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> parse(line).ifPresent(events::add));
        } catch (IOException e) {
            throw new DmuException("cannot read " + log + ": " + e.getMessage(), e);
        }
        return events;
    }

    private static Optional<UpgradeEvent> parse(String line) {
        try {
            JsonNode node = Json.mapper().readTree(line);
            return switch (node.path("event").asText()) {
                case "EpochCompleted" ->
                    Optional.of(Json.mapper().treeToValue(node, UpgradeEvent.EpochCompleted.class));
                case "Validated" -> Optional.of(Json.mapper().treeToValue(node, UpgradeEvent.Validated.class));
                default -> Optional.empty();
            };
        } catch (JsonProcessingException e) {
            return Optional.empty(); // the line that a crash cut off
        }
    }

    /** Checkpoints of one training in this folder; the newest two are kept, and a damaged one is passed over. */
    CheckpointSink checkpoints(String training, String resumeHint) {
        Path folder = root.resolve("checkpoints").resolve(training);
        return new CheckpointSink() {
            @Override
            public Optional<String> save(Checkpoint checkpoint) {
                Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
                checkpoint.arrays().forEach((name, values) -> tensors.put(name, Safetensors.Tensor.of(values)));
                Map<String, String> metadata = new LinkedHashMap<>();
                metadata.put("step", Long.toString(checkpoint.step()));
                metadata.put("lossSums", Json.line(checkpoint.lossSums()));
                Path file = folder.resolve(String.format(Locale.ROOT, "step-%09d.safetensors", checkpoint.step()));
                new Safetensors(metadata, tensors).save(file);
                List<Path> files = checkpointFiles(folder);
                for (Path old : files.subList(0, Math.max(0, files.size() - CHECKPOINTS_KEPT))) {
                    delete(old);
                }
                return Optional.of(file.toString());
            }

            @Override
            public Optional<Checkpoint> latest() {
                List<Path> files = checkpointFiles(folder);
                DmuException damage = null;
                for (int i = files.size() - 1; i >= 0; i--) {
                    try {
                        return Optional.of(read(files.get(i)));
                    } catch (DmuException e) {
                        damage = e;
                    }
                }
                if (damage != null) {
                    throw new DmuException(
                            "every checkpoint in " + folder + " is damaged, the oldest because " + damage.getMessage()
                                    + "; delete that folder to begin the training anew",
                            damage);
                }
                return Optional.empty();
            }

            @Override
            public String resumeHint() {
                return resumeHint;
            }
        };
    }

    /** Whether a folder holds weights of a training, so that those which its network began from are needed no more. */
    static boolean holdsWeights(Path root, String training) {
        return FrozenModel.isIn(root.resolve(training))
                || !checkpointFiles(root.resolve("checkpoints").resolve(training))
                        .isEmpty();
    }

    /** Removes the checkpoints of a training that is complete: its weights are saved. */
    void dropCheckpoints(String training) {
        Path folder = root.resolve("checkpoints").resolve(training);
        checkpointFiles(folder).forEach(RunDirectory::delete);
    }

    private static Checkpoint read(Path file) {
        Safetensors content = Safetensors.load(file);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        content.tensors().forEach((name, tensor) -> arrays.put(name, tensor.values()));
        Map<String, Double> sums = new LinkedHashMap<>();
        try {
            Json.mapper()
                    .readTree(content.metadata().getOrDefault("lossSums", "{}"))
                    .properties()
                    .forEach(e -> sums.put(e.getKey(), e.getValue().asDouble()));
        } catch (IOException e) {
            throw new DmuException(file + " is damaged: " + e.getMessage(), e);
        }
        return new Checkpoint(Long.parseLong(content.metadata().getOrDefault("step", "0")), arrays, sums);
    }

    private static List<Path> checkpointFiles(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().startsWith("step-"))
                    .sorted(Comparator.comparing(f -> f.getFileName().toString()))
                    .toList();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void requireSamePlan(Path root, JsonNode stored, ObjectNode asked) {
        List<String> differences = differences(PlanRecord.comparable(stored), PlanRecord.comparable(asked));
        if (!differences.isEmpty()) {
            throw new DmuException(root + " holds a run of another plan; it differs in "
                    + String.join("; ", differences)
                    + ". Use another folder, or the plan that began it");
        }
    }

    /** The fields that differ, each with both values. */
    static List<String> differences(JsonNode stored, JsonNode asked) {
        List<String> differences = new ArrayList<>();
        collectDifferences("", stored, asked, differences);
        return differences;
    }

    private static void collectDifferences(String path, JsonNode stored, JsonNode asked, List<String> differences) {
        if (stored.isObject() && asked.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            stored.fieldNames().forEachRemaining(names::add);
            asked.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                collectDifferences(
                        path.isEmpty() ? name : path + "." + name, stored.path(name), asked.path(name), differences);
            }
        } else if (!stored.toString().equals(asked.toString())) {
            differences.add(path + " (stored " + brief(stored) + ", asked " + brief(asked) + ")");
        }
    }

    private static String brief(JsonNode node) {
        String text = node.isMissingNode() ? "nothing" : node.toString();
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new DmuException("cannot delete " + file + ": " + e.getMessage(), e);
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
