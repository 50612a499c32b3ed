package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.dmu4j.jupyter.wire.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The cells of this session and of those before it: JSON lines in a file that all kernels of a user share. A line is
 * appended whole, under a lock; one that a crash has cut is skipped. Thread-safe.
 */
final class History {
    private record Entry(
            int session, int line, String input, @Nullable String output) {}

    private final @Nullable Path file;
    private final KernelLog log;
    private final List<Entry> unsaved = new ArrayList<>();
    private int session = 1;

    private History(@Nullable Path file, KernelLog log) {
        this.file = file;
        this.log = log;
    }

    /**
     * Begins a session.
     *
     * @param file null: nothing is kept beyond this session; so it is, with a line in the log, if the file cannot be used
     */
    static History open(@Nullable Path file, KernelLog log) {
        if (file != null) {
            try {
                Files.createDirectories(file.toAbsolutePath().getParent());
                History history = new History(file, log);
                history.begin();
                return history;
            } catch (IOException | RuntimeException e) {
                log.log("no history is kept: " + file + " cannot be used", e);
            }
        }
        return new History(null, log);
    }

    /** Takes the next session number, which a line without a cell marks as taken. */
    private void begin() throws IOException {
        try (FileChannel channel = open();
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            session = read().stream().mapToInt(Entry::session).max().orElse(0) + 1;
            write(channel, new Entry(session, 0, "", null));
        }
    }

    /** Keeps a cell that has run, and the text of its result. */
    synchronized void add(int line, String input, @Nullable String output) {
        Entry entry = new Entry(session, line, input, output);
        if (file == null) {
            unsaved.add(entry);
            return;
        }
        try (FileChannel channel = open();
                FileLock lock = channel.lock()) {
            assert lock.isValid();
            write(channel, entry);
        } catch (IOException | RuntimeException e) {
            log.log("cell " + line + " is missing from the history", e);
        }
    }

    private FileChannel open() throws IOException {
        return FileChannel.open(
                Objects.requireNonNull(file),
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    private static void write(FileChannel channel, Entry entry) throws IOException {
        JsonObject json = new JsonObject();
        json.addProperty("session", entry.session());
        json.addProperty("line", entry.line());
        json.addProperty("input", entry.input());
        if (entry.output() != null) {
            json.addProperty("output", entry.output());
        }
        long end = channel.size();
        ByteBuffer last = ByteBuffer.allocate(1);
        boolean cut = end > 0 && channel.read(last, end - 1) == 1 && last.get(0) != '\n';
        ByteBuffer bytes = StandardCharsets.UTF_8.encode((cut ? "\n" : "") + json + "\n");
        channel.position(end);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private List<Entry> read() throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (file != null && Files.exists(file)) {
            // Not readAllLines: that throws on the half character at which a crash may have cut a line.
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(line -> {
                try {
                    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
                    JsonElement output = json.get("output");
                    entries.add(new Entry(
                            json.get("session").getAsInt(),
                            json.get("line").getAsInt(),
                            json.get("input").getAsString(),
                            output == null ? null : output.getAsString()));
                } catch (JsonParseException | IllegalStateException | NumberFormatException | NullPointerException e) {
                    return; // cut by a crash
                }
            });
        }
        return entries;
    }

    /** Content of the history_reply: of kind tail, range or search. */
    synchronized JsonObject reply(Message request) {
        List<Entry> cells = new ArrayList<>(unsaved);
        try {
            cells.addAll(read());
        } catch (IOException e) {
            log.log("the history cannot be read", e);
        }
        cells.removeIf(entry -> entry.line() == 0);
        JsonArray found = new JsonArray();
        for (Entry entry : select(request, cells)) {
            found.add(json(entry, request.flag("output", false)));
        }
        JsonObject reply = Replies.ok();
        reply.add("history", found);
        return reply;
    }

    private List<Entry> select(Message request, List<Entry> cells) {
        int all = Integer.MAX_VALUE;
        return switch (request.text("hist_access_type", "tail")) {
            case "range" -> range(request, cells);
            case "search" -> last(request.number("n", all), search(request, cells));
            default -> last(request.number("n", all), cells);
        };
    }

    /** Session 0 is this one, -1 the one before; {@code stop} is not included. */
    private List<Entry> range(Message request, List<Entry> cells) {
        int asked = request.number("session", 0);
        int number = asked > 0 ? asked : session + asked;
        int start = request.number("start", 0);
        int stop = request.number("stop", Integer.MAX_VALUE);
        return cells.stream()
                .filter(cell -> cell.session() == number && cell.line() >= start && cell.line() < stop)
                .toList();
    }

    /** The pattern must fit the whole cell: {@code *} stands for any text, {@code ?} for one character. */
    private static List<Entry> search(Message request, List<Entry> cells) {
        StringBuilder regex = new StringBuilder();
        for (char c : request.text("pattern", "*").toCharArray()) {
            regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        List<Entry> found = cells.stream()
                .filter(cell -> pattern.matcher(cell.input()).matches())
                .toList();
        if (!request.flag("unique", false)) {
            return found;
        }
        Map<String, Entry> latest = new LinkedHashMap<>();
        for (Entry cell : found) {
            latest.remove(cell.input()); // so that it moves to the end
            latest.put(cell.input(), cell);
        }
        return List.copyOf(latest.values());
    }

    private static List<Entry> last(int n, List<Entry> cells) {
        return cells.subList(Math.max(0, cells.size() - Math.max(0, n)), cells.size());
    }

    private static JsonArray json(Entry entry, boolean withOutput) {
        JsonArray json = new JsonArray();
        json.add(entry.session());
        json.add(entry.line());
        if (withOutput) {
            JsonArray both = new JsonArray();
            both.add(entry.input());
            both.add(entry.output());
            json.add(both);
        } else {
            json.add(entry.input());
        }
        return json;
    }
}
