package io.github.dmu4j.bridge.rich;

import com.fasterxml.jackson.core.type.TypeReference;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.report.SafeFigure;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.dflib.jjava.jupyter.kernel.display.RenderContext;
import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;

/** A figure in all the forms that clients understand. */
final class FigureBundle {
    /** What Visual Studio Code and JupyterLab with its plotly extension draw by themselves. */
    static final MIMEType PLOTLY = MIMEType.parse("application/vnd.plotly.v1+json");

    static final int MAX_PNG_BYTES = 60_000;
    static final int MAX_JSON_BYTES = 300_000;

    private static final TypeReference<Map<String, Object>> MAP = new TypeReference<>() {};

    private FigureBundle() {}

    /** HTML and text always; the picture and the specification unless they are too large. */
    static void put(SafeFigure figure, FigureHtml html, RenderContext context) {
        context.renderIfRequested(MIMEType.TEXT_PLAIN, figure::toString);
        context.renderIfRequested(MIMEType.TEXT_HTML, () -> html.of(figure));
        if (context.wantsDataRenderedAs(MIMEType.IMAGE_PNG)) {
            figure.staticPng(MAX_PNG_BYTES)
                    .ifPresent(png -> context.getOutputContainer().putData(MIMEType.IMAGE_PNG, ImageHtml.base64(png)));
        }
        if (context.wantsDataRenderedAs(PLOTLY)
                && figure.spec().toString().getBytes(StandardCharsets.UTF_8).length <= MAX_JSON_BYTES) {
            context.getOutputContainer().putData(PLOTLY, Json.mapper().convertValue(figure.spec(), MAP));
        }
    }
}
