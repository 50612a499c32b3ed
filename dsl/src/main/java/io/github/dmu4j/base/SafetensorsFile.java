package io.github.dmu4j.base;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors file of anybody, read one tensor at a time: its header is read at once, its data only when asked for, so that a
 * file of weights needs no more memory than its largest tensor. For files of this library, which hold float32 only and carry a
 * checksum, see {@link Safetensors}.
 *
 * <p>Source: the safetensors format, version 0.x. Deviations: only F32 and F16 can be read as numbers (F16 exactly, every half is a
 * float32); a tensor of another type is listed, and refused when it is read. A checksum in the metadata is not looked at.
 */
public final class SafetensorsFile {
    private static final String NEEDED = "a file of weights in the safetensors format";
    private static final String METADATA = "__metadata__";
    private static final int MAX_HEADER = 100_000_000;
    private static final int CHUNK_BYTES = 1 << 18;

    private final ReadableFile file;
    private final Map<String, Entry> entries;

    private SafetensorsFile(ReadableFile file, Map<String, Entry> entries) {
        this.file = file;
        this.entries = Collections.unmodifiableMap(entries);
    }

    /**
     * One tensor of the file.
     *
     * @param type as the format names it: {@code F32}, {@code F16}, {@code BF16}, {@code I64} ...
     * @param shape sizes, none for a scalar
     */
    public record Entry(String name, String type, List<Integer> shape, long position, long bytes) {
        public Entry {
            shape = List.copyOf(shape);
        }
    }

    /**
     * Reads the header.
     *
     * @throws DmuException if the file is missing, is not in this format, or is cut off
     */
    public static SafetensorsFile open(Path path) {
        ReadableFile file = ReadableFile.open(path, NEEDED);
        if (file.length() < 10) {
            throw new DmuException(path + " is not a safetensors file: it has " + file.length() + " bytes only");
        }
        long headerLength = ByteBuffer.wrap(file.read(0, 8, "the length of the header"))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (headerLength < 2 || headerLength > Math.min(MAX_HEADER, file.length() - 8)) {
            throw new DmuException(path + " is not a safetensors file: its header cannot have " + headerLength
                    + " bytes. Convert a .pt or .bin file with safetensors.torch.save_file(state_dict, path)");
        }
        try {
            JsonNode header = Json.mapper().readTree(file.read(8, headerLength, "the header"));
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> field : header.properties()) {
                if (!field.getKey().equals(METADATA)) {
                    entries.put(field.getKey(), entry(file, field.getKey(), field.getValue(), 8 + headerLength));
                }
            }
            return new SafetensorsFile(file, entries);
        } catch (IOException e) {
            throw new DmuException(path + " is not a safetensors file: its header is no JSON", e);
        }
    }

    private static Entry entry(ReadableFile file, String name, JsonNode node, long data) {
        List<Integer> shape = new ArrayList<>();
        node.path("shape").forEach(size -> shape.add(size.asInt(-1)));
        long from = node.path("data_offsets").path(0).asLong(-1);
        long to = node.path("data_offsets").path(1).asLong(-1);
        if (from < 0 || to < from || shape.stream().anyMatch(size -> size < 0)) {
            throw new DmuException(file.path() + " is damaged: the header's entry of " + name + " has shape " + shape
                    + " and offsets " + from + " to " + to + ". Use another copy");
        }
        file.require(data + from, to - from, name);
        return new Entry(name, node.path("dtype").asText(), shape, data + from, to - from);
    }

    /** Where it is. */
    public Path path() {
        return file.path();
    }

    /** The tensors by name, in the header's order. */
    public Map<String, Entry> entries() {
        return entries;
    }

    /**
     * The numbers of one tensor, row-major.
     *
     * @throws DmuException if its type is neither F32 nor F16, or its length does not fit its shape
     */
    public float[] floats(Entry entry) {
        int size = switch (entry.type()) {
            case "F32" -> 4;
            case "F16" -> 2;
            default ->
                throw new DmuException(path() + " holds " + entry.name() + " as " + entry.type()
                        + "; only F32 and F16 are read: convert it to float32 first, in Python with"
                        + " {k: v.float() for k, v in tensors.items()}");
        };
        float[] values = new float[checkedLength(entry, size)];
        byte[] chunk = new byte[(int) Math.min(CHUNK_BYTES, entry.bytes())];
        ByteBuffer buffer = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_BYTES / size) {
            int count = Math.min(CHUNK_BYTES / size, values.length - from);
            file.read(entry.position() + (long) from * size, chunk, 0, count * size, entry.name());
            if (size == 4) {
                buffer.asFloatBuffer().get(values, from, count);
            } else {
                ShortBuffer halves = buffer.asShortBuffer();
                for (int i = 0; i < count; i++) {
                    values[from + i] = HalfFloats.toFloat(halves.get(i));
                }
            }
        }
        return values;
    }

    private int checkedLength(Entry entry, int size) {
        long length = 1;
        for (int side : entry.shape()) {
            length = Math.min(length * side, Integer.MAX_VALUE);
        }
        if (length * size != entry.bytes()) {
            throw new DmuException(path() + " is damaged: " + entry.name() + " of shape " + entry.shape() + " has "
                    + entry.bytes() + " bytes. Use another copy");
        }
        return (int) length;
    }

    @Override
    public String toString() {
        return file + ", " + entries.size() + " tensors";
    }
}
