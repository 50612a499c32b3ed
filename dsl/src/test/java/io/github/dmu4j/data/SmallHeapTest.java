package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.list.ImageLists;
import io.github.dmu4j.data.small.SmallImages;
import io.github.dmu4j.data.vector.VectorFiles;
import io.github.dmu4j.data.vector.VectorRows;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files whose claims are true, and larger than the memory: in a JVM with 64 MB each is refused in words. The files are sparse,
 * or texts of one line over and over.
 */
class SmallHeapTest {
    private static final long LARGE = 200L << 20;

    @TempDir
    Path temp;

    @Test
    void whatDoesNotFitIntoSixtyFourMegabytesIsRefusedInWords() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeapTest.class.getName(),
                        temp.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(output)
                .isEqualTo(String.join(
                        System.lineSeparator(),
                        "fvecs: refused",
                        "image: refused",
                        "ivecs: refused",
                        "jsonl: refused",
                        "list: refused",
                        "longLine: refused",
                        "mnist: refused",
                        "packed: refused",
                        "pairs: refused",
                        "row: refused",
                        "wide: refused",
                        ""));
    }

    /** In the small JVM: what becomes of each file. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        Map<String, Runnable> readings = new TreeMap<>();
        readings.put("fvecs", reading(VectorFiles::fvecs, rows(folder.resolve("large.fvecs"), 128)));
        readings.put("ivecs", reading(VectorFiles::ivecs, rows(folder.resolve("large.ivecs"), 100)));
        Path row = rows(
                folder.resolve("row.fvecs"), (6 << 20) - 1); // 24 MB: the row and its vector are over half of the heap
        readings.put("row", () -> VectorFiles.fvecs(row));
        readings.put("wide", () -> VectorRows.fvecs(row).read(0, 1));
        Path jsonl = repeated(folder.resolve("large.jsonl"), "{\"vector\":[1,2,3,4,5,6,7,8,9]}\n", LARGE / 8);
        readings.put("jsonl", () -> VectorFiles.jsonl(jsonl));
        Path line = sparse(folder.resolve("line.jsonl"), LARGE, new byte[] {'{'});
        readings.put("longLine", () -> VectorFiles.jsonl(line));
        Path list = repeated(folder.resolve("list.txt"), "a/b/c/0123456789abcdef.jpg 7\n", LARGE / 4);
        readings.put("list", () -> ImageLists.pathLabel(list, folder));
        Path ijb = FormatFiles.copy("face/ijbc", folder.resolve("ijbc"));
        repeated(ijb.resolve("meta/ijbc_template_pair_label.txt"), "2 7 0\n", LARGE / 4);
        readings.put("pairs", () -> Faces.ijbC(ijb).pairs());
        int count = 40 << 20;
        Path images = sparse(folder.resolve("images"), 16L + count, idx(3, count));
        Path labels = sparse(folder.resolve("labels"), 8L + count, idx(1, count));
        readings.put("mnist", () -> SmallImages.idx(images, labels));
        Path packed = folder.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            for (int megabyte = 0; megabyte < 48; megabyte++) {
                out.write(new byte[1 << 20]);
            }
        }
        readings.put("packed", () -> SmallImages.idx(packed, labels));
        Path one = folder.resolve("one.txt");
        Files.writeString(one, "photo.jpg 0\n");
        sparse(folder.resolve("photo.jpg"), 100L << 20, new byte[] {(byte) 0xff});
        readings.put("image", () -> ImageLists.pathLabel(one, folder).image(0));
        readings.forEach((name, reading) -> System.out.println(name + ": " + outcome(reading)));
    }

    private static Runnable reading(Consumer<Path> reader, Path file) {
        return () -> reader.accept(file);
    }

    private static String outcome(Runnable reading) {
        try {
            reading.run();
            return "read";
        } catch (DmuException e) {
            return "refused";
        }
    }

    private static byte[] idx(int dimensions, int count) {
        ByteBuffer head = ByteBuffer.allocate(4 + 4 * dimensions)
                .putInt(0x800 | dimensions)
                .putInt(count);
        while (head.hasRemaining()) {
            head.putInt(1);
        }
        return head.array();
    }

    /** About 200 MB of rows, of which only the first has its dimension written. */
    private static Path rows(Path file, int dimension) throws IOException {
        byte[] head = ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(dimension)
                .array();
        long rowBytes = 4 + 4L * dimension;
        return sparse(file, Math.max(1, dimension > 1 << 20 ? 1 : LARGE / rowBytes) * rowBytes, head);
    }

    private static Path sparse(Path file, long length, byte[] head) throws IOException {
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(head);
            out.setLength(length);
        }
        return file;
    }

    private static Path repeated(Path file, String line, long length) throws IOException {
        byte[] one = line.getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[one.length * 4096];
        for (int i = 0; i < 4096; i++) {
            System.arraycopy(one, 0, block, i * one.length, one.length);
        }
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (long written = 0; written < length; written += block.length) {
                out.write(block);
            }
        }
        return file;
    }
}
