package io.github.dmu4j.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The folder of a sequence of upgrades: {@code sequence.json}, which says how many generations are wanted, and the run folder of
 * every new model: {@code v2}, {@code v3} and so on. The first model is in the run that upgrades it.
 */
public final class SequenceFolder {
    /** Version of {@code sequence.json}. Files of older versions keep loading. */
    public static final int SCHEMA_VERSION = 1;

    private static final String FILE = "sequence.json";

    private final Path root;

    private SequenceFolder(Path root) {
        this.root = root;
    }

    /**
     * Creates the folder, or opens it to go on. A sequence may have grown since; a shorter one leaves what is there.
     *
     * @param generations of models, the first one included
     * @throws DmuException if the folder is not empty and holds no sequence, was written by a newer version, or cannot be written
     */
    public static SequenceFolder open(Path root, int generations) {
        SequenceFolder folder = new SequenceFolder(root);
        if (Files.exists(root.resolve(FILE))) {
            if (existing(root).generations() < generations) {
                folder.write(generations);
            }
        } else if (Files.isDirectory(root) && !isEmpty(root)) {
            throw new DmuException(root + " is not empty and holds no " + FILE
                    + "; a sequence needs a folder of its own: choose a new one");
        } else {
            folder.write(generations);
        }
        return folder;
    }

    /**
     * The folder of a sequence that was begun before.
     *
     * @throws DmuException if there is none, or it was written by a newer version
     */
    public static SequenceFolder existing(Path root) {
        if (!Files.isRegularFile(root.resolve(FILE))) {
            throw new DmuException(
                    root + " holds no " + FILE + ", so it is no sequence of upgrades; name the folder that a"
                            + " sequence was given with savingTo(...). A single upgrade is loaded by UpgradedModel.load");
        }
        SequenceFolder folder = new SequenceFolder(root);
        int version = folder.record().path("schemaVersion").asInt();
        if (version > SCHEMA_VERSION) {
            throw new DmuException(root + " was written by a newer version (schema " + version
                    + ", this one reads up to " + SCHEMA_VERSION + "); update dmu4j");
        }
        return folder;
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            throw new DmuException("cannot list " + folder + ": " + e.getMessage(), e);
        }
    }

    private void write(int generations) {
        ObjectNode record = Json.mapper().createObjectNode();
        record.put("schemaVersion", SCHEMA_VERSION);
        record.put("generations", generations);
        Json.write(root.resolve(FILE), record);
    }

    private JsonNode record() {
        return Json.read(root.resolve(FILE));
    }

    /** How many generations of models the sequence has when it is complete. */
    public int generations() {
        return record().path("generations").asInt();
    }

    /** The folder of the run that makes a generation, from 2 on. */
    public Path run(int generation) {
        return run(root, generation);
    }

    /** As {@link #run(int)}, of a folder that need not exist yet. */
    public static Path run(Path root, int generation) {
        return root.resolve("v" + generation);
    }

    /**
     * Nothing, if every upgrade is complete.
     *
     * @throws DmuException that says which is not, and how to go on
     */
    public void requireCompleted() {
        for (int generation = 2; generation <= generations(); generation++) {
            Path run = run(generation);
            String status = Files.isRegularFile(run.resolve("run.json"))
                    ? RunDirectory.existing(run).status()
                    : "not begun";
            if (!status.equals("completed")) {
                throw new DmuException("the sequence in " + root + " is not complete: the upgrade to v" + generation
                        + " of " + generations() + " generations is \"" + status + "\"; " + resumeHint());
            }
        }
    }

    /** How to go on with a sequence that was stopped. */
    public String resumeHint() {
        return "train the same sequence with savingTo(Path.of(\"" + root + "\")) to go on from there";
    }
}
