package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.eval.CellParts;
import io.github.dmu4j.jupyter.eval.Stopwatch;
import io.github.dmu4j.jupyter.magic.LoopTimer.Timing;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code %time} and {@code %timeit}: how long Java takes, without what compiles it first. */
final class TimeMagics {
    static final String TIME = "time";
    private static final int RUNS = 7;
    private static final Pattern OPTION =
            Pattern.compile("-(?:(?<number>[nr])\\s*(?<value>\\d+)|(?<flag>o))(?:\\s+|$)");

    private TimeMagics() {}

    static List<Magic> all() {
        return List.of(
                new Magic(
                        TIME,
                        Form.BOTH,
                        Takes.JAVA,
                        "%time JAVA\n%%time",
                        "Runs a line or a cell of Java once, and prints its processor and wall time.",
                        "Compiling is not counted; processor time is that of all threads of the process. The value is shown and"
                                + " variables are kept, as without %time.",
                        TimeMagics::time),
                new Magic(
                        "timeit",
                        Form.BOTH,
                        Takes.JAVA,
                        "%timeit [-n LOOPS] [-r RUNS] [-o] JAVA\n%%timeit [-n LOOPS] [-r RUNS] [-o] [SETUP]",
                        "Runs Java many times, and prints the mean and standard deviation of one loop over 7 runs.",
                        "The first run count of 1, 10, 100 ... that takes 0.2 s is taken for LOOPS. SETUP runs before every run,"
                                + " not timed. -o gives the timing as the value. Variables of the code are its own.",
                        TimeMagics::timeit));
    }

    private static CellOutcome time(MagicCall call) throws MagicFailure {
        MagicPart part = call.part();
        CellParts cell = call.cell();
        boolean below = part.isCellMagic();
        if (below && !call.arguments().isEmpty()) {
            throw new MagicFailure("%%time times the lines below it; for one line write %time " + call.arguments());
        }
        int from = below ? part.bodyFrom() : part.argsFrom();
        int to = below ? part.end() : part.argsTo();
        requireCode(call, from, to);
        Stopwatch watch = new Stopwatch();
        CellOutcome outcome = call.inJava(() -> cell.run(from, to, watch));
        if (outcome instanceof CellOutcome.Value) {
            System.out.println("CPU time: " + Durations.text((double) watch.cpuNanos()) + " (all threads), wall time: "
                    + Durations.text((double) watch.wallNanos()));
        }
        return outcome;
    }

    /** Where the Java of a line magic begins, behind its options. */
    static int javaFrom(String code, MagicPart part) {
        int from = part.argsFrom();
        if (!part.name().equals(TIME)) {
            Matcher option = OPTION.matcher(code).region(from, part.argsTo());
            while (option.lookingAt()) {
                from = option.end();
                option.region(from, part.argsTo());
            }
        }
        return from;
    }

    private static void requireCode(MagicCall call, int from, int to) throws MagicFailure {
        if (call.cell().isEmpty(from, to)) {
            throw new MagicFailure(call.shownName() + " has nothing to time: "
                    + (call.part().isCellMagic() ? "write the code below it" : "write the code behind it"));
        }
    }

    private static CellOutcome timeit(MagicCall call) throws MagicFailure {
        MagicPart part = call.part();
        CellParts cell = call.cell();
        long loops = 0;
        int runs = RUNS;
        boolean asValue = false;
        int behindOptions = part.argsFrom();
        Matcher option = OPTION.matcher(cell.code()).region(behindOptions, part.argsTo());
        while (option.lookingAt()) {
            long value = number(option.group("value"));
            asValue |= option.group("flag") != null;
            loops = "n".equals(option.group("number")) ? value : loops;
            runs = "r".equals(option.group("number")) ? (int) value : runs;
            behindOptions = option.end();
            option.region(behindOptions, part.argsTo());
        }
        boolean below = part.isCellMagic();
        int from = below ? part.bodyFrom() : behindOptions;
        int to = below ? part.end() : part.argsTo();
        requireCode(call, from, to);
        String setup = "";
        if (below && !cell.isEmpty(behindOptions, part.argsTo())) {
            setup = statement(cell.code().substring(behindOptions, part.argsTo()));
            int setupFrom = behindOptions;
            CellOutcome check = call.inJava(() -> cell.runInside(
                    "(" + TimedLoop.class.getName() + ") $n -> { ",
                    setupFrom,
                    part.argsTo(),
                    terminator(cell.code().substring(setupFrom, part.argsTo())) + "\nreturn 0; }"));
            if (!(check instanceof CellOutcome.Value)) {
                return check;
            }
        }
        CellOutcome outcome = measured(call, setup, from, to, loops, runs);
        if (outcome instanceof CellOutcome.Value value && value.value() instanceof Timing timing) {
            System.out.println(timing);
            return asValue ? MagicCall.value(timing) : MagicCall.DONE;
        }
        return outcome;
    }

    private static long number(@Nullable String digits) throws MagicFailure {
        if (digits == null) {
            return 0;
        }
        if (digits.length() > 9 || Long.parseLong(digits) == 0) {
            throw new MagicFailure("%timeit: " + digits + " loops or runs were asked; 1 to 999999999 are possible");
        }
        return Long.parseLong(digits);
    }

    /** The code's value is used, so that it is not optimised away; code that has none, or is no expression, stands alone. */
    private static CellOutcome measured(MagicCall call, String setup, int from, int to, long loops, int runs) {
        String timer = LoopTimer.class.getName();
        String before = timer + ".measure(" + loops + "L, " + runs + ", $n -> { " + setup
                + "long $t = System.nanoTime(); for (long $i = 0; $i < $n; $i++) { ";
        String after = "\n} return System.nanoTime() - $t; })";
        CellParts cell = call.cell();
        String code = cell.code().substring(from, to);
        boolean expression =
                !code.stripTrailing().endsWith(";") && !code.stripTrailing().endsWith("}");
        if (expression) {
            CellOutcome used = call.inJava(() -> cell.runInside(before + timer + ".use(\n", from, to, "\n);" + after));
            if (!(used instanceof CellOutcome.Failed failed) || failed.cause().isPresent()) {
                return used;
            }
        }
        return call.inJava(() -> cell.runInside(before, from, to, terminator(code) + after));
    }

    private static String statement(String code) {
        return code + terminator(code) + "\n";
    }

    private static String terminator(String code) {
        String stripped = code.stripTrailing();
        return stripped.endsWith(";") || stripped.endsWith("}") ? "" : "\n;";
    }
}
