package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.dmu4j.base.Json;
import org.junit.jupiter.api.Test;

class SafeTextTest {
    @Test
    void htmlEscapesEverythingThatCouldEndAnElementOrAnAttribute() {
        assertThat(SafeText.html("<a href=\"x\" id='y'>&amp;"))
                .isEqualTo("&lt;a href=&quot;x&quot; id=&#39;y&#39;&gt;&amp;amp;");
    }

    @Test
    void plotlyTextHasNoTagsAndNoMathematics() {
        assertThat(SafeText.plotly("<b>$x$ & y")).isEqualTo("&lt;b&gt;&#36;x&#36; &amp; y");
    }

    @Test
    void scriptTextCannotEndTheScriptAndIsStillTheSameJson() throws Exception {
        String hostile = "</script><!-- \u2028 & \\ \" \n";

        String safe = SafeText.scriptString(hostile);

        assertThat(safe).doesNotContain("<", ">", "&", "\u2028", "\n");
        assertThat(Json.mapper().readTree(safe)).isEqualTo(TextNode.valueOf(hostile));
    }

    @Test
    void cleanKeepsLettersOfAllScriptsAndEmojiButNoControlsTurnsOrHalfPairs() {
        assertThat(SafeText.clean("a\nb\u0000c\u202ed\u2066e")).isEqualTo("a b cde");
        assertThat(SafeText.clean("שלום 🧀 käse")).isEqualTo("שלום 🧀 käse");
        assertThat(SafeText.clean("x\ud800y")).isEqualTo("x\ufffdy");
    }

    @Test
    void shortenCountsCodePointsAndNeverCutsAPair() {
        assertThat(SafeText.shorten("🧀🧀🧀🧀", 3)).isEqualTo("🧀🧀…");
        assertThat(SafeText.shorten("abc", 3)).isEqualTo("abc");
    }

    @Test
    void numbersHaveThreeDecimalsAndNanIsADash() {
        assertThat(SafeText.number(0.5714)).isEqualTo("0.571");
        assertThat(SafeText.signed(0.0406)).isEqualTo("+0.041");
        assertThat(SafeText.number(Double.NaN)).isEqualTo("–");
    }
}
