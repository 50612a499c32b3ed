package io.github.dmu4j.tests.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The Python of the tests ({@code DMU_PYTHON}, by default {@code /usr/bin/python3}) and programs in processes of their own. Where
 * it has not got Jupyter's packages tests are skipped, unless {@code DMU_KERNEL_CLIENTS=required}.
 */
final class Python {
    static final Path ROOT = Path.of(System.getProperty("dmu.root"));
    static final String PROGRAM = System.getenv().getOrDefault("DMU_PYTHON", "/usr/bin/python3");
    private static final int TIMEOUT_MINUTES = 15;

    record Result(int status, String out, String err) {}

    private Python() {}

    static void assumeHas(Path folder, String modules) throws Exception {
        boolean found = Files.isExecutable(Path.of(PROGRAM))
                && run(folder, Map.of(), List.of(PROGRAM, "-c", "import " + modules))
                                .status()
                        == 0;
        if ("required".equals(System.getenv("DMU_KERNEL_CLIENTS"))) {
            assertThat(found)
                    .as(PROGRAM + " has " + modules + " (CONTRIBUTING.md, Jupyter)")
                    .isTrue();
        }
        assumeTrue(found, PROGRAM + " has not got " + modules + ": see CONTRIBUTING.md");
    }

    static Result dmu(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(ROOT.resolve("dmu").toString()));
        command.addAll(List.of(arguments));
        return run(folder, environment, command);
    }

    static Result run(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        return resultOf(start(folder, environment, command), folder);
    }

    /** Starts it in a folder, which also gets its output. */
    static Process start(Path folder, Map<String, String> environment, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(folder.resolve("err.txt").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("DMU_PYTHON", PROGRAM);
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    static Result resultOf(Process process, Path folder) throws Exception {
        if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly();
        }
        return new Result(
                process.waitFor(),
                Files.readString(folder.resolve("out.txt")),
                Files.readString(folder.resolve("err.txt")));
    }
}
