package io.github.dmu4j.model;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.Preprocessing;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Weights files as others publish them, with values by the rule of {@code src/test/python/backbones.py}. */
public final class PublishedWeights {
    private static final String COUNTER = "num_batches_tracked";

    private PublishedWeights() {}

    /** Everything that a file for {@code backbone} has, by its published names. */
    static Map<String, int[]> of(Backbone backbone, Preprocessing input) {
        PublishedNames names = backbone instanceof ResNet ? PublishedNames.TORCHVISION : PublishedNames.INSIGHTFACE;
        Map<String, int[]> shapes = new LinkedHashMap<>();
        try (Network network = backbone.build(input, 1, Device.cpu())) {
            network.parameterSet()
                    .arrays()
                    .forEach((name, array) -> names.published(name)
                            .ifPresent(published -> shapes.put(
                                    published,
                                    Arrays.stream(array.getShape().getShape())
                                            .mapToInt(Math::toIntExact)
                                            .toArray())));
        }
        shapes.put("bn1." + COUNTER, new int[0]);
        return shapes;
    }

    /** Writes a float32 file for {@code backbone}. */
    public static Path write(Path target, Backbone backbone, Preprocessing input) {
        return write(target, of(backbone, input), "F32");
    }

    /**
     * Writes a file.
     *
     * @param type F32; F16 or BF16, filled with ones; counters are I64
     */
    static Path write(Path target, Map<String, int[]> shapes, String type) {
        ObjectNode header = Json.mapper().createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long offset = 0;
        for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
            boolean counter = tensor.getKey().endsWith(COUNTER);
            ObjectNode node = header.putObject(tensor.getKey());
            node.put("dtype", counter ? "I64" : type);
            ArrayNode shape = node.putArray("shape");
            Arrays.stream(tensor.getValue()).forEach(shape::add);
            long end = offset + (long) length(tensor.getValue()) * (counter ? 8 : type.equals("F32") ? 4 : 2);
            node.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 20)) {
            byte[] length = new byte[8];
            littleEndian(length).putLong(json.length);
            out.write(length);
            out.write(json);
            for (Map.Entry<String, int[]> tensor : shapes.entrySet()) {
                out.write(bytes(tensor.getKey(), tensor.getValue(), type));
            }
            return target;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(String name, int[] shape, String type) {
        int length = length(shape);
        if (name.endsWith(COUNTER)) {
            return new byte[8 * length];
        }
        if (type.equals("F32")) {
            byte[] floats = new byte[4 * length];
            littleEndian(floats).asFloatBuffer().put(values(name, shape));
            return floats;
        }
        short[] ones = new short[length];
        Arrays.fill(ones, (short) (type.equals("F16") ? 0x3c00 : 0x3f80));
        byte[] halves = new byte[2 * length];
        littleEndian(halves).asShortBuffer().put(ones);
        return halves;
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int length(int[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /** The rule: a hash of the name's CRC-32 and the place gives numbers in [0, 1), the name's end what becomes of them. */
    static float[] values(String name, int... shape) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        int start = (int) crc.getValue();
        int fanIn = 1;
        for (int axis = 1; axis < shape.length; axis++) {
            fanIn *= shape[axis];
        }
        double bound = Math.sqrt(6.0 / fanIn);
        float[] values = new float[length(shape)];
        for (int i = 0; i < values.length; i++) {
            int x = i * 0x9E3779B9 + start;
            x = (x ^ (x >>> 16)) * 0x85EBCA6B;
            x = (x ^ (x >>> 13)) * 0xC2B2AE35;
            double u = ((x ^ (x >>> 16)) >>> 8) * 0x1p-24;
            values[i] = (float) value(name, shape.length, u, bound);
        }
        return values;
    }

    private static double value(String name, int axes, double u, double bound) {
        if (name.endsWith("running_var")) {
            return 0.5 + u;
        }
        if (name.endsWith("running_mean") || name.endsWith("bias")) {
            return 0.4 * u - 0.2;
        }
        if (name.contains("prelu")) {
            return 0.1 + 0.3 * u;
        }
        if (name.equals("images")) {
            return 4 * u - 2;
        }
        return axes == 1 ? 0.4 + 0.4 * u : (2 * u - 1) * bound;
    }
}
