package io.github.dmu4j.data;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside {@code x.npy} in {@code x.json}: the contract of the vectors, a checksum that ties it to them, and what a
 * matrix cannot hold. Identifiers and labels can be many: whoever needs the contract only ({@link #contractBeside}), or writes
 * the sidecar of moved vectors ({@link #copyWith}), streams past them.
 */
public final class VectorSidecar {
    private static final String KIND = "dmu4j vectors";
    private static final int SCHEMA_VERSION = 1;

    /** Fields that grow with the number of vectors. */
    private static final Set<String> ITEMS = Set.of("ids", "labels", "classNames");

    private final VectorContract contract;
    private final long checksum;
    private final @Nullable List<String> ids;
    private final int @Nullable [] labels;
    private final @Nullable List<String> classNames;

    private VectorSidecar(Body body) {
        this.contract = body.contract;
        this.checksum = body.checksum;
        this.ids = body.ids;
        this.labels = body.labels;
        this.classNames = body.classNames;
    }

    /** The sidecar's name: {@code x.json} for {@code x.npy}. */
    public static Path pathBeside(Path npy) {
        String name = String.valueOf(npy.getFileName());
        String stem = name.toLowerCase(Locale.ROOT).endsWith(".npy") ? name.substring(0, name.length() - 4) : name;
        return npy.resolveSibling(stem + ".json");
    }

    /** The contract beside a .npy file, if there is one, in constant memory. A .json of another program does not count. */
    public static Optional<VectorContract> contractBeside(Path npy) {
        return isBeside(npy)
                ? Optional.of(new VectorSidecar(parse(pathBeside(npy), false)).contract)
                : Optional.empty();
    }

    /**
     * Refuses a sidecar that was written for other vectors; reads the whole .npy file once.
     *
     * @throws DmuException if the checksum differs
     */
    public static void requireDescribes(Path npy, Path sidecar) {
        new VectorSidecar(parse(sidecar, false)).requireDescribes(npy);
    }

    /**
     * Writes the sidecar of vectors that were made from others row by row: identifiers, labels and class names are copied in
     * constant memory.
     *
     * @param source sidecar to copy from; null when the source had none
     * @param checksum {@link #checksum} of the new vectors
     */
    public static void copyWith(@Nullable Path source, Path target, VectorContract contract, long checksum) {
        AtomicFiles.write(target, out -> {
            try (JsonGenerator json = generator(out)) {
                begin(json, contract, checksum);
                if (source != null) {
                    copyItems(source, json);
                }
                json.writeEndObject();
            }
        });
    }

    /** Writes the sidecar of a set in memory. */
    public static void write(Path target, EmbeddingSet set, long checksum) {
        write(target, set, set.contract(), checksum);
    }

    /** As {@link #write(Path, EmbeddingSet, long)}, with the contract of vectors that were made from the set row by row. */
    public static void write(Path target, EmbeddingSet set, VectorContract contract, long checksum) {
        AtomicFiles.write(target, out -> {
            try (JsonGenerator json = generator(out)) {
                begin(json, contract, checksum);
                if (!set.classNames().isEmpty()) {
                    json.writeObjectField("classNames", set.classNames());
                }
                Optional<int[]> labels = set.labels();
                if (labels.isPresent()) {
                    json.writeObjectField("labels", labels.get());
                }
                if (!set.hasRowNumberIds()) {
                    json.writeObjectField("ids", set.ids());
                }
                json.writeEndObject();
            }
        });
    }

    /** CRC-32C over a whole file: not against attack, but against mixing up files. */
    public static long checksum(Path file) {
        CRC32C crc = new CRC32C();
        byte[] chunk = new byte[1 << 18];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
            }
        } catch (IOException e) {
            throw DmuException.unreadable(file, e);
        }
        return crc.getValue();
    }

    static boolean isBeside(Path npy) {
        Path path = pathBeside(npy);
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (JsonParser json = Json.mapper().createParser(path.toFile())) {
            return json.nextToken() == JsonToken.START_OBJECT
                    && "kind".equals(json.nextFieldName())
                    && KIND.equals(json.nextTextValue());
        } catch (IOException e) {
            return false;
        }
    }

    static VectorSidecar read(Path npy) {
        Path path = pathBeside(npy);
        if (!isBeside(npy)) {
            throw new DmuException("there is no " + path + " that describes " + npy.getFileName()
                    + "; read vectors that were not saved by dmu4j with EmbeddingSet.npy(path)");
        }
        return new VectorSidecar(parse(path, true));
    }

    void requireDescribes(Path npy) {
        if (checksum(npy) != checksum) {
            throw new DmuException(
                    npy + " is not the file that " + pathBeside(npy).getFileName()
                            + " describes: the vectors were changed after it was written. Save both again, or, if the vectors were"
                            + " replaced on purpose, delete the .json");
        }
    }

    VectorContract contract() {
        return contract;
    }

    @Nullable
    List<String> ids() {
        return ids;
    }

    int @Nullable [] labels() {
        return labels;
    }

    @Nullable
    List<String> classNames() {
        return classNames;
    }

    private static JsonGenerator generator(OutputStream out) throws IOException {
        JsonGenerator json = Json.mapper().createGenerator(out);
        json.disable(
                JsonGenerator.Feature.AUTO_CLOSE_TARGET); // the stream is AtomicFiles', which still has to fsync it
        return json;
    }

    /** The kind comes first, so that a look at the file's beginning tells whether it is ours. */
    private static void begin(JsonGenerator json, VectorContract contract, long checksum) throws IOException {
        json.writeStartObject();
        json.writeStringField("kind", KIND);
        json.writeNumberField("schemaVersion", SCHEMA_VERSION);
        json.writeObjectField("contract", contract);
        json.writeNumberField("crc32c", checksum);
    }

    private static void copyItems(Path source, JsonGenerator target) throws IOException {
        try (JsonParser json = Json.mapper().createParser(source.toFile())) {
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (ITEMS.contains(field)) {
                    target.writeFieldName(field);
                    target.copyCurrentStructure(json);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    private static Body parse(Path path, boolean withItems) {
        Body body = new Body();
        try (JsonParser json = Json.mapper().createParser(path.toFile())) {
            json.nextToken();
            for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
                json.nextToken();
                if (!withItems && ITEMS.contains(field)) {
                    json.skipChildren();
                    continue;
                }
                switch (field) {
                    case "schemaVersion" -> requireReadable(json.getIntValue(), path);
                    case "contract" -> body.contract = value(json, VectorContract.class);
                    case "crc32c" -> body.checksum = json.getLongValue();
                    case "ids" -> body.ids = List.of(value(json, String[].class));
                    case "labels" -> body.labels = value(json, int[].class);
                    case "classNames" -> body.classNames = List.of(value(json, String[].class));
                    default -> json.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new DmuException("cannot read " + path + ": " + e.getMessage() + ". Save the vectors again", e);
        }
        return body;
    }

    /** One value; that others follow it is no error here. */
    private static <T> T value(JsonParser json, Class<T> type) throws IOException {
        return Json.mapper()
                .readerFor(type)
                .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readValue(json, type);
    }

    private static void requireReadable(int version, Path path) {
        if (version > SCHEMA_VERSION) {
            throw new DmuException(path + " is of schema version " + version + ", readable is up to " + SCHEMA_VERSION
                    + ": use a newer dmu4j");
        }
    }

    /** What is found while a file is read. */
    private static final class Body {
        private VectorContract contract = VectorContract.unknown(0);
        private long checksum = -1;
        private @Nullable List<String> ids;
        private int @Nullable [] labels;
        private @Nullable List<String> classNames;
    }
}
