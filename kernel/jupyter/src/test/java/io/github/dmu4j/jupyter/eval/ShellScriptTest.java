package io.github.dmu4j.jupyter.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellScriptTest {
    @Test
    void chainBecomesOneLineWhateverCommentsStandBetweenItsLinks() {
        assertThat(forTheTool("var x = f()\n    .a() // why\n    // more\n    /* and\n more */ .b();\nint y = 1;\n"))
                .isEqualTo("var x = f().a().b();\nint y = 1;\n");
    }

    @Test
    void literalsAndCommentsThatLookLikeChainsStay() {
        String text =
                "var s = \"\"\"\n    a \\\"\"\" \"\n    .b()\n    \"\"\";\n// \"\n/* x\n.y */ char c = '\"';\nint z = 2;\n";

        assertThat(forTheTool(text)).isEqualTo(text);
    }

    @Test
    void numberThatBeginsWithADotIsNoChain() {
        String text = "double d = 1 +\n  .5;\n";

        assertThat(forTheTool(text)).isEqualTo(text);
    }

    @Test
    void longTextBlockIsRead() {
        String text = "var s = \"\"\"\n" + "\\n \"quoted\" text\n".repeat(2_000) + "\"\"\";\n";

        assertThat(forTheTool(text)).isEqualTo(text);
    }

    private static String forTheTool(String text) {
        return ShellScript.forTheTool(new Script("test", text));
    }
}
