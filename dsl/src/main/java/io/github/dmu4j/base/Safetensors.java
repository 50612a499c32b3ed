package io.github.dmu4j.base;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Named float32 arrays and a few strings in one file, in the safetensors format, so that weights, upgrade modules and
 * checkpoints can be opened by other tools. A CRC-32 over metadata, names, shapes and data stands in the metadata under {@code
 * crc32}: a damaged file is refused instead of believed. It does not depend on the order of the entries, so a file that another
 * tool sorted anew still fits; a file without one is believed.
 *
 * <p>Source: the safetensors format, version 0.x (an 8-byte little-endian header length, a JSON header, raw data that the
 * tensors' offsets cover without holes). Deviations: only F32 is written and read; BF16 is refused by name, since the engine
 * cannot hold it.
 *
 * @param metadata strings; {@code crc32} is added on writing
 * @param tensors by name, in the order of their data in the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    private static final int MAX_HEADER = 100_000_000;
    private static final int CHUNK_FLOATS = 1 << 14;
    private static final String METADATA = "__metadata__";
    private static final String CHECKSUM = "crc32";

    public Safetensors {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException(
                    "a tensor cannot be called " + METADATA + ": the format keeps that name");
        }
        Map<String, String> copy = new LinkedHashMap<>(metadata);
        copy.remove(CHECKSUM);
        metadata = Collections.unmodifiableMap(copy);
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * One array.
     *
     * @param shape its product is the length of {@code values}
     * @param values row-major; not copied
     */
    @SuppressWarnings("ArrayRecordComponent") // equality is written out below
    public record Tensor(int[] shape, float[] values) {
        public Tensor {
            long length = lengthOf(shape);
            if (length != values.length) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(shape) + " does not fit " + values.length + " values");
            }
        }

        /** A vector. */
        public static Tensor of(float[] values) {
            return new Tensor(new int[] {values.length}, values);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Tensor that
                    && Arrays.equals(shape, that.shape)
                    && Arrays.equals(values, that.values);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
        }

        @Override
        public String toString() {
            return "Tensor " + Arrays.toString(shape);
        }
    }

    /** Writes the file whole or not at all. */
    public void save(Path target) {
        AtomicFiles.write(target, this::writeTo);
    }

    /** Writes everything to a stream, which stays open. */
    public void writeTo(OutputStream out) throws IOException {
        ObjectNode header = Json.mapper().createObjectNode();
        ObjectNode meta = header.putObject(METADATA);
        metadata.forEach(meta::put);
        meta.put(CHECKSUM, Long.toHexString(checksum()));
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            ObjectNode node = header.putObject(entry.getKey());
            node.put("dtype", "F32");
            ArrayNode shape = node.putArray("shape");
            for (int size : entry.getValue().shape()) {
                shape.add(size);
            }
            long end = offset + 4L * entry.getValue().values().length;
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        int padded = (json.length + 7) / 8 * 8;
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded)
                .array());
        out.write(json);
        for (int i = json.length; i < padded; i++) {
            out.write(' ');
        }
        for (Tensor tensor : tensors.values()) {
            forEachChunk(tensor.values(), out::write);
        }
    }

    /**
     * Reads a file.
     *
     * @throws DmuException if it is missing, damaged, or holds other types than F32
     */
    public static Safetensors load(Path source) {
        try (InputStream in = Files.newInputStream(source)) {
            return readFrom(in, source.toString());
        } catch (NoSuchFileException e) {
            throw new DmuException("there is no file " + source + "; save one first or check the path", e);
        } catch (IOException e) {
            throw new DmuException(
                    "cannot read " + source + ": " + e.getMessage() + "; the file is damaged or cut off", e);
        }
    }

    /**
     * Reads a stream to its end.
     *
     * @param name for messages
     * @throws DmuException if it is damaged or holds other types than F32
     * @throws IOException if it cannot be read, is cut off, or its header is no JSON
     */
    public static Safetensors readFrom(InputStream in, String name) throws IOException {
        ByteBuffer lengthBytes = ByteBuffer.wrap(exactly(in, 8)).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = lengthBytes.getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER) {
            throw new DmuException(name + " is not a safetensors file (header length " + headerLength + ")");
        }
        JsonNode header = Json.mapper().readTree(exactly(in, (int) headerLength));
        if (!header.isObject()) {
            throw new DmuException(name + " is not a safetensors file (its header is no JSON object)");
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        header.path(METADATA)
                .properties()
                .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
        // The header may list the tensors in any order; the data lie in the order of the offsets.
        List<Map.Entry<String, JsonNode>> entries = header.properties().stream()
                .filter(e -> !e.getKey().equals(METADATA))
                .sorted(Comparator.comparingLong((Map.Entry<String, JsonNode> e) -> offset(e.getValue(), 0))
                        .thenComparingLong(e -> offset(e.getValue(), 1)))
                .toList();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        long position = 0;
        for (Map.Entry<String, JsonNode> entry : entries) {
            Tensor tensor = readTensor(in, entry.getKey(), entry.getValue(), position, name);
            tensors.put(entry.getKey(), tensor);
            position += 4L * tensor.values().length;
        }
        if (in.read() >= 0) {
            throw damaged(name, "there are bytes after the last tensor");
        }
        String expected = metadata.remove(CHECKSUM);
        Safetensors file = new Safetensors(metadata, tensors);
        if (expected != null && !expected.equals(Long.toHexString(file.checksum()))) {
            throw damaged(name, "its checksum does not fit its content");
        }
        return file;
    }

    private static Tensor readTensor(InputStream in, String key, JsonNode node, long position, String name)
            throws IOException {
        String dtype = node.path("dtype").asText();
        if (!dtype.equals("F32")) {
            String convert = dtype.equals("BF16") ? "the engine cannot hold BF16" : "only F32 is read";
            throw new DmuException(
                    name + " holds " + key + " as " + dtype + "; " + convert + ": convert it to float32 first");
        }
        int[] shape = new int[node.path("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asInt(-1);
        }
        long length = lengthOf(shape);
        if (length < 0
                || length > Integer.MAX_VALUE
                || offset(node, 0) != position
                || offset(node, 1) != position + 4 * length) {
            throw damaged(
                    name, "shape " + Arrays.toString(shape) + " of " + key + " does not fit its place in the file");
        }
        float[] values = new float[(int) length];
        for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - from);
            ByteBuffer.wrap(exactly(in, 4 * count))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, count);
        }
        return new Tensor(shape, values);
    }

    private static DmuException damaged(String name, String why) {
        return new DmuException(name + " is damaged: " + why + ". Use another copy");
    }

    private static long offset(JsonNode tensor, int side) {
        return tensor.path("data_offsets").path(side).asLong(-1);
    }

    /** The product of the sizes, 1 for none; -1 if a size is negative or the product too large for anything. */
    private static long lengthOf(int[] shape) {
        long length = 1;
        for (int size : shape) {
            if (size < 0 || length > Integer.MAX_VALUE) {
                return -1;
            }
            length *= size;
        }
        return length;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the file ends too early");
        }
        return bytes;
    }

    /** CRC-32 of metadata, names, shapes and data, each map in the order of its keys; every part after its length. */
    private long checksum() {
        CRC32 crc = new CRC32();
        try {
            for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
                update(crc, entry.getKey());
                update(crc, entry.getValue());
            }
            for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
                update(crc, entry.getKey());
                update(crc, Arrays.toString(entry.getValue().shape()));
                forEachChunk(entry.getValue().values(), crc::update);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a checksum writes nothing", e);
        }
        return crc.getValue();
    }

    private static void update(CRC32 crc, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        crc.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        crc.update(bytes);
    }

    @FunctionalInterface
    private interface ByteSink {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    private static void forEachChunk(float[] values, ByteSink sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4 * Math.min(CHUNK_FLOATS, Math.max(1, values.length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - from);
            buffer.asFloatBuffer().put(0, values, from, count);
            sink.accept(buffer.array(), 0, 4 * count);
        }
    }
}
