package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** A program that has the terminal while this one waits for it: Ctrl-C is for that program. */
final class Foreground {
    /** Set by the launcher: Ctrl-C comes from a terminal, which sends it to the program as well. */
    private static final String TERMINAL = "dmu.terminal";

    private static final int SECONDS_TO_END = 20;

    private Foreground() {}

    /**
     * Runs a program to its end, with this one's output and error output.
     *
     * @return its exit status
     * @throws DmuException if it cannot be started
     */
    static int run(ProcessBuilder program) {
        try {
            Process process = program.redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            Interrupts.handledBy(() -> {
                if (!Boolean.getBoolean(TERMINAL)) {
                    process.destroy(); // the polite signal, which the programs we start take as Ctrl-C
                }
            });
            Thread atExit = new Thread(() -> end(process), "end of the program");
            Runtime.getRuntime().addShutdownHook(atExit);
            int status = process.waitFor();
            Runtime.getRuntime().removeShutdownHook(atExit);
            return status;
        } catch (IOException e) {
            throw new DmuException("cannot start " + program.command().get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Main.INTERRUPTED;
        }
    }

    /** When this program is told to end, the other one ends first, with its kernels. */
    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
