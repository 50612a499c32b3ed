package io.github.dmu4j.jupyter.display;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private record Registered(int n) {}

    @Test
    void arraysAndCollectionsAreShownByTheirElements() {
        assertThat(text(new int[] {1, 2})).isEqualTo("[1, 2]");
        assertThat(text(new @Nullable Object[] {"a", new double[] {0.5}, null})).isEqualTo("[a, [0.5], null]");
        assertThat(text(List.of(new char[] {'x'}))).isEqualTo("[[x]]");
        assertThat(text(new TreeMap<>(Map.of("k", new long[] {7})))).isEqualTo("{k=[7]}");
        assertThat(text(null)).isEqualTo("null");
        assertThat(text("text")).isEqualTo("text");
    }

    @Test
    void longArrayIsCutAndSaysSo() {
        assertThat(text(new int[1_000])).startsWith("[0, 0, ").endsWith("0, ... 800 more]");
    }

    @Test
    void collectionThatContainsItselfEnds() {
        List<Object> self = new ArrayList<>();
        self.add(self);
        assertThat(text(self)).contains("[...]");
    }

    @Test
    void pngOfAnImageCanBeReadBack() throws IOException {
        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        image.setRGB(2, 1, 0x123456);
        String base64 = Display.bundle(image).getData(MIMEType.IMAGE_PNG).toString();

        BufferedImage back =
                ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
        assertThat(back.getWidth()).isEqualTo(3);
        assertThat(back.getRGB(2, 1) & 0xFFFFFF).isEqualTo(0x123456);
    }

    @Test
    void wrappersGiveTheirMimeTypeAndText() {
        assertBundle(new Html("<b>x</b>"), "text/html", "<b>x</b>");
        assertBundle(new Markdown("*x*"), "text/markdown", "*x*");
        assertBundle(new Latex("$x$"), "text/latex", "$x$");
        assertBundle(new Svg("<svg/>"), "image/svg+xml", "<svg/>");
        assertBundle(new Json("{\"a\":1}"), "application/json", "{\"a\":1}");
    }

    @Test
    void registeredClassIsRenderedByWhatItHasRegistered() {
        Display.bundles()
                .renderer()
                .createRegistration(Registered.class)
                .preferring("text/html")
                .register((value, context) ->
                        context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<i>" + value.n() + "</i>"));

        assertBundle(new Registered(5), "text/html", "<i>5</i>");
        assertThat(text(new Registered(5))).isEqualTo("Registered[n=5]");
    }

    @Test
    void rendererThatThrowsAnErrorLeavesTheText() {
        class Broken {
            @Override
            public String toString() {
                return "text";
            }
        }
        Display.bundles()
                .renderer()
                .createRegistration(Broken.class)
                .preferring("text/html")
                .register((value, context) -> {
                    throw new NoClassDefFoundError("missing/Type");
                });

        assertThat(text(new Broken())).startsWith("text").contains("NoClassDefFoundError: missing/Type");
    }

    @Test
    void everyListenerHearsOfACellsEndEvenIfAnotherOneThrows() {
        List<CellEnd> heard = new ArrayList<>();
        Runnable endFirst = Display.whenCellEnds(end -> {
            throw new IllegalStateException("broken");
        });
        Runnable endSecond = Display.whenCellEnds(heard::add);
        CellEnd end = new CellEnd(CellEnd.Kind.FAILED, "java.io.IOException", "no");
        PrintStream err = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            Display.cellEnded(end);
        } finally {
            System.setErr(err);
            endFirst.run();
            endSecond.run();
        }
        Display.cellEnded(end);

        assertThat(heard).containsExactly(end);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("broken");
    }

    @Test
    void displayIdDoesNotStickToABundleThatIsShownTwice() {
        DisplayData mine = new DisplayData("x");
        Display.bundle(mine).setDisplayId("id");
        assertThat(mine.hasDisplayId()).isFalse();
    }

    private static void assertBundle(Object value, String type, String expected) {
        DisplayData data = Display.bundle(value);
        assertThat(data.getData(MIMEType.parse(type))).isEqualTo(expected);
        assertThat(Bundles.text(data)).isNotEmpty();
    }

    private static String text(@Nullable Object value) {
        return Bundles.text(Display.bundle(value));
    }
}
