package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UserFramesTest {
    private static final StackTraceElement LIBRARY =
            new StackTraceElement("org.example.Library", "check", "Library.java", 7);
    private static final StackTraceElement CALLED =
            new StackTraceElement("REPL.$JShell$3", "twice", "$JShell$3.java", 4);
    private static final StackTraceElement LAMBDA =
            new StackTraceElement("java.lang.invoke.LambdaForm", "call", "LambdaForm.java", 1);
    private static final StackTraceElement SNIPPET =
            new StackTraceElement("REPL.$JShell$4", "do_it$", "$JShell$4.java", 5);
    private static final StackTraceElement CALLER =
            new StackTraceElement("java.lang.reflect.Method", "invoke", "Method.java", 9);

    private final UserFrames frames = new UserFrames(Set.of(Explaining.class));

    @Test
    void framesGoFromWhereItWasThrownToTheSnippetWithoutMachinery() {
        assertThat(shown(new IllegalStateException("no"))).containsExactly(LIBRARY, CALLED, SNIPPET);
    }

    @Test
    void anExceptionThatExplainsItselfHasOnlyTheSnippetsFrames() {
        assertThat(shown(new Explaining("asked 3, found 2"))).containsExactly(CALLED, SNIPPET);
        assertThat(shown(new MoreSpecial("asked 3, found 2"))).containsExactly(CALLED, SNIPPET);
    }

    @Test
    void aCauseOfAnotherKindKeepsItsFrames() {
        Throwable cause = new IllegalStateException("why");
        new Explaining("asked", cause).setStackTrace(new StackTraceElement[] {CALLED, SNIPPET});

        assertThat(shown(cause)).contains(LIBRARY);
    }

    @Test
    void onAThreadOfItsOwnAllFramesAreThere() {
        Throwable thrown = new IllegalStateException("no");
        thrown.setStackTrace(new StackTraceElement[] {LIBRARY, CALLED, CALLER});

        assertThat(frames.of(thrown, UserFramesTest::isSnippet)).containsExactly(LIBRARY, CALLED);
    }

    private List<StackTraceElement> shown(Throwable thrown) {
        thrown.setStackTrace(new StackTraceElement[] {LIBRARY, CALLED, LAMBDA, SNIPPET, CALLER});
        return frames.of(thrown, UserFramesTest::isSnippet);
    }

    private static boolean isSnippet(StackTraceElement frame) {
        return frame.getClassName().startsWith("REPL.");
    }

    private static class Explaining extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Explaining(String message, Throwable cause) {
            super(message, cause);
        }

        Explaining(String message) {
            super(message);
        }
    }

    private static final class MoreSpecial extends Explaining {
        private static final long serialVersionUID = 1L;

        MoreSpecial(String message) {
            super(message);
        }
    }
}
