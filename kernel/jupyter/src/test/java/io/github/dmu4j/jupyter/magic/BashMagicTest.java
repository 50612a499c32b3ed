package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code %%bash}. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(60)
class BashMagicTest {
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
    void outputOfBothStreamsArgumentsAndLinesAreTheCells() {
        assertThat(session.output("%%bash one 'two three'\necho $2; echo err >&2; echo line $LINENO"))
                .contains("two three\n")
                .contains("err\n")
                .contains("line 2\n");
    }

    @Test
    void statusOtherThanZeroIsAnError() {
        CellOutcome.Failed failed = session.failure("%%bash\necho before\nexit 3");

        assertThat(session.printed()).isEqualTo("before\n");
        assertThat(failed.message()).isEqualTo("%%bash ended with status 3");
        CellOutcome.Failed missing = session.failure("%%bash\n\nno_such_command_here");
        assertThat(missing.message()).isEqualTo("%%bash ended with status 127: a command was not found");
        assertThat(session.printed()).contains("cell " + session.cells() + ": line 3: no_such_command_here");
    }

    @Test
    void outputComesWhileTheCommandsRun() throws Exception {
        PipedInputStream seen = new PipedInputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(new PipedOutputStream(seen), true, StandardCharsets.UTF_8));
        try {
            Thread cell = new Thread(() -> session.evaluator.evaluate("%%bash\necho early; sleep 60", 1));
            cell.start();
            assertThat(new BufferedReader(new InputStreamReader(seen, StandardCharsets.UTF_8)).readLine())
                    .isEqualTo("early");
            assertThat(cell.isAlive()).isTrue();
            session.evaluator.interrupt();
            cell.join(10_000);
            assertThat(cell.isAlive()).isFalse();
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void interruptEndsTheCommandsAndTheirChildren() throws Exception {
        CellOutcome outcome = session.interrupted("%%bash\n(sleep 987654; true) | cat");

        assertThat(outcome).isInstanceOf(CellOutcome.Interrupted.class);
        assertThat(MagicFixture.text(outcome)).contains("cell " + session.cells() + ":1");
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .isEmpty();
        assertThat(session.value("1 + 1")).isEqualTo(2);
    }

    @Test
    void processLeftInTheBackgroundIsNotWaitedFor() {
        long begin = System.nanoTime();

        assertThat(session.output("%%bash\nsleep 20 &\necho done")).isEqualTo("done\n");
        assertThat(System.nanoTime() - begin).isLessThan(15_000_000_000L);
    }

    @Test
    void openQuoteInTheArgumentsIsAnError() {
        assertThat(session.failure("%%bash 'a\nls").message()).contains("quote ' is not closed");
    }
}
