package io.github.dmu4j.report;

import io.github.dmu4j.data.PixelImage;
import java.util.List;
import java.util.Locale;

/**
 * Query images with what each system finds for them, as HTML with the pictures in it. Right and wrong are told by a tick
 * or a cross and by the kind of the border, not by colour alone.
 */
public final class NeighbourPanels {
    private static final String RIGHT = "#009e73";

    private NeighbourPanels() {}

    /** A fragment for a notebook or a page: no style element, no script. */
    public static String toHtml(List<NeighbourPanel> panels) {
        StringBuilder out = new StringBuilder();
        panels.forEach(panel -> panel(out, panel));
        return out.toString();
    }

    private static void panel(StringBuilder out, NeighbourPanel panel) {
        out.append(
                        "<div class=\"dmu4j-panel\" style=\"display:flex;gap:20px;align-items:flex-start;margin:0 0 20px\">\n")
                .append("<div style=\"text-align:center;flex:none;width:112px\">")
                .append("<div style=\"font-size:12px\">query</div>")
                .append(picture(panel.query(), "query " + panel.queryId() + ", " + panel.queryLabel(), 96))
                .append("<div dir=\"auto\" style=\"font-size:12px;font-weight:600;overflow-wrap:anywhere\">")
                .append(SafeText.html(SafeText.shorten(end(panel.queryLabel()), 40)))
                .append("</div><div dir=\"auto\" style=\"font-size:11px;opacity:0.75;overflow-wrap:anywhere\">")
                .append(SafeText.html(SafeText.shorten(end(panel.queryId()), 40)))
                .append("</div></div>\n<div style=\"flex:1;min-width:0\">\n");
        for (NeighbourPanel.Row row : panel.rows()) {
            long right = row.neighbours().stream()
                    .filter(NeighbourPanel.Neighbour::right)
                    .count();
            out.append("<div style=\"margin:0 0 8px\"><div style=\"font-size:12px\"><b>")
                    .append(SafeText.html(row.name()))
                    .append("</b> · " + right + " of " + row.neighbours().size() + " right</div>")
                    .append("<div style=\"display:flex;flex-wrap:wrap;gap:8px\">\n");
            row.neighbours().forEach(neighbour -> neighbour(out, neighbour));
            out.append("</div></div>\n");
        }
        out.append("</div>\n</div>\n");
    }

    private static void neighbour(StringBuilder out, NeighbourPanel.Neighbour found) {
        String color = found.right() ? RIGHT : SeriesStyle.VERMILION;
        String words = (found.right() ? "right: " : "wrong: ") + found.label() + ", " + found.id();
        out.append("<div style=\"width:76px;text-align:center\" title=\"" + SafeText.html(words) + "\">")
                .append("<div style=\"border:3px " + (found.right() ? "solid " : "dashed ") + color + "\">")
                .append(picture(found.image(), words, 70))
                .append("</div><div style=\"font-size:11px\"><span style=\"color:" + color + ";font-weight:700\">")
                .append(found.right() ? "✓" : "✗")
                .append("</span> ")
                .append(String.format(Locale.ROOT, "%.2f", found.score()))
                .append("</div><div dir=\"auto\" style=\"font-size:11px;opacity:0.75;overflow:hidden;")
                .append("text-overflow:ellipsis;white-space:nowrap\">")
                .append(SafeText.html(end(found.label())))
                .append("</div></div>\n");
    }

    /** What comes after the last slash: where space is short, {@code character35} of {@code Korean/character35} tells more. */
    private static String end(String path) {
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
    }

    /** Small images keep their pixels, so that the reader sees what the model saw. */
    private static String picture(PixelImage image, String words, int side) {
        String scaling = image.width() < side ? ";image-rendering:pixelated" : "";
        return "<img style=\"display:block;width:" + side + "px;height:" + side + "px;object-fit:contain;margin:auto"
                + scaling + "\" alt=\"" + SafeText.html(words) + "\" src=\""
                + PngImages.dataUri(PngImages.thumbnail(image, 2 * side)) + "\">";
    }
}
