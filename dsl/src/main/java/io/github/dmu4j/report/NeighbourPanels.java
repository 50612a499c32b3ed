package io.github.dmu4j.report;

import io.github.dmu4j.data.PixelImage;
import java.util.List;
import java.util.Locale;

/**
 * Query images with what each system finds for them, as HTML with the pictures in it. Right and wrong are told by a tick
 * or a cross and by the kind of the border, not by colour alone.
 *
 * @param panels one a query
 */
public record NeighbourPanels(List<NeighbourPanel> panels) {
    private static final String RIGHT = "#009e73";

    /** Copies the list. */
    public NeighbourPanels {
        panels = List.copyOf(panels);
    }

    /** A fragment for a notebook or a page: no style element, no script. */
    public String toHtml() {
        StringBuilder out = new StringBuilder();
        panels.forEach(panel -> panel(out, panel));
        return out.toString();
    }

    /** One line a query and system: how many of what it finds are right, and their classes. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (NeighbourPanel panel : panels) {
            out.append("query ").append(SafeText.clean(panel.queryId()));
            out.append(", ").append(SafeText.clean(panel.queryLabel())).append('\n');
            for (NeighbourPanel.Row row : panel.rows()) {
                out.append(String.format(Locale.ROOT, "  %-15s", row.name()));
                for (NeighbourPanel.Neighbour found : row.neighbours()) {
                    out.append(found.right() ? " ✓ " : " ✗ ").append(SafeText.clean(SafeText.end(found.label())));
                }
                out.append('\n');
            }
        }
        return out.append("NeighbourPanels of ")
                .append(panels.size())
                .append(panels.size() == 1 ? " query" : " queries")
                .append("; toHtml() shows the images")
                .toString();
    }

    private static void panel(StringBuilder out, NeighbourPanel panel) {
        out.append(
                        "<div class=\"dmu4j-panel\" style=\"display:flex;gap:20px;align-items:flex-start;margin:0 0 20px\">\n")
                .append("<div style=\"text-align:center;flex:none;width:112px\">")
                .append("<div style=\"font-size:12px\">query</div>")
                .append(picture(panel.query(), "query " + panel.queryId() + ", " + panel.queryLabel(), 96))
                .append("<div dir=\"auto\" style=\"font-size:12px;font-weight:600;overflow-wrap:anywhere\">")
                .append(SafeText.html(SafeText.shorten(SafeText.end(panel.queryLabel()), 40)))
                .append("</div><div dir=\"auto\" style=\"font-size:11px;opacity:0.75;overflow-wrap:anywhere\">")
                .append(SafeText.html(SafeText.shorten(SafeText.end(panel.queryId()), 40)))
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
                .append(SafeText.html(SafeText.end(found.label())))
                .append("</div></div>\n");
    }

    /** Small images keep their pixels, so that the reader sees what the model saw. */
    private static String picture(PixelImage image, String words, int side) {
        String scaling = image.width() < side ? ";image-rendering:pixelated" : "";
        return "<img style=\"display:block;width:" + side + "px;height:" + side + "px;object-fit:contain;margin:auto"
                + scaling + "\" alt=\"" + SafeText.html(words) + "\" src=\""
                + PngImages.dataUri(PngImages.thumbnail(image, 2 * side)) + "\">";
    }
}
