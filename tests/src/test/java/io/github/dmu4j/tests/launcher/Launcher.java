package io.github.dmu4j.tests.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher script as a user has it: called in another folder, as another process, in a bare locale. */
final class Launcher {
    static final Path ROOT = Path.of(System.getProperty("dmu.root"));
    static final String PATH = ROOT.resolve("dmu").toString();

    private static final int PATIENCE_SECONDS = 600;

    private final Path folder;

    /** @param folder in which commands run, and which gets their output as the files {@code out} and {@code err} */
    Launcher(Path folder) {
        this.folder = folder;
    }

    record Result(int status, String out, String err) {}

    /** Runs {@code ./dmu arguments} to its end. */
    Result dmu(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PATH));
        command.addAll(List.of(arguments));
        return run(Map.of(), command);
    }

    Result run(Map<String, String> environment, List<String> command) throws Exception {
        Process process = start(environment, command);
        process.getOutputStream().close();
        return resultOf(process);
    }

    /** Output goes to files, so that a process that writes much to both streams cannot block. */
    Process start(Map<String, String> environment, List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().putAll(environment);
        return builder.start();
    }

    Result resultOf(Process process) throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Result(
                process.waitFor(), Files.readString(folder.resolve("out")), Files.readString(folder.resolve("err")));
    }
}
