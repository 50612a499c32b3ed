package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.AtomicFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The classes that a kernel loads when it starts, as the JVM maps them (class-data sharing): javac, JShell, the wire. Made by a
 * kernel that starts, answers a little and ends. A JVM that finds the archive unfit, because a jar or the JDK has changed,
 * starts without it and says nothing.
 */
public final class ClassArchive {
    private static final String FILE = "classes.jsa";
    private static final String LOG = "classes.log";
    private static final int LIMIT_SECONDS = 180;

    private ClassArchive() {}

    /**
     * Makes the archive of an installed kernel and has it used from the next start on.
     *
     * @param folder of the kernel, freshly {@linkplain KernelInstallation#install installed}
     * @return why there is none, if it could not be made; the kernel starts without
     */
    public static Optional<String> make(Path folder, Path javaHome) {
        Path archive = folder.resolve(FILE).toAbsolutePath();
        Path part = folder.resolve(FILE + ".part").toAbsolutePath();
        Path log = folder.resolve(LOG);
        try {
            Files.deleteIfExists(archive);
            Files.deleteIfExists(part);
            Optional<String> failure = run(folder, javaHome, part, log);
            if (failure.isEmpty()) {
                Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                use(folder.resolve(KernelInstallation.ARGUMENTS), archive);
                Files.deleteIfExists(log);
            }
            return failure;
        } catch (IOException e) {
            return Optional.of(e.toString());
        }
    }

    private static Optional<String> run(Path folder, Path javaHome, Path part, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                javaHome.resolve("bin").resolve("java").toString(),
                "@" + folder.resolve(KernelInstallation.ARGUMENTS).toAbsolutePath(),
                "-XX:ArchiveClassesAtExit=" + part,
                ArchivedStart.class.getName());
        builder.environment().put("DJL_OFFLINE", "true");
        builder.redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File(nothing())));
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.of("it was not made within " + LIMIT_SECONDS + " seconds; its log is " + log);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
        if (process.exitValue() != 0) {
            return Optional.of("java ended with status " + process.exitValue() + "; its log is " + log);
        }
        return Files.isRegularFile(part) ? Optional.empty() : Optional.of("java wrote none; its log is " + log);
    }

    private static String nothing() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows") ? "NUL" : "/dev/null";
    }

    /** First of the options, so that the user's own win. */
    private static void use(Path arguments, Path archive) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(KernelInstallation.quoted("-XX:SharedArchiveFile=" + archive));
        lines.addAll(Files.readAllLines(arguments));
        AtomicFiles.writeString(arguments, String.join("\n", lines) + "\n");
    }
}
