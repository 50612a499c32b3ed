package io.github.dmu4j.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Java side of a measurement in pairs: {@code pairs.py} says what is asked and answered. */
public final class Rounds {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, Object> facts = new LinkedHashMap<>();
    private final Map<String, Measure> rows = new LinkedHashMap<>();

    /** Starts with what every Java side says of itself. */
    public Rounds() {
        fact("java", System.getProperty("java.version"));
    }

    /** One measurement, in the row's unit. */
    @FunctionalInterface
    public interface Measure {
        double once() throws Exception;
    }

    /** Something the table should say of this side. */
    public Rounds fact(String name, Object value) {
        facts.put(name, value);
        return this;
    }

    /** A row that this side can measure. */
    public Rounds row(String name, Measure measure) {
        rows.put(name, measure);
        return this;
    }

    /** Answers until standard input ends; what a library prints goes to standard error. */
    public void answer() throws Exception {
        PrintStream answers =
                new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        answers.println(JSON.writeValueAsString(facts));
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String row = questions.readLine(); row != null; row = questions.readLine()) {
            Measure measure = rows.get(row);
            answers.println(JSON.writeValueAsString(
                    measure == null
                            ? Map.of("missing", "not on this side")
                            : Map.of("value", measure.once())));
        }
    }

    /** Seconds that {@code work} takes. */
    public static double seconds(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    /** What is timed. */
    @FunctionalInterface
    public interface Work {
        void run() throws Exception;
    }
}
