package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.Completion.Candidate;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final EvaluatorFixture session = new EvaluatorFixture();

    @AfterAll
    static void close() {
        session.close();
    }

    @Test
    void membersHaveTypeAndSignature() {
        String code = "int before = 1;\n\"text\".subst";

        Completion completion = session.evaluator.complete(code, code.length());

        assertThat(code.substring(completion.from(), completion.to())).isEqualTo("subst");
        assertThat(completion.candidates()).singleElement().satisfies(candidate -> {
            assertThat(candidate.text()).isEqualTo("substring(");
            assertThat(candidate.type()).isEqualTo("function");
            assertThat(candidate.signature().lines())
                    .allSatisfy(line -> assertThat(line).matches("substring\\(int \\w+(, int \\w+)?\\) : String"))
                    .hasSize(2);
        });
    }

    @Test
    void typeArgumentsAreFilledIn() {
        session.ok("var names = new ArrayList<Map<String, Integer>>();");

        assertThat(of("names.remov", "remove(").orElseThrow().signature())
                .contains(": Map<String,Integer>", ": boolean");
    }

    @Test
    void whatTheSameCellDeclaresIsKnownBeforeItRuns() {
        assertThat(of("import java.time.*;\nvar later = new StringBuilder();\nlater.rev", "reverse()"))
                .isPresent();
        assertThat(of("record Point(int x) {}\nvar p = new Point(1);\np.", "x()"))
                .isPresent();
    }

    @Test
    void completionWorksInsideOfCallsLambdasAndDeclarations() {
        assertThat(of("System.out.println(List.of(\"a\").stream().map(s -> s.toUpp", "toUpperCase("))
                .isPresent();
        assertThat(of("int f(String word) {\n    return word.len", "length()")).isPresent();
        assertThat(of("class C {\n    String s;\n    int n() { return s.len", "length()"))
                .isPresent();
    }

    @Test
    void ownNamesHaveTheirTypes() {
        session.ok("int uniqueNumber = 1;\nint uniqueMethod(int a, String b) { return a; }\nclass UniqueType {}");

        assertThat(of("unique", "uniqueNumber")).contains(new Candidate("uniqueNumber", "instance", "int"));
        assertThat(of("unique", "uniqueMethod("))
                .contains(new Candidate("uniqueMethod(", "function", "uniqueMethod(int,String)"));
        assertThat(of("Unique", "UniqueType").orElseThrow().type()).isEqualTo("class");
    }

    @Test
    void packagesAndClassesAreTold() {
        assertThat(of("java.ut", "util.").orElseThrow().type()).isEqualTo("module");
        assertThat(of("java.util.Array", "ArrayList").orElseThrow().type()).isEqualTo("class");
        assertThat(of("import java.util.conc", "concurrent.").orElseThrow().type())
                .isEqualTo("module");
    }

    @Test
    void nothingIsKnownOfNonsense() {
        Completion completion = session.evaluator.complete("qqqqzz.", 7);

        assertThat(completion).isEqualTo(new Completion(7, 7, java.util.List.of()));
        assertThat(session.evaluator.complete("abc", 99).to()).isEqualTo(3);
    }

    private static Optional<Candidate> of(String code, String text) {
        return session.evaluator.complete(code, code.length()).candidates().stream()
                .filter(candidate -> candidate.text().equals(text))
                .findFirst();
    }
}
