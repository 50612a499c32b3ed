package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dmu4j.base.Safetensors.Tensor;
import io.github.dmu4j.base.SafetensorsFile.Entry;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private static float[] floats(SafetensorsFile file, String name) {
        return file.floats(entry(file, name));
    }

    private static Entry entry(SafetensorsFile file, String name) {
        return Objects.requireNonNull(file.entries().get(name));
    }

    private Path file(String header, int... data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        for (int value : data) {
            bytes.put((byte) value);
        }
        return Files.write(folder.resolve("x.safetensors"), bytes.array());
    }

    /** Written by src/test/python/safetensors_fixture.py. */
    @Test
    void aFileOfAnotherProgramIsReadTensorByTensor() throws URISyntaxException {
        SafetensorsFile file = SafetensorsFile.open(
                Path.of(Objects.requireNonNull(SafetensorsFileTest.class.getResource("/base/independent.safetensors"))
                        .toURI()));

        assertThat(file.entries().keySet()).containsExactly("net.weight", "net.bias", "empty", "scale");
        assertThat(entry(file, "net.weight").shape()).isEqualTo(List.of(2, 3));
        assertThat(floats(file, "net.weight")).containsExactly(1, -2.5f, 3.25f, 0, 1e-38f, 65504);
        assertThat(floats(file, "net.bias")).containsExactly(.5f, -.125f);
        assertThat(floats(file, "scale")).containsExactly(30);
        assertThat(floats(file, "empty")).isEmpty();
    }

    @Test
    void aTensorOfSeveralChunksIsReadWhole() {
        float[] ramp = new float[200_000];
        for (int i = 0; i < ramp.length; i++) {
            ramp[i] = i;
        }
        Path path = folder.resolve("long.safetensors");
        new Safetensors(Map.of(), Map.of("ramp", Tensor.of(ramp))).save(path);

        assertThat(floats(SafetensorsFile.open(path), "ramp")).isEqualTo(ramp);
    }

    /** 0x3c00 is 1, 0xc000 is -2, 0x0001 is 2^-24: IEEE 754 binary16. */
    @Test
    void halvesAreWidenedExactly() throws IOException {
        Path path = file("{\"h\":{\"dtype\":\"F16\",\"shape\":[3],\"data_offsets\":[0,6]}}", 0, 0x3c, 0, 0xc0, 1, 0);

        assertThat(floats(SafetensorsFile.open(path), "h")).containsExactly(1, -2, 0x1p-24f);
    }

    @Test
    void otherTypesAreListedAndRefusedByNameWhenRead() throws IOException {
        SafetensorsFile file = SafetensorsFile.open(
                file("{\"b\":{\"dtype\":\"BF16\",\"shape\":[1],\"data_offsets\":[0,2]}}", 0x80, 0x3f));

        assertThat(entry(file, "b").type()).isEqualTo("BF16");
        assertThatThrownBy(() -> floats(file, "b"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("holds b as BF16; only F32 and F16 are read");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("model.bin"), "PK, or whatever else it may be");
        assertRefused(text, "model.bin is not a safetensors file");
        assertRefused(Files.writeString(folder.resolve("short"), "short"), "it has 5 bytes only");
        assertRefused(folder.resolve("missing"), "no file");
        assertRefused(file("{\"t\":{"), "its header is no JSON");
        assertRefused(file("{\"t\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 1, 2), "truncated");
        assertRefused(file("{\"t\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}}"), "shape [-2]");
        Path path = file("{\"t\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}", 1, 2, 3, 4);
        assertThatThrownBy(() -> floats(SafetensorsFile.open(path), "t"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("t of shape [65536, 65536] has 4 bytes");
    }

    private static void assertRefused(Path file, String reason) {
        assertThatThrownBy(() -> SafetensorsFile.open(file))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(reason);
    }
}
