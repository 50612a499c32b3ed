package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code %%bash}: a cell of shell commands, whose output comes as it is written. */
final class BashMagic {
    private static final int GRACE_MILLIS = 500;
    /** A process left in the background may keep the output open; it is read on, but not waited for. */
    private static final int LAST_OUTPUT_MILLIS = 1000;

    private final Environment environment;

    BashMagic(Environment environment) {
        this.environment = environment;
    }

    Magic magic() {
        return new Magic(
                "bash",
                Form.CELL,
                Takes.WORDS,
                "%%bash [ARGUMENT...]\nCOMMANDS",
                "Runs the cell in bash; an exit status other than 0 is an error.",
                "Arguments are $1, $2 ... The working directory is the kernel's; there is no input. An interrupt ends the"
                        + " commands.",
                this::run);
    }

    private CellOutcome run(MagicCall call) throws MagicFailure, InterruptedException {
        int firstLine = call.cell().lineAt(call.part().bodyFrom());
        List<String> command = new ArrayList<>(List.of("bash", "-c"));
        command.add("\n".repeat(firstLine - 1) + call.body()); // so that bash's own messages name the cell's lines
        command.add(call.cell().label());
        command.addAll(call.words());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment.changes());
        Process process;
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new MagicFailure("%%bash cannot start bash (" + e.getMessage() + "): it must be on the PATH", e);
        }
        Thread out = copy(process.getInputStream(), System.out);
        Thread err = copy(process.getErrorStream(), System.err);
        try {
            int status = process.waitFor();
            out.join(LAST_OUTPUT_MILLIS);
            err.join(LAST_OUTPUT_MILLIS);
            if (status != 0) {
                throw new MagicFailure("%%bash ended with status " + status
                        + (status > 128 ? " (signal " + (status - 128) + ")" : "")
                        + (status == 127 ? ": a command was not found" : ""));
            }
            return MagicCall.DONE;
        } catch (InterruptedException e) {
            end(process);
            throw e;
        }
    }

    private static Thread copy(InputStream from, PrintStream to) {
        Thread thread = new Thread(
                () -> {
                    try (from) {
                        from.transferTo(to);
                    } catch (IOException e) {
                        return; // the process was ended
                    }
                },
                "bash output");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void end(Process process) {
        List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroy);
        try {
            process.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt(); // a second interrupt: at once
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
