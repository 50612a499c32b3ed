package io.github.dmu4j.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Draws as a PNG with AWT. Headless Java runtimes without libharfbuzz or fontconfig throw errors in here of every kind:
 * only {@link SafeFigure} uses it, and does without.
 */
final class AwtCanvas implements Canvas {
    /** Pixels of the picture per pixel of the drawing: sharper than 1, and usually below 60 KB. */
    static final double SCALE = 1.25;

    private final BufferedImage image;
    private final Graphics2D graphics;

    AwtCanvas(int width, int height, double scale) {
        image = new BufferedImage(
                (int) Math.ceil(width * scale), (int) Math.ceil(height * scale), BufferedImage.TYPE_INT_ARGB);
        graphics = image.createGraphics();
        graphics.scale(scale, scale);
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** The whole file, transparent where nothing was drawn. */
    byte[] png() {
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    @Override
    public void rectangle(double x, double y, double w, double h, String color, SeriesStyle.Pattern pattern) {
        Shape area = new Rectangle2D.Double(x, y, w, h);
        graphics.setColor(Color.decode(color));
        graphics.fill(area);
        if (pattern == SeriesStyle.Pattern.NONE || w <= 0 || h <= 0) {
            return;
        }
        Color ink = Color.decode(SeriesStyle.textOn(color));
        graphics.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 115));
        graphics.setStroke(new BasicStroke(1f));
        Shape before = graphics.getClip();
        graphics.clip(area);
        for (double at = -h; at < w + h; at += 8) {
            switch (pattern) {
                case RISING -> graphics.draw(new Line2D.Double(x + at, y + h, x + at + h, y));
                case FALLING -> graphics.draw(new Line2D.Double(x + at, y, x + at + h, y + h));
                case CROSSED -> {
                    graphics.draw(new Line2D.Double(x + at, y + h, x + at + h, y));
                    graphics.draw(new Line2D.Double(x + at, y, x + at + h, y + h));
                }
                case FLAT -> graphics.draw(new Line2D.Double(x, y + at + 4, x + w, y + at + 4));
                case UPRIGHT -> graphics.draw(new Line2D.Double(x + at, y, x + at, y + h));
                case DOTS -> {
                    for (double down = 4; down < h; down += 8) {
                        graphics.fill(new Rectangle2D.Double(x + at + h % 8, y + down, 2, 2));
                    }
                }
                case NONE -> {}
            }
        }
        graphics.setClip(before);
    }

    @Override
    public void line(double x0, double y0, double x1, double y1, String color, double width, SeriesStyle.Dash dash) {
        polyline(new double[] {x0, x1}, new double[] {y0, y1}, color, width, dash);
    }

    @Override
    public void polyline(double[] x, double[] y, String color, double width, SeriesStyle.Dash dash) {
        Path2D path = new Path2D.Double();
        for (int i = 0; i < x.length; i++) {
            if (i == 0) {
                path.moveTo(x[i], y[i]);
            } else {
                path.lineTo(x[i], y[i]);
            }
        }
        graphics.setColor(Color.decode(color));
        graphics.setStroke(stroke((float) width, dash));
        graphics.draw(path);
    }

    private static BasicStroke stroke(float width, SeriesStyle.Dash dash) {
        if (dash.svg.isEmpty()) {
            return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
        }
        String[] parts = dash.svg.split(" ", -1);
        float[] lengths = new float[parts.length];
        for (int i = 0; i < parts.length; i++) {
            lengths[i] = Float.parseFloat(parts[i]);
        }
        return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, lengths, 0);
    }

    @Override
    public void marker(double x, double y, double r, SeriesStyle.Marker marker, String color, String outline) {
        double[] points = switch (marker) {
            case CIRCLE -> new double[0];
            case SQUARE -> new double[] {-1, -1, 1, -1, 1, 1, -1, 1};
            case DIAMOND -> new double[] {0, -1.3, 1.3, 0, 0, 1.3, -1.3, 0};
            case TRIANGLE -> new double[] {0, -1.2, 1.2, 0.9, -1.2, 0.9};
            case CROSS ->
                new double[] {
                    -1, -.5, -.5, -1, 0, -.5, .5, -1, 1, -.5, .5, 0, 1, .5, .5, 1, 0, .5, -.5, 1, -1, .5, -.5, 0
                };
            case STAR ->
                new double[] {
                    0, -1.4, .35, -.45, 1.35, -.4, .55, .2, .85, 1.2, 0, .6, -.85, 1.2, -.55, .2, -1.35, -.4, -.35, -.45
                };
        };
        Shape shape = new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r);
        if (points.length > 0) {
            Path2D path = new Path2D.Double();
            path.moveTo(x + r * points[0], y + r * points[1]);
            for (int i = 2; i < points.length; i += 2) {
                path.lineTo(x + r * points[i], y + r * points[i + 1]);
            }
            path.closePath();
            shape = path;
        }
        graphics.setColor(Color.decode(color));
        graphics.fill(shape);
        graphics.setColor(Color.decode(outline));
        graphics.setStroke(new BasicStroke(0.6f));
        graphics.draw(shape);
    }

    @Override
    public void text(
            double x, double y, String text, Anchor anchor, double size, String color, boolean bold, double turn) {
        String line = SafeText.clean(text);
        graphics.setFont(new Font(Font.SANS_SERIF, bold ? Font.BOLD : Font.PLAIN, 12).deriveFont((float) size));
        double length = graphics.getFontMetrics().stringWidth(line);
        double shift = switch (anchor) {
            case START -> 0;
            case MIDDLE -> -length / 2;
            case END -> -length;
        };
        AffineTransform before = graphics.getTransform();
        graphics.translate(x, y);
        graphics.rotate(Math.toRadians(turn));
        graphics.setColor(Color.decode(color.toLowerCase(Locale.ROOT)));
        graphics.drawString(line, (float) shift, 0f);
        graphics.setTransform(before);
    }
}
