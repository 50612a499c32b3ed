package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class JavaEvaluatorTest {
    private static final EvaluatorFixture session = new EvaluatorFixture();

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void lastExpressionIsTheValueAsAnObject() {
        assertThat(session.value("int one = 1;\none + 1")).isEqualTo(2);
        assertThat(session.value("List.of(1, 2)\n// a comment behind it")).isEqualTo(List.of(1, 2));
    }

    @Test
    void nullIsAValueToo() {
        assertThat(session.run("(Object) null")).isEqualTo(new CellOutcome.Value(null, true));
    }

    @Test
    void semicolonAtTheEndSuppressesTheValue() {
        assertThat(session.run("1 + 1;")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.run("\"a\".length();  // why\n")).isEqualTo(CellOutcome.Value.NONE);
    }

    @Test
    void callWithoutResultAndDeclarationsHaveNoValue() {
        assertThat(session.run("System.out.print(\"\")")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.run("int quiet = 3")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.run("")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.run("// nothing\n")).isEqualTo(CellOutcome.Value.NONE);
    }

    @Test
    void thirtyStatementsAreOneSnippet() {
        session.ok("var log = new ArrayList<Integer>();");
        long before = snippetClasses();

        session.ok(IntStream.range(0, 30)
                .mapToObj(i ->
                        i % 3 == 0 ? "if (log.size() == " + i + ") { log.add(" + i + "); }" : "log.add(" + i + ");")
                .collect(Collectors.joining("\n")));

        assertThat(snippetClasses() - before).isEqualTo(1);
        assertThat(session.value("log.size()")).isEqualTo(30);
    }

    /** How many classes the session has had so far, by the number in the name of the next one. */
    private static long snippetClasses() {
        String name = (String) Objects.requireNonNull(session.value("new Object() {}.getClass().getName()"));
        return Long.parseLong(name.replaceAll("REPL\\.\\$JShell\\$(\\d+).*", "$1")) - 1 - probes++;
    }

    private static int probes;

    /** javac 25, reading it as a member of a class, skips into what follows. */
    @Test
    void callOfAMethodOfANewObjectIsAnExpression() {
        assertThat(session.value("new StringBuilder(\"a\").length()")).isEqualTo(1);
        assertThat(session.value("int before = 1;\nnew StringBuilder(\"ab\").length()"))
                .isEqualTo(2);
    }

    @Test
    void valueWhoseTypeDependsOnItsPlaceIsThatOfTheExpressionAlone() {
        assertThat(session.value("5 > 3 ? 1 : 2.0")).isEqualTo(1.0);
        assertThat(session.value("switch (1) { case 1 -> 1; default -> 2.0; }")).isEqualTo(1.0);
    }

    /** What a cell of one piece is, is told without javac's parser where that can be. */
    @Test
    void cellOfOnePieceIsWhatItWouldBeInALongerCell() {
        session.ok("int whole = 7; int[] row = {1, 2};");
        assertThat(session.value("whole // why")).isEqualTo(7);
        assertThat(session.value("row[1] /* the second */")).isEqualTo(2);
        assertThat(session.value("int.class")).isEqualTo(int.class);
        assertThat(session.value("whole++")).isEqualTo(7);
        assertThat(session.value("whole = 3")).isEqualTo(3);
        assertThat(session.value("whole == 3")).isEqualTo(true);
        assertThat(session.run("var later = whole")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.run("int one, two")).isEqualTo(CellOutcome.Value.NONE);
        assertThat(session.value("one + two")).isEqualTo(0);
        assertThat(EvaluatorFixture.text(session.failure("whole, row"))).contains("whole, row");
        assertThat(EvaluatorFixture.text(session.failure("whole row"))).contains("whole row");
        assertThat(EvaluatorFixture.text(session.failure("unknownName")))
                .contains("unknownName")
                .doesNotContain("Object value");
    }

    @Test
    void modernJavaRuns() {
        session.ok("""
                sealed interface Shape permits Circle, Square {}
                record Circle(double radius) implements Shape {}
                record Square(double side) implements Shape {}
                enum Size { SMALL, LARGE }
                <T extends Comparable<T>> T largest(List<T> values) {
                    return values.stream().max(Comparator.naturalOrder()).orElseThrow();
                }
                Size sizeOf(Shape shape) {
                    if (shape instanceof Circle c && c.radius() > 1) {
                        return Size.LARGE;
                    }
                    return Size.SMALL;
                }
                """);
        assertThat(session.value("""
                var sizes = List.of(new Circle(2), new Square(1)).stream()
                    .map(shape -> switch (sizeOf(shape)) { case SMALL -> "s"; case LARGE -> "l"; })
                    // a chain
                    .collect(Collectors.joining(","));
                String block = \"""
                    % not a magic "quoted"
                    \""";
                sizes + block + largest(List.of(1, 3, 2))
                """)).isEqualTo("l,s% not a magic \"quoted\"\n3");
    }

    @Test
    void classesOfOneCellMayNeedEachOther() {
        session.ok(
                "class Tree { Leaf leaf = new Leaf(); }\nclass Leaf { Tree tree; int size() { return tree == null ? 1 : 2; } }");

        assertThat(session.value("new Tree().leaf.size()")).isEqualTo(1);
        assertThat(session.notes).noneMatch(note -> note.contains("Tree") || note.contains("Leaf"));
    }

    @Test
    void redefinitionIsSeenByWhatWasDefinedBefore() {
        session.ok("int base() { return 1; }\nint twice() { return 2 * base(); }\nint redefined = 1;");
        session.ok("int base() { return 5; }");
        session.ok("String redefined = \"text\";");
        session.ok("class Version { int number() { return 1; } }");
        session.ok("class Version { String number() { return \"two\"; } }");

        assertThat(session.value("twice() + redefined + new Version().number()"))
                .isEqualTo("10texttwo");
    }

    @Test
    void valueOfAnExpressionIsNotKept() {
        WeakReference<?> given = new WeakReference<>(session.value("new byte[100_000]"));

        assertThat(isFreed(given)).isTrue();
        assertThat(session.evaluator.variables())
                .noneMatch(variable -> variable.name().startsWith("$"));
    }

    @Test
    void valueOfAnOverwrittenVariableIsNotKept() {
        session.ok("Object big = new byte[100_000];");
        WeakReference<?> old = new WeakReference<>(session.value("big"));

        session.ok("Object big = \"small\";");

        assertThat(isFreed(old)).isTrue();
    }

    private static boolean isFreed(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    @Test
    void variablesAreListedWithTypeAndValueInOrder() {
        session.ok("var listedFirst = new ArrayList<String>(List.of(\"a\"));\nint listedSecond = 4;\nlistedSecond++;");

        assertThat(session.evaluator.variables())
                .filteredOn(variable -> variable.name().startsWith("listed"))
                .containsExactly(
                        new Variable("listedFirst", "ArrayList<String>", List.of("a")),
                        new Variable("listedSecond", "int", 5));
    }

    @Test
    void methodMayComeBeforeWhatItNeedsAndTheUserHearsOfIt() {
        session.ok("int early() { return later() + 1; }");

        assertThat(session.notes).contains("note: early() cannot be used before a cell defines method later()");
        CellOutcome.Failed failed = session.failure("early()");
        assertThat(failed.name()).isEqualTo("UnresolvedReference");
        assertThat(failed.message()).isEqualTo("early() needs method later(), which no cell has defined");

        session.ok("int later() { return 41; }");
        assertThat(session.value("early()")).isEqualTo(42);
    }

    @Test
    void variableOfAnUnknownTypeIsAnError() {
        CellOutcome.Failed failed = session.failure("int fine = 1;\nStrng typo = null;");

        assertThat(EvaluatorFixture.text(failed)).contains("cell", ":2: error: cannot find symbol", "class Strng");
        assertThat(session.evaluator.variables())
                .noneMatch(variable -> variable.name().equals("typo"));
    }

    @Test
    void contextClassLoaderIsTheSessionsOnEveryThread() throws Exception {
        Object onTheCells = session.value("Thread.currentThread().getContextClassLoader()");
        Object onAThread = session.value("""
                var seen = new java.util.concurrent.CompletableFuture<ClassLoader>();
                new Thread(() -> seen.complete(Thread.currentThread().getContextClassLoader())).start();
                seen.get()
                """);

        assertThat(onTheCells).isSameAs(session.evaluator.classLoader());
        assertThat(onAThread).isSameAs(session.evaluator.classLoader());
        assertThat(session.evaluator.classLoader().getParent()).isSameAs(JavaEvaluator.class.getClassLoader());
    }

    @Test
    void cellDoesNotWaitForTheThreadsThatItStarts() {
        long begin = System.nanoTime();

        session.ok(
                "var background = new Thread(() -> { try { Thread.sleep(20_000); } catch (InterruptedException e) {} });\n"
                        + "background.setDaemon(true);\nbackground.start();");

        assertThat((System.nanoTime() - begin) / 1_000_000).isLessThan(15_000);
        session.ok("background.interrupt();");
    }

    @Test
    void threadOfACellInheritsFromTheCallingThread() {
        InheritableThreadLocal<String> request = new InheritableThreadLocal<>();
        request.set("request 7");
        System.getProperties().put("dmu4j.test.request", request);

        assertThat(session.value(
                        "((InheritableThreadLocal<?>) System.getProperties().get(\"dmu4j.test.request\")).get()"))
                .isEqualTo("request 7");
        System.getProperties().remove("dmu4j.test.request");
    }

    @Test
    void toStringOfAValueIsNeverCalled() {
        assertThat(session.value("new Object() { public String toString() { throw new AssertionError(); } }"))
                .isNotNull();
    }

    @Test
    void expressionLeavesNoTrace() {
        session.ok("int known = 20;");
        List<Variable> before = session.evaluator.variables();

        assertThat(session.evaluator.expression("known + 1")).isEqualTo(new CellOutcome.Value(21, true));
        assertThat(session.evaluator.expression("int x = 1;")).isInstanceOf(CellOutcome.Failed.class);
        assertThat(session.evaluator.expression("1 / 0")).isInstanceOf(CellOutcome.Failed.class);
        assertThat(session.evaluator.variables()).isEqualTo(before);
    }

    @Test
    void statementsBeforeTheFailingOneHaveRun() {
        session.ok("int reached = 0;");
        session.failure("reached = 1;\nint bad = 1 / 0;\nreached = 2;");

        assertThat(session.value("reached")).isEqualTo(1);
    }
}
