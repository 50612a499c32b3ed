package io.github.dmu4j.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @TempDir
    Path folder;

    @Test
    void writesANewFileAndItsFolders() throws IOException {
        Path target = folder.resolve("a/b/text.txt");
        AtomicFiles.writeString(target, "größer");
        assertThat(Files.readAllBytes(target)).isEqualTo("größer".getBytes(StandardCharsets.UTF_8));
        assertThat(names(target.resolveSibling("."))).containsExactly("text.txt");
    }

    @Test
    void replacesAnExistingFileAndLeavesNothingElse() throws IOException {
        Path target = folder.resolve("text.txt");
        AtomicFiles.writeString(target, "a longer first text");
        AtomicFiles.writeString(target, "short");
        assertThat(target).hasContent("short");
        assertThat(names(folder)).containsExactly("text.txt");
    }

    @Test
    void aWriterThatFailsHalfWayLeavesTheOldFileAndNoOther() throws IOException {
        Path target = folder.resolve("text.txt");
        AtomicFiles.writeString(target, "old");
        byte[] half = new byte[1 << 17]; // more than the buffer, so that some of it reached the disk
        IOException full = new IOException("No space left on device");
        assertThatThrownBy(() -> AtomicFiles.write(target, out -> {
                    out.write(half);
                    throw full;
                }))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining(target.toString())
                .hasMessageContaining("No space left on device")
                .hasCause(full);
        assertThatThrownBy(() -> AtomicFiles.write(target, out -> {
                    out.write(half);
                    throw new UncheckedIOException(full);
                }))
                .isInstanceOf(DmuException.class);
        assertThat(target).hasContent("old");
        assertThat(names(folder)).containsExactly("text.txt");
    }

    @Test
    void aProgrammingErrorInTheWriterIsPassedOnAsItIs() throws IOException {
        IllegalStateException bug = new IllegalStateException("bug");
        assertThatThrownBy(() -> AtomicFiles.write(folder.resolve("text.txt"), out -> {
                    out.write(1);
                    throw bug;
                }))
                .isSameAs(bug);
        assertThat(names(folder)).isEmpty();
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedWithTheReason() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "not a folder");
        assertThatThrownBy(() -> AtomicFiles.writeString(file.resolve("text.txt"), "x"))
                .isInstanceOf(DmuException.class)
                .hasMessageContaining("cannot write " + file.resolve("text.txt"))
                .hasMessageContaining("FileAlreadyExists");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void aReadOnlyFolderKeepsItsOldFile() throws IOException {
        Path target = folder.resolve("kept/text.txt");
        AtomicFiles.writeString(target, "old");
        Path readOnly = folder.resolve("kept");
        assertThat(readOnly.toFile().setWritable(false)).isTrue();
        try {
            assumeFalse(Files.isWritable(readOnly), "the superuser may write anywhere");
            assertThatThrownBy(() -> AtomicFiles.writeString(target, "new"))
                    .isInstanceOf(DmuException.class)
                    .hasMessageContaining("AccessDenied")
                    .hasMessageContaining("choose a folder that you may write to");
            assertThat(target).hasContent("old");
            assertThat(names(readOnly)).containsExactly("text.txt");
        } finally {
            assertThat(readOnly.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void aFolderIsNeverReplaced() throws IOException {
        Path target = Files.createDirectory(folder.resolve("taken"));
        Files.writeString(target.resolve("inside"), "x");
        assertThatThrownBy(() -> AtomicFiles.writeString(target, "new")).isInstanceOf(DmuException.class);
        assertThat(names(folder)).containsExactly("taken");
        assertThat(target.resolve("inside")).hasContent("x");
    }

    /** Each writer writes one letter; a mixture of two would be a file that nobody wrote. */
    @Test
    void writersOfOneFileDoNotMix() throws Exception {
        Path target = folder.resolve("text.txt");
        List<Callable<Void>> writers = IntStream.range(0, 24)
                .<Callable<Void>>mapToObj(i -> () -> {
                    AtomicFiles.writeString(target, Character.toString('a' + i).repeat(100_000 + i));
                    return null;
                })
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }
        String text = Files.readString(target);
        assertThat(text.chars().distinct()).hasSize(1);
        assertThat(text).hasSize(100_000 + text.charAt(0) - 'a');
        assertThat(names(folder)).containsExactly("text.txt");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }
}
