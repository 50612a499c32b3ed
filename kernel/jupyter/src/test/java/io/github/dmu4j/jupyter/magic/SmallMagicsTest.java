package io.github.dmu4j.jupyter.magic;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.jupyter.display.Display;
import io.github.dmu4j.jupyter.display.DisplaySink;
import io.github.dmu4j.jupyter.eval.Completeness;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code %env}, {@code %%html}, {@code %%markdown}, {@code %lsmagic}, {@code %help}. */
class SmallMagicsTest {
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
    void settingAVariableSaysWhatItHoldsFor() {
        String printed = session.output("%env SOME_NAME=\"a value\"");

        assertThat(printed)
                .contains("for %%bash and as system property")
                .contains("System.getenv(\"SOME_NAME\") does not");
        assertThat(session.output("%env SOME_NAME").strip()).isEqualTo("a value");
        assertThat(session.value("System.getProperty(\"SOME_NAME\")")).isEqualTo("a value");
        assertThat(session.output("%%bash\necho \"<$SOME_NAME>\"")).isEqualTo("<a value>\n");
    }

    @Test
    void listHidesSecretsAndShowsWhatWasSet() {
        session.output("%env MY_TOKEN=abc\n%env MY_COLOUR=blue");

        assertThat(session.output("%env").lines())
                .contains("MY_TOKEN=<hidden>", "MY_COLOUR=blue")
                .anyMatch(line -> line.startsWith("PATH="));
    }

    @Test
    void unknownAndImpossibleNamesAreErrors() {
        assertThat(session.failure("%env NOT_THERE_AT_ALL").message()).contains("NOT_THERE_AT_ALL is not set");
        assertThat(session.failure("%env a b=1").message()).contains("\"a b\" cannot be a name");
    }

    @Test
    void htmlAndMarkdownAreDisplayedAsTheyStand() {
        List<DisplayData> shown = new ArrayList<>();
        Display.connect(new Collector(shown, new AtomicInteger()));
        try {
            session.output("%%html\n<b>bold</b>\n%who");
            session.output("%%markdown\n# Title");
        } finally {
            Display.connect(null);
        }

        assertThat(shown.get(0).getData(MIMEType.TEXT_HTML)).isEqualTo("<b>bold</b>\n%who");
        assertThat(shown.get(1).getData(MIMEType.TEXT_MARKDOWN)).isEqualTo("# Title");
        assertThat(session.failure("%%html <b>").message()).contains("write the text below it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "quit", "exit()", " quit();\n", "/exit", "%exit", "%quit"})
    void everyWordToLeaveAsksTheClientToLeave(String cell) {
        AtomicInteger exits = new AtomicInteger();
        Display.connect(new Collector(new ArrayList<>(), exits));
        try {
            session.output(cell);
        } finally {
            Display.connect(null);
        }

        assertThat(exits).hasValue(1);
        assertThat(session.evaluator.completeness(cell).status()).isEqualTo(Completeness.Status.COMPLETE);
    }

    @Test
    void aVariableOfThatNameIsAVariable() {
        try (MagicFixture own = new MagicFixture()) {
            own.value("int quit = 7; quit");

            assertThat(own.value("quit")).isEqualTo(7);
        }
        assertThat(session.failure("%exit now").message()).contains("%exit takes nothing");
    }

    private record Collector(List<DisplayData> shown, AtomicInteger exits) implements DisplaySink {
        @Override
        public Object cell() {
            return this;
        }

        @Override
        public void show(DisplayData data) {
            shown.add(data);
        }

        @Override
        public void update(DisplayData data) {}

        @Override
        public void clear(boolean wait) {}

        @Override
        public void page(DisplayData data) {}

        @Override
        public void setNextInput(String code) {}

        @Override
        public void exit() {
            exits.incrementAndGet();
        }

        @Override
        public String ask(String prompt, boolean hidden) {
            return "";
        }
    }

    @Test
    void magicsAreListedBySign() {
        assertThat(session.output("%lsmagic").lines())
                .containsExactly(
                        "for a line: %classpath  %env  %exit  %help  %load  %lsmagic  %maven  %quit  %time  %timeit"
                                + "  %who  %whos",
                        "for a cell: %%bash  %%html  %%markdown  %%time  %%timeit", "%help NAME says what one does");
    }

    @Test
    void helpShowsAllInOneLineEachOrOneWhole() {
        assertThat(session.output("%help").lines())
                .hasSize(15)
                .contains(
                        "%who        Prints the names of the session's variables, in the order of their declaration.");
        assertThat(session.output("%help maven"))
                .startsWith("%maven GROUP:ARTIFACT:VERSION")
                .contains("settings.xml");
        assertThat(session.output("%help %%bash")).startsWith("%%bash");
        assertThat(session.failure("%help mvaen").message()).contains("near it: %maven");
    }
}
