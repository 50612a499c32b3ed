package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The fixtures of {@code src/test/python/formats}, and ways to damage copies of them. */
public final class FormatFiles {
    private static final Path ROOT = Path.of("src", "test", "resources", "formats");

    private FormatFiles() {}

    /** A fixture, not to be written to. */
    public static Path path(String name) {
        return ROOT.resolve(name);
    }

    /** What the script wrote beside a fixture. */
    public static JsonNode json(String name) {
        return Json.read(path(name));
    }

    /** The whole numbers of an array. */
    public static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }

    /** The numbers of an array. */
    public static double[] doubles(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    /** A copy of a fixture's folder, to be damaged. */
    public static Path copy(String name, Path target) {
        Path source = path(name);
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path to = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return target;
    }

    /** All bytes of a file. */
    public static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Overwrites a file. */
    public static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Overwrites a text file. */
    public static void write(Path file, String text) {
        write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of bytes with a 32-bit number, little-endian, put at a place. */
    public static byte[] with(byte[] bytes, int at, int number) {
        byte[] copy = bytes.clone();
        ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putInt(at, number);
        return copy;
    }

    /** SHA-256 in hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Asserts that a reading ends with a message that mentions all of these. */
    public static void refused(Runnable reading, String... mentioned) {
        String message = problem(reading);
        assertThat(message).isNotEmpty();
        for (String part : mentioned) {
            assertThat(message).contains(part);
        }
    }

    /** The message of the DmuException that a reading ends with, or nothing; any other exception or error fails the test. */
    public static String problem(Runnable reading) {
        try {
            reading.run();
            return "";
        } catch (DmuException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Cuts a file at every length that is a multiple of {@code step}, and gives the copy on; the file is whole again afterwards. */
    public static void truncated(Path file, int step, Consumer<Integer> reading) {
        byte[] whole = bytes(file);
        for (int length = 0; length < whole.length; length += step) {
            write(file, Arrays.copyOf(whole, length));
            reading.accept(length);
        }
        write(file, whole);
    }

    /** Turns every {@code step}th byte into its complement, one at a time. */
    public static void flipped(Path file, int step, Consumer<Integer> reading) {
        byte[] whole = bytes(file);
        for (int at = 0; at < whole.length; at += step) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) 0xff;
            write(file, damaged);
            reading.accept(at);
        }
        write(file, whole);
    }
}
