package io.github.dmu4j.bridge.doctor;

import ai.djl.util.Utils;
import com.sun.management.OperatingSystemMXBean;
import io.github.dmu4j.model.NativeEngine;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What can be seen of the machine without loading the native library. */
final class MachineChecks {
    private static final long MEGABYTE = 1L << 20;
    /** Measured: the bundled library for Linux x86_64 takes 432 MB when unpacked. */
    private static final long UNPACKED_LIBRARY_MEGABYTES = 450;
    /** What ./dmu quickstart may use. */
    private static final long NEEDED_MEMORY_MEGABYTES = 1536;

    private MachineChecks() {}

    static Finding jdk() {
        String found = System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", "
                + System.getProperty("java.home");
        boolean complete = ToolProvider.getSystemJavaCompiler() != null
                && ModuleLayer.boot().findModule("jdk.jshell").isPresent();
        return complete
                ? Finding.ok("JDK", found)
                : Finding.fail(
                        "JDK",
                        found + " has no compiler or no jdk.jshell module",
                        "install a full JDK 17 or later and set JAVA_HOME to it");
    }

    static Finding platform() {
        return platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Finding platform(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean intel = osArch.equals("amd64") || osArch.equals("x86_64");
        boolean arm = osArch.equals("aarch64");
        boolean mac = os.startsWith("mac");
        String found = osName + " " + osArch;
        if ((os.startsWith("linux") && (intel || arm)) || (mac && arm) || (os.startsWith("windows") && intel)) {
            return Finding.ok("platform", found);
        }
        if (mac && intel) {
            return Finding.fail(
                    "platform",
                    found + ": no native library of this version exists for Intel Macs",
                    "use a Mac with Apple silicon, Linux, Windows, or a Linux virtual machine or container");
        }
        return Finding.fail(
                "platform",
                found + ": no native library exists",
                "use Linux (x86_64 or aarch64), macOS (Apple silicon) or Windows (x86_64)");
    }

    static Finding memory() {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long total = system.getTotalMemorySize() / MEGABYTE;
        long heap = Runtime.getRuntime().maxMemory() / MEGABYTE;
        String found = total + " MB in all, " + system.getFreeMemorySize() / MEGABYTE
                + " MB of it unused; Java heap up to " + heap + " MB";
        return total >= NEEDED_MEMORY_MEGABYTES
                ? Finding.ok("memory", found)
                : Finding.warn(
                        "memory",
                        found,
                        "./dmu quickstart wants " + NEEDED_MEMORY_MEGABYTES
                                + " MB; for a smaller heap set DMU_JVM_OPTS=-Xmx400m");
    }

    /** Which search runs, and why not a faster one: none of the answers depends on it. */
    static Finding search() {
        for (var provider : ServiceLoader.load(SimilaritySearch.class).stream().toList()) {
            try {
                return Finding.ok("search", provider.get().name());
            } catch (ServiceConfigurationError | LinkageError e) {
                Throwable reason = e.getCause() == null ? e : e.getCause();
                return Finding.warn(
                        "search",
                        SimilaritySearch.fastest().name() + ": slower, the same answers",
                        String.valueOf(reason.getMessage()));
            }
        }
        return Finding.warn("search", SimilaritySearch.fastest().name(), "put dmu4j-simd on the class path");
    }

    static Finding cache() {
        return cache(Utils.getEngineCacheDir("pytorch"));
    }

    static Finding cache(Path folder) {
        String remedy =
                "set DJL_CACHE_DIR to a folder that you may write to, with " + UNPACKED_LIBRARY_MEGABYTES + " MB free";
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, "doctor", ".tmp");
            Files.delete(probe);
            long free = Files.getFileStore(folder).getUsableSpace() / MEGABYTE;
            boolean unpacked = hasEntries(folder);
            String found = folder + ", writable, " + free + " MB free, library "
                    + (unpacked ? "unpacked" : "not unpacked yet");
            return unpacked || free >= UNPACKED_LIBRARY_MEGABYTES
                    ? Finding.ok("library cache", found)
                    : Finding.fail("library cache", found, remedy);
        } catch (IOException e) {
            return Finding.fail("library cache", folder + " cannot be written to: " + e, remedy);
        }
    }

    private static boolean hasEntries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    static Finding threads() {
        return threads(
                Runtime.getRuntime().availableProcessors(),
                System.getenv("OMP_WAIT_POLICY"),
                System.getenv("OMP_NUM_THREADS"),
                System.getenv(NativeEngine.THREADS_VARIABLE));
    }

    static Finding threads(
            int processors, @Nullable String waitPolicy, @Nullable String ompThreads, @Nullable String ourThreads) {
        String found = processors + " processors, DMU_THREADS " + shown(ourThreads) + ", OMP_NUM_THREADS "
                + shown(ompThreads) + ", OMP_WAIT_POLICY " + shown(waitPolicy);
        return "passive".equalsIgnoreCase(waitPolicy)
                ? Finding.ok("threads", found)
                : Finding.warn(
                        "threads",
                        found,
                        "set OMP_WAIT_POLICY=passive: otherwise training is up to 20 times slower while another"
                                + " program uses a processor");
    }

    private static String shown(@Nullable String value) {
        return value == null ? "not set" : value;
    }
}
