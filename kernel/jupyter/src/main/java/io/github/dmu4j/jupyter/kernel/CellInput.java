package io.github.dmu4j.jupyter.kernel;

import io.github.dmu4j.jupyter.wire.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Standard input of all cells: asks the client whose cell reads, a line at a time. The prompt is the unfinished line that
 * the cell has printed. An interrupt of the reading thread ends the wait.
 */
final class CellInput extends InputStream {
    private final Wire wire;
    private final Origins origins;
    private final CellOutput output;
    private byte[] line = new byte[0];
    private int next;

    CellInput(Wire wire, Origins origins, CellOutput output) {
        this.wire = wire;
        this.origins = origins;
        this.output = output;
    }

    /**
     * Asks the client that the calling thread works for.
     *
     * @throws InterruptedIOException if the thread is interrupted; it stays interrupted
     * @throws IOException if that client cannot be asked
     */
    String ask(String prompt, boolean hidden) throws IOException {
        Origin origin = origins.current();
        if (!origin.allowsInput()) {
            throw new IOException("input asked, but this client answers no questions (allow_stdin is false);"
                    + " give the value in the cell, or run it in a notebook or console");
        }
        CompletableFuture<String> answer = wire.ask(origin.identities(), origin.header(), prompt, hidden);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    @Override
    public synchronized int read() throws IOException {
        fill();
        return line[next++] & 0xFF;
    }

    /** At most what is left of the line: a reader must not be kept waiting for a line it has not asked for. */
    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        fill();
        int count = Math.min(length, line.length - next);
        System.arraycopy(line, next, bytes, offset, count);
        next += count;
        return count;
    }

    @Override
    public synchronized int available() {
        return line.length - next;
    }

    private void fill() throws IOException {
        if (next == line.length) {
            String answer = ask(output.takePrompt(origins.current()), false);
            line = (answer + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
            next = 0;
        }
    }
}
