package io.github.dmu4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.data.PixelImage;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighbourPanelsTest {
    private static final PixelImage PICTURE = new PixelImage(1, 1, 1, new byte[1]);

    private static String page(String label) {
        return new NeighbourPanels(List.of(new NeighbourPanel(
                        "images/Korean/q.png",
                        label,
                        PICTURE,
                        List.of(new NeighbourPanel.Row(
                                "old-to-old",
                                List.of(
                                        new NeighbourPanel.Neighbour("images/Korean/g.png", label, PICTURE, 0.5, true),
                                        new NeighbourPanel.Neighbour(
                                                "images/Greek/h.png", "Greek/x", PICTURE, 0.25, false)))))))
                .toHtml();
    }

    @Test
    void shortLabelsShowTheEndOfAPathAndTooltipsAllOfIt() {
        assertThat(page("Korean/character35"))
                .contains(
                        ">character35</div>",
                        ">q.png</div>",
                        ">x</div>",
                        "right: Korean/character35, images/Korean/g.png")
                .contains("1 of 2 right")
                .doesNotContain(">Korean/character35</div>");
    }

    @Test
    void labelsWithoutAPathStayAsTheyAre() {
        for (String label : List.of("apple", "", "/", "ends/")) {
            assertThat(page(label)).contains(">" + label + "</div>");
        }
    }
}
