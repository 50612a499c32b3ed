package io.github.dmu4j.bridge.launcher;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./dmu bench}. A new benchmark is a folder {@code bench/<name>} with a {@code bench.py}: {@link Benchmark}. */
@Command(
        name = "bench",
        description = "Measure beside what it is compared with, in the same minutes.",
        footer = {
            "",
            "Without a NAME all of them run, one after the other. They need Python with the packages of the",
            "peers, and say how to get what is missing. Leave the machine alone meanwhile.",
            "The exit status is 0 also when something could not be measured, which is said."
        })
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "What to measure.")
    private List<String> names = List.of();

    @Option(names = "--list", description = "Name the benchmarks.")
    private boolean list;

    @Option(names = "--json", paramLabel = "FOLDER", description = "Also write every value to FOLDER/NAME.json.")
    private @Nullable Path json;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Pairs of measurements of each row (default: 7).")
    private int rounds;

    @SuppressWarnings("NullAway.Init")
    BenchCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        List<Benchmark> known = Benchmark.all();
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            known.forEach(benchmark -> out.printf("%-14s %s%n", benchmark.name(), benchmark.description()));
            return 0;
        }
        if (rounds < 1) {
            throw new ParameterException(spec.commandLine(), "--rounds is " + rounds + "; 1 or more are allowed");
        }
        for (Benchmark benchmark : names.isEmpty()
                ? known
                : names.stream().map(n -> named(n, known)).toList()) {
            int status = benchmark.measure(rounds, file(benchmark), out);
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }

    private Benchmark named(String name, List<Benchmark> known) {
        return known.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "there is no benchmark \"" + name + "\"; there are: "
                                + String.join(
                                        ", ",
                                        known.stream().map(Benchmark::name).toList())));
    }

    private @Nullable Path file(Benchmark benchmark) {
        if (json == null) {
            return null;
        }
        try {
            Files.createDirectories(json);
        } catch (IOException e) {
            throw new DmuException("cannot make the folder " + json + " for --json: " + e.getMessage(), e);
        }
        return json.resolve(benchmark.name() + ".json").toAbsolutePath();
    }
}
