package io.github.dmu4j.bridge.notebook;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Where Jupyter looks for kernels: the rules of {@code jupyter_core.paths}. */
public final class KernelFolders {
    private static final int PYTHON_SECONDS = 20;

    private KernelFolders() {}

    /**
     * The user's kernels: {@code $JUPYTER_DATA_DIR/kernels}, or below the folder that the system gives to a user's data.
     *
     * @param environment {@code System.getenv()}
     * @param system {@code os.name}
     * @param home the user's home folder
     */
    public static Path ofUser(Map<String, String> environment, String system, Path home) {
        String asked = environment.getOrDefault("JUPYTER_DATA_DIR", "");
        if (!asked.isBlank()) {
            return Path.of(asked).resolve("kernels");
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Jupyter").resolve("kernels");
        }
        if (name.startsWith("windows")) {
            String appData = environment.getOrDefault("APPDATA", "");
            Path roaming = appData.isBlank() ? home.resolve("AppData").resolve("Roaming") : Path.of(appData);
            return roaming.resolve("jupyter").resolve("kernels");
        }
        String data = environment.getOrDefault("XDG_DATA_HOME", "");
        Path share = data.isBlank() ? home.resolve(".local").resolve("share") : Path.of(data);
        return share.resolve("jupyter").resolve("kernels");
    }

    /** The kernels of a Python installation or environment: {@code prefix/share/jupyter/kernels}. */
    public static Path ofPrefix(Path prefix) {
        return prefix.resolve("share").resolve("jupyter").resolve("kernels");
    }

    /**
     * {@code sys.prefix} of the Python that is found first: that of the environment which is active.
     *
     * @throws DmuException if there is none
     */
    public static Path pythonPrefix() {
        return Stream.of("python3", "python")
                .map(KernelFolders::prefixOf)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new DmuException(
                        "--sys-prefix asks Python for its prefix, and neither python3 nor python could be run;"
                                + " activate the environment that Jupyter runs in, or give its folder with --prefix"));
    }

    private static Optional<Path> prefixOf(String python) {
        try {
            Process process = new ProcessBuilder(python, "-c", "import sys; print(sys.prefix)")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String prefix = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            boolean done = process.waitFor(PYTHON_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return done && !prefix.isEmpty() ? Optional.of(Path.of(prefix)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // not this name
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DmuException("interrupted while asking " + python + " for its prefix", e);
        }
    }
}
