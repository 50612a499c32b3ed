package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Safetensors.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void whatIsSavedIsLoadedBackInItsOrder() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("z", new Tensor(new int[] {2, 2}, new float[] {1, Float.NaN, -0.0f, Float.MIN_VALUE}));
        tensors.put("scalar", new Tensor(new int[0], new float[] {30}));
        tensors.put("none", new Tensor(new int[] {0, 3}, new float[0]));
        tensors.put("a.größe", Tensor.of(ramp(20_000))); // more than one chunk
        Safetensors original = new Safetensors(Map.of("kind", "checkpoint", "note", "\"ü\""), tensors);

        original.save(folder.resolve("x.safetensors"));
        Safetensors loaded = Safetensors.load(folder.resolve("x.safetensors"));

        assertThat(loaded).isEqualTo(original);
        assertThat(loaded.tensors().keySet()).containsExactly("z", "scalar", "none", "a.größe");
    }

    /** Bytes by the text of the format; the checksum by zlib.crc32 of Python over {@code 1:k1:v1:t3:[2]} and the data. */
    @Test
    void bytesAreThoseOfTheFormat() throws IOException {
        Safetensors file = new Safetensors(Map.of("k", "v"), Map.of("t", Tensor.of(new float[] {1, -2})));
        String header = "{\"__metadata__\":{\"k\":\"v\",\"crc32\":\"8f56f076\"},"
                + "\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        byte[] expected = bytes(padded, 1, -2);
        assertThat(written(file)).isEqualTo(expected);
        assertThat(read(expected)).isEqualTo(file);
    }

    /** Written by src/test/python/safetensors_fixture.py: header in another order than the data, no padding, no checksum. */
    @Test
    void aFileOfAnotherProgramIsRead() throws IOException {
        try (InputStream in = SafetensorsTest.class.getResourceAsStream("/base/independent.safetensors")) {
            assertThat(in).isNotNull();
            Safetensors file = Safetensors.readFrom(in, "independent");
            assertThat(file.metadata()).isEqualTo(Map.of("format", "pt", "note", "größer"));
            assertThat(file.tensors().keySet()).containsExactly("scale", "empty", "net.bias", "net.weight");
            assertThat(file.tensors().get("net.weight"))
                    .isEqualTo(new Tensor(new int[] {2, 3}, new float[] {1, -2.5f, 3.25f, 0, 1e-38f, 65504}));
            assertThat(file.tensors().get("net.bias")).isEqualTo(Tensor.of(new float[] {0.5f, -0.125f}));
            assertThat(file.tensors().get("scale")).isEqualTo(new Tensor(new int[0], new float[] {30}));
            assertThat(file.tensors().get("empty")).isEqualTo(new Tensor(new int[] {0, 3}, new float[0]));
        }
    }

    @Test
    void theChecksumDoesNotDependOnTheOrderOfTheEntries() throws IOException {
        Map<String, Tensor> oneWay = new LinkedHashMap<>();
        oneWay.put("a", Tensor.of(new float[] {1}));
        oneWay.put("b", Tensor.of(new float[] {2}));
        Map<String, Tensor> otherWay = new LinkedHashMap<>();
        otherWay.put("b", Tensor.of(new float[] {2}));
        otherWay.put("a", Tensor.of(new float[] {1}));
        assertThat(checksumIn(written(new Safetensors(Map.of(), oneWay))))
                .isEqualTo(checksumIn(written(new Safetensors(Map.of(), otherWay))));
    }

    @Test
    void aFlippedDataByteIsDamage() throws IOException {
        byte[] bytes = written(new Safetensors(Map.of(), Map.of("t", Tensor.of(ramp(100)))));
        bytes[bytes.length - 17] ^= 0x10;
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(DmuException.class)
                .hasMessage("the file is damaged: its checksum does not fit its content. Use another copy");
    }

    /** Each bit of the file in turn, names and metadata included; only the checksum's own name is left out. */
    @Test
    void noFlippedBitIsBelieved() throws IOException {
        Safetensors file = new Safetensors(
                Map.of("kind", "x"),
                Map.of("a", Tensor.of(new float[] {1, 2}), "b", new Tensor(new int[] {1, 2}, new float[] {3, 4})));
        byte[] good = written(file);
        int checksumName = new String(good, StandardCharsets.ISO_8859_1).indexOf("crc32");
        for (int bit = 0; bit < 8 * good.length; bit++) {
            if (bit / 8 >= checksumName && bit / 8 < checksumName + "crc32".length()) {
                continue;
            }
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> read(bad))
                    .as("bit %d", bit)
                    .isInstanceOfAny(DmuException.class, IOException.class);
        }
    }

    @Test
    void aFileThatWasCutOffAnywhereIsRefusedByName() throws IOException {
        byte[] whole = written(new Safetensors(Map.of(), Map.of("t", Tensor.of(new float[] {1, 2, 3}))));
        Path file = folder.resolve("cut.safetensors");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Safetensors.load(file))
                    .as("%d of %d bytes", length, whole.length)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("damaged");
        }
        Files.write(file, Arrays.copyOf(whole, whole.length + 1));
        assertThatThrownBy(() -> Safetensors.load(file)).hasMessageContaining("bytes after the last tensor");
    }

    @Test
    void otherTypesAreRefusedByName() {
        byte[] half = bytes("{\"w\":{\"dtype\":\"BF16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 0);
        assertThatThrownBy(() -> read(half))
                .isInstanceOf(DmuException.class)
                .hasMessage("the file holds w as BF16; the engine cannot hold BF16: convert it to float32 first");
        byte[] integers = bytes("{\"w\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 0);
        assertThatThrownBy(() -> read(integers))
                .isInstanceOf(DmuException.class)
                .hasMessage("the file holds w as I32; only F32 is read: convert it to float32 first");
    }

    @Test
    void placesThatDoNotFitAreRefused() {
        for (String place : new String[] {
            "\"shape\":[2],\"data_offsets\":[0,4]", // too short for the shape
            "\"shape\":[1],\"data_offsets\":[4,8]", // a hole at the front
            "\"shape\":[-1,-1],\"data_offsets\":[0,4]",
            "\"shape\":[65536,65536,65536,65536],\"data_offsets\":[0,0]", // 2 to the 64 wraps to 0
            "\"shape\":[\"x\"],\"data_offsets\":[0,4]",
            "\"shape\":[1]"
        }) {
            byte[] bytes = bytes("{\"w\":{\"dtype\":\"F32\"," + place + "}}", 1);
            assertThatThrownBy(() -> read(bytes))
                    .as(place)
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("does not fit its place");
        }
    }

    @Test
    void whatIsNoSafetensorsFileIsSaidToBeNone() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "This is a text of more than eight letters.");
        assertThatThrownBy(() -> Safetensors.load(text))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not a safetensors file");
        assertThatThrownBy(() -> read(bytes("[1,2,3]")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("is not a safetensors file");
        assertThatThrownBy(() -> Safetensors.load(folder.resolve("none")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("there is no file");
    }

    @Test
    void shapesThatDoNotFitTheirValuesAreRefused() {
        assertThatThrownBy(() -> new Tensor(new int[] {2, 2}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 2] does not fit 3 values");
        assertThatThrownBy(() -> new Tensor(new int[] {-1, -3}, new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Safetensors(Map.of(), Map.of("__metadata__", Tensor.of(new float[1]))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static float[] ramp(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = i / 7f;
        }
        return values;
    }

    private static byte[] bytes(String header, float... data) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer =
                ByteBuffer.allocate(8 + json.length + 4 * data.length).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putLong(json.length).put(json);
        for (float value : data) {
            buffer.putFloat(value);
        }
        return buffer.array();
    }

    private static byte[] written(Safetensors file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        return out.toByteArray();
    }

    private static Safetensors read(byte[] bytes) throws IOException {
        return Safetensors.readFrom(new ByteArrayInputStream(bytes), "the file");
    }

    private static String checksumIn(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.indexOf("crc32\":\"") + "crc32\":\"".length();
        return text.substring(at, text.indexOf('"', at));
    }
}
