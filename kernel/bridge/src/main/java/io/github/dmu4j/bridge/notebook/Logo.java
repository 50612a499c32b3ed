package io.github.dmu4j.bridge.notebook;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;

/** The kernel's picture in a launcher: a grey dot that moves along an arc to a green one, as stored vectors do. */
final class Logo {
    private static final Color OLD = new Color(0x8c8c8c);
    private static final Color NEW = new Color(0x009e73);

    private Logo() {}

    /** As PNG, {@code side} pixels square, on a transparent ground. */
    static byte[] png(int side) throws IOException {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.scale(side / 64.0, side / 64.0);
        Path2D arc = new Path2D.Double();
        arc.moveTo(14, 44);
        arc.curveTo(14, 14, 34, 10, 46, 20);
        graphics.setColor(NEW);
        graphics.setStroke(new BasicStroke(5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        graphics.draw(arc);
        graphics.setColor(OLD);
        graphics.fill(new Ellipse2D.Double(4, 40, 20, 20));
        graphics.setColor(NEW);
        graphics.fill(new Ellipse2D.Double(38, 14, 22, 22));
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }
}
