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
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Named float32 arrays and a few strings in one file, in the safetensors format, so that weights, upgrade modules and
 * checkpoints can be opened by other tools. A CRC-32 over the data stands in the metadata under {@code crc32}: a damaged file
 * is refused instead of believed.
 *
 * <p>Source: the safetensors format, version 0.x (an 8-byte little-endian header length, a JSON header, raw data).
 * Deviations: only F32 is written and read; BF16 is refused by name, since the engine cannot hold it.
 *
 * @param metadata strings; {@code crc32} is added on writing
 * @param tensors by name, in the order of the file
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {
    private static final int MAX_HEADER = 100_000_000;
    private static final int CHUNK_FLOATS = 1 << 14;

    public Safetensors {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
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
            long length = 1;
            for (int size : shape) {
                length *= size;
            }
            if (length != values.length) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(shape) + " needs " + length + " values, found " + values.length);
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
        ObjectNode meta = header.putObject("__metadata__");
        metadata.forEach(meta::put);
        meta.put("crc32", Long.toHexString(checksum()));
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
            throw new DmuException("cannot read " + source + ": " + e.getMessage() + "; the file is damaged or cut off", e);
        }
    }

    /** Reads from a stream; {@code name} is for messages. */
    public static Safetensors readFrom(InputStream in, String name) throws IOException {
        ByteBuffer lengthBytes = ByteBuffer.wrap(exactly(in, 8)).order(ByteOrder.LITTLE_ENDIAN);
        long headerLength = lengthBytes.getLong();
        if (headerLength < 2 || headerLength > MAX_HEADER) {
            throw new DmuException(name + " is not a safetensors file (header length " + headerLength + ")");
        }
        JsonNode header = Json.mapper().readTree(exactly(in, (int) headerLength));
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : header.properties()) {
            if (field.getKey().equals("__metadata__")) {
                field.getValue().properties().forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
            } else {
                tensors.put(field.getKey(), readTensor(in, field.getKey(), field.getValue(), name));
            }
        }
        String expected = metadata.remove("crc32");
        Safetensors file = new Safetensors(metadata, tensors);
        if (expected != null && !expected.equals(Long.toHexString(file.checksum()))) {
            throw new DmuException(name + " is damaged: its checksum does not fit its content. Use another copy");
        }
        return file;
    }

    private static Tensor readTensor(InputStream in, String key, JsonNode node, String name) throws IOException {
        String dtype = node.path("dtype").asText();
        if (!dtype.equals("F32")) {
            String convert = dtype.equals("BF16") ? "the engine cannot hold BF16" : "only F32 is read";
            throw new DmuException(name + " holds " + key + " as " + dtype + "; " + convert + ": convert it to float32 first");
        }
        int[] shape = new int[node.path("shape").size()];
        long length = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = node.path("shape").get(i).asInt();
            length = Math.multiplyExact(length, shape[i]);
        }
        float[] values = new float[Math.toIntExact(length)];
        for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - from);
            ByteBuffer.wrap(exactly(in, 4 * count))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values, from, count);
        }
        return new Tensor(shape, values);
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the file ends too early");
        }
        return bytes;
    }

    private long checksum() {
        CRC32 crc = new CRC32();
        try {
            for (Tensor tensor : tensors.values()) {
                forEachChunk(tensor.values(), crc::update);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a checksum writes nothing", e);
        }
        return crc.getValue();
    }

    @FunctionalInterface
    private interface ByteSink {
        void accept(byte[] bytes, int offset, int length) throws IOException;
    }

    private static void forEachChunk(float[] values, ByteSink sink) throws IOException {
        ByteBuffer buffer =
                ByteBuffer.allocate(4 * Math.min(CHUNK_FLOATS, Math.max(1, values.length))).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
            int count = Math.min(CHUNK_FLOATS, values.length - from);
            buffer.asFloatBuffer().put(0, values, from, count);
            sink.accept(buffer.array(), 0, 4 * count);
        }
    }
}
