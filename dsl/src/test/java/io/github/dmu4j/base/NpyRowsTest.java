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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyRowsTest {
    @TempDir
    Path folder;

    @Test
    void blocksAreTheRowsOfTheFile() {
        FloatMatrix matrix = counting(1000, 7);
        Path file = folder.resolve("m.npy");
        Npy.write(file, matrix, FloatType.FLOAT32);
        try (NpyRows rows = NpyRows.open(file)) {
            assertThat(rows.rows()).isEqualTo(1000);
            assertThat(rows.columns()).isEqualTo(7);
            assertThat(rows.type()).isEqualTo(FloatType.FLOAT32);
            assertThat(rows.read(0, 3)).isEqualTo(matrix.slice(0, 3));
            assertThat(rows.read(997, 3)).isEqualTo(matrix.slice(997, 1000));
            assertThat(rows.read(1000, 0).rows()).isZero();
            assertThat(rows.readAll()).isEqualTo(matrix);
            assertThatThrownBy(() -> rows.read(998, 3)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> rows.read(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    /** A sparse file of 12 GiB, of which only the last row is written: offsets beyond 2^31 and 2^32. */
    @Test
    void rowsBeyondTwoGibibytesAreFound() throws IOException {
        long count = 3L << 28;
        Path file = folder.resolve("sparse.npy");
        byte[] header = NpyHeader.bytes("<f4", count, 4);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(ByteBuffer.wrap(header));
            ByteBuffer last = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            last.putFloat(1).putFloat(2).putFloat(3).putFloat(4).flip();
            channel.write(last, header.length + (count - 1) * 16);
        }
        try (NpyRows rows = NpyRows.open(file)) {
            assertThat(rows.rows()).isEqualTo(count);
            assertThat(rows.read(count - 2, 2)).isEqualTo(FloatMatrix.ofRows(new float[][] {{0, 0, 0, 0}, {1, 2, 3, 4}
            }));
            assertThatThrownBy(rows::readAll).isInstanceOf(DmuException.class).hasMessageContaining("stream");
        }
    }

    @Test
    void rowsWrittenInBlocksEqualTheMatrixWrittenAtOnce() {
        FloatMatrix matrix = counting(100, 5);
        for (FloatType type : FloatType.values()) {
            Path whole = folder.resolve("whole.npy");
            Npy.write(whole, matrix, type);
            Path file = folder.resolve("rows.npy");
            try (NpyRowWriter writer = NpyRowWriter.create(file, 5, type)) {
                writer.append(matrix.slice(0, 1));
                writer.append(matrix.slice(1, 64));
                writer.append(matrix.slice(64, 64));
                writer.append(matrix.slice(64, 100));
                assertThat(writer.rows()).isEqualTo(100);
                writer.finish();
            }
            assertThat(file).hasSameBinaryContentAs(whole);
            assertThat(NpyRowWriter.partOf(file)).doesNotExist();
        }
    }

    @Test
    void aWriterGoesOnAtAnEarlierRowAndTheTargetAppearsOnlyWhenFinished() {
        FloatMatrix matrix = counting(100, 5);
        Path whole = folder.resolve("whole.npy");
        Npy.write(whole, matrix, FloatType.FLOAT32);
        Path file = folder.resolve("rows.npy");
        try (NpyRowWriter writer = NpyRowWriter.create(file, 5, FloatType.FLOAT32)) {
            writer.append(matrix.slice(0, 60));
            writer.flush();
            writer.append(matrix.slice(0, 7)); // lost: after the flush, and wrong
        }
        assertThat(file).doesNotExist();
        assertThatThrownBy(() -> NpyRowWriter.resume(file, 6, FloatType.FLOAT32, 60))
                .isInstanceOf(DmuException.class);
        assertThatThrownBy(() -> NpyRowWriter.resume(file, 5, FloatType.FLOAT16, 60))
                .isInstanceOf(DmuException.class);
        assertThatThrownBy(() -> NpyRowWriter.resume(file, 5, FloatType.FLOAT32, 90))
                .isInstanceOf(DmuException.class);
        try (NpyRowWriter writer = NpyRowWriter.resume(file, 5, FloatType.FLOAT32, 60)) {
            writer.append(matrix.slice(60, 100));
            writer.finish();
        }
        assertThat(file).hasSameBinaryContentAs(whole);
    }

    @Test
    void twoWritersOfOneTargetAreRefused() {
        Path file = folder.resolve("rows.npy");
        try (NpyRowWriter first = NpyRowWriter.create(file, 2, FloatType.FLOAT32)) {
            assertThatThrownBy(() -> NpyRowWriter.create(file, 2, FloatType.FLOAT32))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("another upgrade");
            first.append(counting(1, 2));
            first.finish();
        }
        assertThat(Npy.readMatrix(file)).isEqualTo(counting(1, 2));
    }

    @Test
    void aFileThatBecameShorterIsReported() throws IOException {
        Path file = folder.resolve("m.npy");
        Npy.write(file, counting(10, 4), FloatType.FLOAT32);
        try (NpyRows rows = NpyRows.open(file)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(200);
            }
            assertThatThrownBy(() -> rows.read(5, 5))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("shorter");
        }
        assertThat(Files.size(file)).isEqualTo(200);
    }

    private static FloatMatrix counting(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = i / 8f;
        }
        return FloatMatrix.wrap(rows, columns, values);
    }
}
