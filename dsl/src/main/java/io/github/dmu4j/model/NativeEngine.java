package io.github.dmu4j.model;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import io.github.dmu4j.base.DmuException;
import java.util.Locale;

/** The native library: is it there, is it the one that the Java side was built for, how many threads does it use. */
public final class NativeEngine {
    /** The only libtorch that the JNI layer of this build works with; others load and then crash. */
    public static final String REQUIRED_VERSION = "2.7.1";

    /** The environment variable that says how many threads one operation uses; wins over {@code OMP_NUM_THREADS}. */
    public static final String THREADS_VARIABLE = "DMU_THREADS";

    private static final String THREADS_PROPERTY = "ai.djl.pytorch.num_threads";

    private NativeEngine() {}

    /**
     * Loads the engine if that has not happened yet and returns it.
     *
     * @throws DmuException if the native library is missing or has another version; the message says what to do
     */
    public static Engine require() {
        return Loaded.get();
    }

    /** The version of libtorch. */
    public static String version() {
        return require().getVersion();
    }

    /** Threads that one operation uses. */
    public static int threads() {
        require();
        return JniUtils.getNumThreads();
    }

    /**
     * Sets the threads of one operation. Results are the same bit for bit only for the same number of threads.
     *
     * @throws IllegalArgumentException if {@code threads} is below 1
     */
    public static void setThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        require();
        JniUtils.setNumThreads(threads);
    }

    private static Engine load() {
        Engine engine;
        try {
            engine = Engine.getEngine("PyTorch");
        } catch (EngineException | LinkageError e) {
            throw new DmuException(
                    "the PyTorch engine needs its native library and could not load it ("
                            + rootMessage(e) + "). This is " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch")
                            + "; libraries exist for Linux x86-64 and arm64, macOS arm64 and Windows x86-64. Add"
                            + " ai.djl.pytorch:pytorch-native-cpu:" + REQUIRED_VERSION
                            + " with your platform's classifier to the class path, set DJL_CACHE_DIR to a folder that may"
                            + " be written to, or run ./dmu doctor",
                    e);
        }
        requireVersion(engine.getVersion());
        chooseThreads();
        return engine;
    }

    /** Package-private for its test. */
    static void requireVersion(String found) {
        String plain = found.toLowerCase(Locale.ROOT);
        if (!plain.equals(REQUIRED_VERSION)
                && !plain.startsWith(REQUIRED_VERSION + "+")
                && !plain.startsWith(REQUIRED_VERSION + "-")) {
            throw new DmuException("libtorch " + REQUIRED_VERSION + " is needed, found " + found
                    + ": another version loads but crashes at the first tensor. Unset PYTORCH_LIBRARY_PATH and"
                    + " PYTORCH_VERSION, or point them to libtorch " + REQUIRED_VERSION);
        }
    }

    /** One thread per core unless the user chose: libtorch's own default counts the whole machine, not a container's share. */
    private static void chooseThreads() {
        String wish = System.getenv(THREADS_VARIABLE);
        if (wish != null && !wish.isBlank()) {
            JniUtils.setNumThreads(parseThreads(wish));
            return;
        }
        boolean chosen = System.getProperty(THREADS_PROPERTY) != null
                || System.getenv("OMP_NUM_THREADS") != null
                || System.getenv("MKL_NUM_THREADS") != null;
        if (!chosen) {
            int cores = Runtime.getRuntime().availableProcessors();
            if (JniUtils.getNumThreads() > cores) {
                JniUtils.setNumThreads(cores);
            }
        }
    }

    /** Package-private for its test. */
    static int parseThreads(String text) {
        String wish = text.strip();
        if (!wish.matches("[1-9][0-9]{0,3}")) {
            throw new DmuException(
                    THREADS_VARIABLE + " is \"" + text + "\"; allowed are 1 to 9999: set it to the number of"
                            + " processors that this program may use, or leave it unset for all of them");
        }
        return Integer.parseInt(wish);
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Loading is tried again after a failure: the user may have mended the class path of a notebook. */
    private static final class Loaded {
        private static volatile boolean checked;

        static synchronized Engine get() {
            if (!checked) {
                Engine engine = load();
                checked = true;
                return engine;
            }
            return Engine.getEngine("PyTorch");
        }
    }
}
