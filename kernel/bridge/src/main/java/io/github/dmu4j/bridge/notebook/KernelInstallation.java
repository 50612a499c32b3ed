package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.bridge.Versions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A kernel in a folder where Jupyter looks: {@code kernel.json}, {@code java.args} with the class path, logo, and the project's own
 * jars, so that the source tree may be rebuilt or moved. Libraries stay in the local Maven repository, where they were fetched
 * to.
 */
public final class KernelInstallation {
    private static final String OURS = "dmu4j";
    private static final String JARS = "lib";

    /** What the launcher sets for a libtorch that is not the bundled one. */
    private static final List<String> OF_ANOTHER_LIBTORCH =
            List.of("PYTORCH_LIBRARY_PATH", "PYTORCH_VERSION", "PYTORCH_FLAVOR", "LD_LIBRARY_PATH");

    static final String ARGUMENTS = "java.args";

    /**
     * What is installed.
     *
     * @param name of the folder, and what clients ask for: lower case letters, digits, dot, hyphen, underscore
     * @param javaHome the JDK that runs it
     * @param classPath the launcher's class path, absolute
     * @param jvmOptions for example {@code -Xmx4g}, after our own, so that they win
     */
    public record Choices(String name, Path javaHome, List<Path> classPath, List<String> jvmOptions) {
        /** @throws DmuException if the name is not one that Jupyter takes */
        public Choices {
            if (!name.matches("[a-z0-9._-]+")) {
                throw new DmuException("a kernel cannot be named \"" + name
                        + "\": lower case letters, digits, dot, hyphen and underscore are allowed");
            }
            classPath = List.copyOf(classPath);
            jvmOptions = List.copyOf(jvmOptions);
        }
    }

    private KernelInstallation() {}

    /** The running launcher's class path. */
    public static List<Path> runningClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize())
                .toList();
    }

    /**
     * Installs a kernel, in place of one of ours of the same name.
     *
     * @param kernels folder of kernels, see {@link KernelFolders}
     * @return the kernel's folder
     * @throws DmuException if there is a kernel of that name that is not ours, or files cannot be written
     */
    public static Path install(Path kernels, Choices choices) {
        Path folder = kernels.resolve(choices.name());
        if (Files.exists(folder) && !isOurs(folder)) {
            throw new DmuException(
                    folder + " is there already and is not a kernel of dmu4j; choose another --name, or remove it");
        }
        try {
            List<Path> classPath = withOwnJars(folder, choices.classPath());
            AtomicFiles.writeString(folder.resolve(ARGUMENTS), arguments(choices, classPath));
            for (String logo : List.of("logo-32x32.png", "logo-64x64.png")) {
                byte[] picture = Logo.png(Integer.parseInt(logo.substring(5, 7)));
                AtomicFiles.write(folder.resolve(logo), out -> out.write(picture));
            }
        } catch (IOException e) {
            throw new DmuException("the kernel cannot be installed in " + folder + ": " + e, e);
        }
        Json.write(folder.resolve("kernel.json"), spec(choices, folder)); // last: Jupyter sees a kernel only now
        return folder;
    }

    private static Map<String, Object> spec(Choices choices, Path folder) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("OMP_WAIT_POLICY", "passive");
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        environment.put("MALLOC_MMAP_THRESHOLD_", "100000000000");
        environment.put("MALLOC_TRIM_THRESHOLD_", "100000000000");
        environment.put("MALLOC_ARENA_MAX", "1");
        if (System.getenv(OF_ANOTHER_LIBTORCH.get(0)) != null) {
            OF_ANOTHER_LIBTORCH.forEach(
                    name -> Optional.ofNullable(System.getenv(name)).ifPresent(value -> environment.put(name, value)));
        }
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put(
                "argv",
                List.of(
                        choices.javaHome().resolve("bin").resolve("java").toString(),
                        "@" + folder.resolve(ARGUMENTS).toAbsolutePath(),
                        NotebookKernel.class.getName(),
                        "{connection_file}"));
        spec.put("display_name", choices.name().equals(OURS) ? "Java (dmu4j)" : "Java (" + choices.name() + ")");
        spec.put("language", "java");
        spec.put("interrupt_mode", "message");
        spec.put("env", environment);
        spec.put("metadata", Map.of("debugger", false, OURS, Versions.current().dmu4j()));
        return spec;
    }

    /** The options of the JVM as a file that {@code java @file} reads: quoted, backslashes doubled. */
    private static String arguments(Choices choices, List<Path> classPath) {
        List<String> options = new ArrayList<>(List.of(
                "-Djava.awt.headless=true",
                "-Dfile.encoding=UTF-8",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-XX:+UseSerialGC",
                // The JVM would begin with a 64th of the machine's memory, and fill it before it collects.
                "-Xms32m",
                // Half the processor time of everything that is compiled, which is what a cell costs.
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                // A class archive that a changed jar has made unfit is not used, which nobody needs to read.
                "-Xlog:cds*=off"));
        if (feature(choices.javaHome()) >= 24) {
            options.add("--enable-native-access=ALL-UNNAMED");
            options.add("--sun-misc-unsafe-memory-access=allow");
        }
        options.addAll(choices.jvmOptions());
        options.add("-cp");
        options.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        StringBuilder text = new StringBuilder();
        for (String option : options) {
            text.append(quoted(option)).append('\n');
        }
        return text.toString();
    }

    /** As {@code java @file} reads it. */
    static String quoted(String option) {
        return '"' + option.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /** The feature version in a JDK's release file; 17 where it has none. */
    private static int feature(Path javaHome) {
        try (Stream<String> lines = Files.lines(javaHome.resolve("release"))) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("^JAVA_VERSION=\"(\\d+).*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .findFirst()
                    .orElse(17);
        } catch (IOException | UncheckedIOException | NumberFormatException e) {
            return 17;
        }
    }

    /** Copies what lies outside the local repository, that is what was built here, and points to the copies. */
    private static List<Path> withOwnJars(Path folder, List<Path> classPath) throws IOException {
        Path jars = Files.createDirectories(folder.resolve(JARS)).toAbsolutePath();
        List<Path> entries = new ArrayList<>();
        for (Path entry : classPath) {
            if (!entry.getFileName().toString().startsWith(OURS)) {
                entries.add(entry);
                continue;
            }
            Path copy = jars.resolve(entry.getFileName().toString());
            AtomicFiles.write(copy, out -> Files.copy(entry, out));
            entries.add(copy);
        }
        return entries;
    }

    /**
     * Removes a kernel of ours.
     *
     * @throws DmuException if there is none of that name, or it is not ours
     */
    public static void uninstall(Path kernels, String name) {
        Path folder = kernels.resolve(name);
        if (!Files.isDirectory(folder) || !isOurs(folder)) {
            throw new DmuException(
                    "there is no kernel of dmu4j named " + name + " in " + kernels + "; ./dmu kernel list shows them");
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new DmuException("the kernel in " + folder + " cannot be removed: " + e, e);
        }
    }

    /** Names of our kernels in a folder of kernels, sorted, each with what does not work any more, if anything. */
    public static Map<String, Optional<String>> list(Path kernels) {
        Map<String, Optional<String>> found = new TreeMap<>();
        if (!Files.isDirectory(kernels)) {
            return found;
        }
        try (Stream<Path> folders = Files.list(kernels)) {
            folders.filter(KernelInstallation::isOurs)
                    .forEach(folder -> found.put(folder.getFileName().toString(), fault(folder)));
        } catch (IOException e) {
            throw new DmuException("cannot list " + kernels + ": " + e, e);
        }
        return found;
    }

    private static Optional<String> fault(Path folder) {
        Path java = Path.of(
                Json.read(folder.resolve("kernel.json")).path("argv").path(0).asText());
        if (!Files.isExecutable(java)) {
            return Optional.of("its JDK is gone (" + java + ")");
        }
        try {
            List<String> lines = Files.readAllLines(folder.resolve(ARGUMENTS));
            String quoted = lines.get(lines.size() - 1);
            String classPath = quoted.substring(1, quoted.length() - 1).replaceAll("\\\\(.)", "$1");
            return Arrays.stream(classPath.split(File.pathSeparator))
                    .filter(entry -> !Files.exists(Path.of(entry)))
                    .findFirst()
                    .map(entry -> "a library is gone (" + entry + ")");
        } catch (IOException | RuntimeException e) {
            return Optional.of("its files are damaged (" + e.getMessage() + ")");
        }
    }

    private static boolean isOurs(Path folder) {
        Path spec = folder.resolve("kernel.json");
        return Files.isRegularFile(spec) && Json.read(spec).path("metadata").has(OURS);
    }
}
