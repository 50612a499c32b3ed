package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Standard output and error of all cells. What is written waits until there are {@value #BATCH_BYTES} bytes or
 * {@value #BATCH_MILLIS} ms have passed, then goes out in the order it was written, one message per stream and cell. A
 * character is never cut in two. Thread-safe.
 */
final class CellOutput {
    static final int BATCH_BYTES = 4096;
    static final int BATCH_MILLIS = 50;
    /** A prompt longer than this is no prompt. */
    private static final int PROMPT_CHARS = 1_000;

    static final String OUT = "stdout";
    static final String ERR = "stderr";

    /** Takes finished messages, in order; must not wait. */
    interface Publisher {
        void publish(String type, JsonObject parent, JsonObject content);
    }

    /** Bytes of one stream of one cell that have not gone out. */
    private record Pending(Origin origin, String stream, ByteArrayOutputStream bytes) {
        boolean belongsTo(Origin other, String otherStream) {
            return origin == other && stream.equals(otherStream);
        }
    }

    private final Origins origins;
    private final Publisher publisher;
    private final Deque<Pending> pending = new ArrayDeque<>();
    private int pendingBytes;
    /** Beginnings of characters whose other bytes have not been written yet. */
    private final Deque<Pending> halves = new ArrayDeque<>();
    /** The last line on standard output that has gone out, while it is not finished, and whose it is. */
    private String unfinishedLine = "";

    private Origin unfinishedOrigin = Origin.none();

    CellOutput(Origins origins, Publisher publisher) {
        this.origins = origins;
        this.publisher = publisher;
    }

    /** Starts the thread that sends what has waited long enough. */
    void start() {
        Thread thread = new Thread(null, this::sendInTime, "jupyter output", 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void sendInTime() {
        try {
            while (true) {
                synchronized (this) {
                    while (pending.isEmpty()) {
                        wait();
                    }
                }
                Thread.sleep(BATCH_MILLIS);
                flush();
            }
        } catch (InterruptedException e) {
            return; // nobody interrupts it but the end of the JVM
        }
    }

    /** What becomes System.out or System.err. Its {@code flush} does nothing: the 50 ms are short enough to watch. */
    OutputStream stream(String name) {
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                append(name, bytes, offset, length);
            }
        };
    }

    private synchronized void append(String stream, byte[] bytes, int offset, int length) {
        Origin origin = origins.current();
        Pending last = pending.peekLast();
        if (last == null || !last.belongsTo(origin, stream)) {
            if (last == null) {
                notifyAll();
            }
            last = new Pending(origin, stream, new ByteArrayOutputStream());
            last.bytes().writeBytes(takeHalf(origin, stream));
            pending.addLast(last);
        }
        last.bytes().write(bytes, offset, length);
        pendingBytes += length;
        if (pendingBytes >= BATCH_BYTES) {
            flush();
        }
    }

    private byte[] takeHalf(Origin origin, String stream) {
        for (Iterator<Pending> all = halves.iterator(); all.hasNext(); ) {
            Pending half = all.next();
            if (half.belongsTo(origin, stream)) {
                all.remove();
                return half.bytes().toByteArray();
            }
        }
        return new byte[0];
    }

    /** Sends what waits; the beginning of a character stays. */
    synchronized void flush() {
        while (!pending.isEmpty()) {
            Pending next = pending.removeFirst();
            byte[] bytes = next.bytes().toByteArray();
            int whole = wholeCharacters(bytes);
            if (whole < bytes.length) {
                ByteArrayOutputStream half = new ByteArrayOutputStream();
                half.write(bytes, whole, bytes.length - whole);
                halves.addLast(new Pending(next.origin(), next.stream(), half));
            }
            send(next, new String(bytes, 0, whole, StandardCharsets.UTF_8));
        }
        pendingBytes = 0;
    }

    /** At the end of a cell: sends everything, also what is not a whole character and never became one. */
    synchronized void flushAll(Origin origin) {
        flush();
        for (String stream : new String[] {OUT, ERR}) {
            byte[] half = takeHalf(origin, stream);
            send(new Pending(origin, stream, new ByteArrayOutputStream()), new String(half, StandardCharsets.UTF_8));
        }
    }

    private void send(Pending from, String text) {
        if (text.isEmpty()) {
            return;
        }
        JsonObject content = new JsonObject();
        content.addProperty("name", from.stream());
        content.addProperty("text", text);
        publisher.publish("stream", from.origin().header(), content);
        if (from.stream().equals(OUT)) {
            int lineEnd = text.lastIndexOf('\n');
            boolean goesOn = lineEnd < 0 && from.origin() == unfinishedOrigin;
            String line = goesOn ? unfinishedLine + text : text.substring(lineEnd + 1);
            unfinishedLine = line.length() > PROMPT_CHARS ? "" : line;
            unfinishedOrigin = from.origin();
        }
    }

    /**
     * The unfinished line that a cell has written last, to be the prompt of a question. What has not gone out of it is
     * taken out of the output: the client shows the prompt.
     */
    synchronized String takePrompt(Origin origin) {
        Pending last = pending.peekLast();
        String unsent = "";
        if (last != null && last.belongsTo(origin, OUT)) {
            String text = last.bytes().toString(StandardCharsets.UTF_8);
            unsent = text.substring(text.lastIndexOf('\n') + 1);
            if (unsent.length() <= PROMPT_CHARS) {
                byte[] rest = text.substring(0, text.length() - unsent.length()).getBytes(StandardCharsets.UTF_8);
                last.bytes().reset();
                last.bytes().writeBytes(rest);
            } else {
                unsent = "";
            }
        }
        flush();
        String sent = unfinishedOrigin == origin ? unfinishedLine : "";
        unfinishedLine = "";
        return sent + unsent;
    }

    /** How many of the bytes are whole UTF-8 characters; broken ones count as whole. */
    static int wholeCharacters(byte[] bytes) {
        int end = bytes.length;
        for (int back = 1; back <= 3 && back <= end; back++) {
            int octet = bytes[end - back] & 0xFF;
            if (octet >= 0xC0) { // the first byte of a character that is two, three or four long
                int length = octet >= 0xF0 ? 4 : octet >= 0xE0 ? 3 : 2;
                return length > back ? end - back : end;
            }
            if (octet < 0x80) {
                return end;
            }
        }
        return end;
    }
}
