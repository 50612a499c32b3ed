package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code %time} and {@code %timeit}. */
class TimeMagicsTest {
    private static MagicFixture session;

    @BeforeAll
    static void open() {
        session = new MagicFixture();
    }

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void timeGivesTheValueAndKeepsTheVariables() {
        assertThat(session.value("%time 40 + 2")).isEqualTo(42);
        assertThat(session.printed())
                .matches("CPU time: .+ \\(all threads\\), wall time: \\d+(\\.\\d+)? (ns|µs|ms|s)\\R");
        session.output("%time int kept = 5;");
        assertThat(session.value("%%time\nint more = kept + 1;\nmore * 2")).isEqualTo(12);
        assertThat(session.value("more")).isEqualTo(6);
    }

    @Test
    void timeCountsWhatRunsButNotCompiling() {
        assertThat(wallNanos(session.output("%%time\nThread.sleep(120);"))).isGreaterThanOrEqualTo(120e6);
        long begin = System.nanoTime();
        double told = wallNanos(session.output("%time int quick = 1;"));
        // compiling a declaration takes tens of milliseconds, running it a fraction of one
        assertThat(told).isLessThan((System.nanoTime() - begin) / 2.0);
    }

    private static double wallNanos(String printed) {
        Matcher told = Pattern.compile("wall time: ([\\d.]+) (ns|µs|ms|s)\\R").matcher(printed);
        assertThat(told.find()).as(printed).isTrue();
        return Double.parseDouble(told.group(1))
                * Math.pow(1000, List.of("ns", "µs", "ms", "s").indexOf(told.group(2)));
    }

    @Test
    void errorInTimedCodeHasItsPlaceInTheCell() {
        assertThat(MagicFixture.text(session.failure("int a = 1;\n%time int b = missing;")))
                .contains(":2: error:")
                .contains("    %time int b = missing;\n                  ^");
        assertThat(MagicFixture.text(session.failure("%%time\nint b = 1;\nint c = 1 / 0;")))
                .contains("ArithmeticException")
                .contains("cell " + session.cells() + ":3");
    }

    @Test
    void timeWithoutCodeSaysWhereToWriteIt() {
        assertThat(session.failure("%time").message()).contains("write the code behind it");
        assertThat(session.failure("%%time\n// nothing").message()).contains("write the code below it");
        assertThat(session.failure("%%time 1 + 1\n2").message()).contains("write %time 1 + 1");
    }

    @Test
    void timeitSaysMeanDeviationRunsAndLoops() {
        String printed = session.output("%timeit -n 10 -r 3 Math.sqrt(2)");

        assertThat(printed)
                .matches(
                        "\\S+ (ns|µs|ms) ± \\S+ (ns|µs|ms) per loop \\(mean ± std\\. dev\\. of 3 runs, 10 loops each\\)\\R");
    }

    @Test
    void timeitTakesValuesStatementsAndCellsWithASetup() {
        session.output("int counter = 0;");
        session.output("%timeit -n 2 -r 2 counter++");
        session.output("%timeit -n 2 -r 2 System.nanoTime(); counter++;");
        session.output("%%timeit -n 2 -r 2 int step = 3\nint local = step;\ncounter += local; // the end");

        assertThat(session.value("counter")).isEqualTo(4 + 4 + 12);
    }

    @Test
    void timeitTakesAMethodWithoutValue() {
        session.output("int called = 0;\nvoid call() { called++; }");
        session.output("%timeit -n 3 -r 1 call()");

        assertThat(session.value("called")).isEqualTo(3);
    }

    @Test
    void loopsAreThePowerOfTenThatTakesAFifthOfASecond() throws Throwable {
        assertThat(LoopTimer.measure(0, 1, loops -> loops * 3_000_000).loops()).isEqualTo(100); // 10 take 30 ms
        assertThat(LoopTimer.measure(0, 1, loops -> loops * 20_000_000).loops()).isEqualTo(10); // exactly 0.2 s
        assertThat(LoopTimer.measure(0, 1, loops -> 1_000_000_000).loops()).isEqualTo(1);
        assertThat(LoopTimer.measure(0, 1, loops -> 0).loops()).isEqualTo(1_000_000_000);
    }

    @Test
    void timingIsTheValueWhenAskedFor() {
        LoopTimer.Timing timing =
                (LoopTimer.Timing) Objects.requireNonNull(session.value("%timeit -n 4 -r 2 -o Thread.sleep(3)"));

        assertThat(timing.loops()).isEqualTo(4);
        assertThat(timing.nanosPerLoop()).hasSize(2);
        assertThat(timing.mean()).isGreaterThanOrEqualTo(3e6);
    }

    @Test
    void timeitErrorsHaveTheirPlaceInTheCell() {
        assertThat(MagicFixture.text(session.failure("int z = 0;\n%timeit -n 1 missing + 1")))
                .contains(":2: error:")
                .contains("    %timeit -n 1 missing + 1\n                 ^");
        assertThat(MagicFixture.text(session.failure("%%timeit -n 1\n// first\nint y = 1 / z;")))
                .contains("ArithmeticException")
                .contains("cell " + session.cells() + ":3");
        assertThat(MagicFixture.text(session.failure("%%timeit missing()\n1 + 1")))
                .contains("cell " + session.cells() + ":1: error:");
        assertThat(session.failure("%timeit -n 0 1").message()).contains("1 to 999999999");
        assertThat(session.failure("%timeit").message()).contains("nothing to time");
    }

    @Test
    @Timeout(60)
    void endlessTimeitIsStoppedByAnInterrupt() throws Exception {
        assertThat(session.interrupted("%timeit while (true) { }")).isInstanceOf(CellOutcome.Interrupted.class);
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void meanAndDeviationAreThoseOfThePopulation() {
        LoopTimer.Timing timing = new LoopTimer.Timing(new double[] {1000, 2000, 3000}, 1);

        assertThat(timing.mean()).isEqualTo(2000);
        assertThat(timing.deviation()).isCloseTo(816.4966, within(1e-4)); // sqrt(2/3) * 1000
        assertThat(timing).hasToString("2 µs ± 816 ns per loop (mean ± std. dev. of 3 runs, 1 loop each)");
    }

    @Test
    void durationsHaveThreeDigitsAndTheUnitThatFits() {
        assertThat(Durations.text(0)).isEqualTo("0 ns");
        assertThat(Durations.text(12.345)).isEqualTo("12.3 ns");
        assertThat(Durations.text(999.6)).isEqualTo("1 µs");
        assertThat(Durations.text(1_234_567)).isEqualTo("1.23 ms");
        assertThat(Durations.text(59.9e9)).isEqualTo("59.9 s");
        assertThat(Durations.text(63e9)).isEqualTo("1min 3s");
        assertThat(Durations.text(3_723e9)).isEqualTo("1h 2min 3s");
    }
}
