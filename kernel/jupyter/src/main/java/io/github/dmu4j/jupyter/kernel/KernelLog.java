package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.wire.MessageCodec;
import io.github.dmu4j.jupyter.wire.WireLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong inside the kernel, into a file: never into a cell. The file appears with its first line. If it cannot
 * be written, the lines are lost rather than the kernel.
 */
public final class KernelLog implements WireLog {
    private final Path file;

    /** Into {@code file}, which is appended to. */
    public KernelLog(Path file) {
        this.file = file;
    }

    @Override
    public synchronized void log(String message, @Nullable Throwable cause) {
        StringWriter text = new StringWriter();
        text.append(MessageCodec.now()).append(' ').append(message).append('\n');
        try {
            if (cause != null) {
                cause.printStackTrace(new PrintWriter(text, true));
            }
            Files.writeString(file, text.toString(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return; // nowhere to say it
        }
    }
}
