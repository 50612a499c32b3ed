package io.github.dmu4j.bridge.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With a kernel of one small class, so that its archive is made in a second; and with programs in place of java. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(120)
class ClassArchiveTest {
    private static final Path JDK = Path.of(System.getProperty("java.home"));
    private static final String SMALL_KERNEL = ArchivedStart.class.getName();

    @TempDir
    private Path folder;

    private Path jar;
    private Path kernel;

    @BeforeEach
    void installASmallKernel() throws Exception {
        jar = folder.resolve("dmu4j-small.jar");
        writeJar("started");
        kernel = install();
    }

    private Path install() {
        return KernelInstallation.install(
                folder.resolve("kernels"),
                new KernelInstallation.Choices("small", JDK, List.of(jar), List.of("-Xmx64m")));
    }

    /** Under the name of the class that is started to be archived. */
    private void writeJar(String says) throws IOException {
        Path source = folder.resolve("ArchivedStart.java");
        Files.writeString(source, """
                package io.github.dmu4j.bridge.notebook;
                public class ArchivedStart {
                    public static void main(String[] args) { System.out.println("%s"); }
                }
                """.formatted(says));
        int status = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());
        assertThat(status).isZero();
        String entry = SMALL_KERNEL.replace('.', '/') + ".class";
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new JarEntry(entry));
            Files.copy(folder.resolve(entry), out);
        }
    }

    @Test
    void archiveIsUsedUntilSomethingChangesAndThenTheKernelStartsWithout() throws Exception {
        assertThat(ClassArchive.make(kernel, JDK)).isEmpty();
        Path archive = kernel.resolve("classes.jsa");
        assertThat(startsFromTheArchive("started")).isTrue();

        renameItsMaker(archive);
        assertThat(startsFromTheArchive("started")).as("another JVM made it").isFalse();

        Files.delete(archive);
        assertThat(startsFromTheArchive("started")).as("it is gone").isFalse();

        assertThat(ClassArchive.make(install(), JDK)).isEmpty();
        assertThat(startsFromTheArchive("started")).as("made anew").isTrue();
        writeJar("changed");
        Path own = kernel.resolve("lib").resolve("dmu4j-small.jar");
        Files.copy(jar, own, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(own, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
        assertThat(startsFromTheArchive("changed")).as("a jar has changed").isFalse();
    }

    /** Starts the kernel, which must say one thing and nothing else. */
    private boolean startsFromTheArchive(String says) throws Exception {
        Path loaded = folder.resolve("loaded");
        Process process = new ProcessBuilder(
                        JDK.resolve("bin/java").toString(),
                        "@" + kernel.resolve("java.args"),
                        "-Xlog:class+load:file=" + loaded,
                        SMALL_KERNEL)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(folder.resolve("printed"))).isEqualTo(says + System.lineSeparator());
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(loaded).stream()
                .filter(line -> line.contains(SMALL_KERNEL))
                .findFirst()
                .orElseThrow()
                .contains("shared objects file");
    }

    /** The JVM that makes an archive puts its own name and version into the first bytes. */
    private static void renameItsMaker(Path archive) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
            byte[] head = new byte[4_096];
            file.readFully(head);
            int at = new String(head, StandardCharsets.ISO_8859_1).indexOf(System.getProperty("java.vm.name"));
            assertThat(at).as("the JVM's name in the archive").isPositive();
            file.seek(at);
            file.write('?');
        }
    }

    @Test
    void archiveThatWasMadeIsTheFirstOption() throws Exception {
        List<String> before = arguments();
        Path jdk = jdk(
                "for option in \"$@\"; do\n  case $option in -XX:ArchiveClassesAtExit=*) echo made > \"${option#*=}\";;"
                        + " esac\ndone");

        assertThat(ClassArchive.make(kernel, jdk)).isEmpty();

        List<String> expected = new ArrayList<>(before);
        expected.add(
                0, "\"-XX:SharedArchiveFile=" + kernel.resolve("classes.jsa").toAbsolutePath() + "\"");
        assertThat(arguments()).isEqualTo(expected);
        assertThat(kernel.resolve("classes.jsa")).hasContent("made");
        assertThat(kernel.resolve("classes.jsa.part")).doesNotExist();
        assertThat(kernel.resolve("classes.log")).doesNotExist();
    }

    @Test
    void archiveThatCannotBeMadeIsExplainedAndTheKernelIsLeftWithoutOne() throws Exception {
        List<String> before = arguments();
        Files.writeString(kernel.resolve("classes.jsa"), "of an earlier installation");

        assertThat(ClassArchive.make(kernel, jdk("echo no memory\nexit 3")))
                .contains("java ended with status 3; its log is " + kernel.resolve("classes.log"));
        assertThat(kernel.resolve("classes.log")).hasContent("no memory");
        assertThat(ClassArchive.make(kernel, jdk("exit 0")))
                .contains("java wrote none; its log is " + kernel.resolve("classes.log"));
        assertThat(ClassArchive.make(kernel, folder.resolve("no-jdk")))
                .hasValueSatisfying(why -> assertThat(why).contains("no-jdk"));

        assertThat(arguments()).isEqualTo(before);
        assertThat(kernel.resolve("classes.jsa")).doesNotExist();
        assertThat(startsFromTheArchive("started")).isFalse();
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(kernel.resolve("java.args"));
    }

    /** A JDK whose java is a script. */
    private Path jdk(String script) throws IOException {
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        return folder.resolve("jdk");
    }
}
