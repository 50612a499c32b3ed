package io.github.dmu4j.jupyter.display;

import java.awt.image.RenderedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
import org.jspecify.annotations.Nullable;

/**
 * Values to MIME bundles. jjava's Renderer finds what a class, its superclasses or interfaces have registered; the text
 * is ours. A renderer or a {@code toString} that throws, an {@link Error} included, leaves a text that says so.
 */
public final class Bundles {
    private final Renderer renderer = new TextRenderer();

    Bundles() {
        // Not jjava's own: it reads every InputStream to its end and cuts off the end of the Base64 text.
        renderer.createRegistration(RenderedImage.class)
                .preferring(MIMEType.IMAGE_PNG)
                .register((image, context) -> context.renderIfRequested(MIMEType.IMAGE_PNG, () -> png(image)));
    }

    /** The registry; give it to an {@code Extension}. */
    public Renderer renderer() {
        return renderer;
    }

    DisplayData of(@Nullable Object value) {
        DisplayData data = new DisplayData();
        if (value instanceof DisplayData ready) {
            data.assign(ready); // a copy, so that a display id does not stick to it
        } else if (value == null) {
            data.putText("null");
        } else {
            render(value, data);
        }
        return data;
    }

    private void render(Object value, DisplayData data) {
        String failure = "";
        try {
            data.assign(renderer.render(value));
        } catch (Throwable e) { // users' code: StackOverflowError, NoClassDefFoundError, AssertionError ...
            failure = " (its renderer threw " + PlainText.describe(e) + ")";
        }
        if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
            data.putText(PlainText.of(value) + failure);
        }
    }

    /** {@code text/plain} of a bundle; empty if it has none. */
    public static String text(DisplayData data) {
        Object text = data.getData(MIMEType.TEXT_PLAIN);
        return text == null ? "" : text.toString();
    }

    private static String png(RenderedImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory cannot fail
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** jjava's, with our text for values. */
    private static final class TextRenderer extends Renderer {
        @Override
        protected DisplayData finalizeDisplayData(DisplayData data, Object value) {
            if (!data.hasDataForType(MIMEType.TEXT_PLAIN)) {
                data.putText(PlainText.of(value));
            }
            return data;
        }
    }
}
