package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedNpyTest {
    @TempDir
    Path folder;

    @Test
    void blocksAreTheRowsOfTheFile() {
        FloatMatrix matrix = counting(100, 7);
        for (FloatType type : FloatType.values()) {
            Path file = folder.resolve(type + ".npy");
            Npy.write(file, matrix, type);
            MappedNpy mapped = MappedNpy.open(file);

            assertThat(mapped.rows()).isEqualTo(100);
            assertThat(mapped.columns()).isEqualTo(7);
            assertThat(read(mapped, 0, 3)).isEqualTo(matrix.slice(0, 3));
            assertThat(read(mapped, 97, 3)).isEqualTo(matrix.slice(97, 100));
            assertThat(read(mapped, 100, 0).rows()).isZero();
        }
    }

    @Test
    void theRestOfTheTargetStays() {
        Path file = folder.resolve("m.npy");
        Npy.write(file, counting(4, 2), FloatType.FLOAT32);
        float[] target = {9, 9, 9, 9, 9};

        MappedNpy.open(file).read(1, 2, target);

        assertThat(target).containsExactly(0.25f, 0.375f, 0.5f, 0.625f, 9);
    }

    @Test
    void rowsThatAreNotThereAndTargetsThatAreTooSmallAreRefused() {
        Path file = folder.resolve("m.npy");
        Npy.write(file, counting(10, 4), FloatType.FLOAT32);
        MappedNpy mapped = MappedNpy.open(file);

        assertThatThrownBy(() -> mapped.read(8, 3, new float[12])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapped.read(-1, 1, new float[4])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> mapped.read(0, 3, new float[11])).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /** A sparse file of 4 GiB: three mappings, and a row on either side of the border between the first two. */
    @Test
    void rowsAroundTheEndOfAMappingAndBeyondFourGibibytesAreFound() throws IOException {
        long count = 1L << 28;
        int firstOfSecond = Integer.MAX_VALUE / 16;
        Path file = folder.resolve("sparse.npy");
        byte[] header = NpyHeader.bytes("<f4", count, 4);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(header));
            for (long row : new long[] {firstOfSecond - 1, firstOfSecond, count - 1}) {
                ByteBuffer values = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
                values.putFloat(1)
                        .putFloat(2)
                        .putFloat(3)
                        .putFloat(row == firstOfSecond ? 5 : 4)
                        .flip();
                channel.write(values, header.length + row * 16);
            }
        }
        MappedNpy mapped = MappedNpy.open(file);

        float[] zero = {0, 0, 0, 0};
        float[] marked = {1, 2, 3, 4};
        assertThat(read(mapped, firstOfSecond - 2, 4)).isEqualTo(FloatMatrix.ofRows(new float[][] {
            zero, marked, {1, 2, 3, 5}, zero
        }));
        assertThat(read(mapped, (int) count - 2, 2)).isEqualTo(FloatMatrix.ofRows(new float[][] {zero, marked}));
    }

    @Test
    void aFileThatIsCutOffOrNoMatrixIsRefused() throws IOException {
        Path file = folder.resolve("m.npy");
        Npy.write(file, counting(10, 4), FloatType.FLOAT32);
        Files.write(folder.resolve("cut.npy"), Arrays.copyOf(Files.readAllBytes(file), 200));
        Npy.write(folder.resolve("line.npy"), NpyArray.of(new long[] {1, 2}));

        assertThatThrownBy(() -> MappedNpy.open(folder.resolve("cut.npy")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cut off");
        assertThatThrownBy(() -> MappedNpy.open(folder.resolve("line.npy")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("not a matrix");
        assertThatThrownBy(() -> MappedNpy.open(folder.resolve("none.npy")))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void aMatrixWithoutRowsIsMapped() {
        Path file = folder.resolve("empty.npy");
        Npy.write(file, FloatMatrix.wrap(0, 3, new float[0]), FloatType.FLOAT32);
        assertThat(MappedNpy.open(file).rows()).isZero();
    }

    private static FloatMatrix read(MappedNpy mapped, int from, int count) {
        float[] values = new float[count * mapped.columns()];
        mapped.read(from, count, values);
        return FloatMatrix.wrap(count, mapped.columns(), values);
    }

    private static FloatMatrix counting(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 8f;
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
