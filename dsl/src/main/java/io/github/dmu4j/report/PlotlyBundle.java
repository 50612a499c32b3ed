package io.github.dmu4j.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/** The plotly.js that travels in this jar (plotly-README.txt): nothing is loaded from the network. */
public final class PlotlyBundle {
    /** The version of plotly.js. */
    public static final String VERSION = "4.1.1";

    /** Of the uncompressed script. */
    public static final String SHA256 = "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a";

    private static final String RESOURCE = "plotly-cartesian-" + VERSION + ".min.js.gz";

    private PlotlyBundle() {}

    /**
     * The script, 1.5 MB, as published; may stand inside a script element.
     *
     * @throws IllegalStateException if the jar holds another file than it should
     */
    public static String script() {
        byte[] script;
        try (InputStream in = new GZIPInputStream(resource(RESOURCE))) {
            script = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the dmu4j jar", e);
        }
        String found = HexFormat.of().formatHex(sha256().digest(script));
        if (!found.equals(SHA256)) {
            throw new IllegalStateException(
                    RESOURCE + " has sha256 " + found + ", expected " + SHA256 + ": this dmu4j jar is damaged");
        }
        return new String(script, StandardCharsets.UTF_8);
    }

    /** The script as it lies in the jar, gzip, 0.5 MB: for who sends it on compressed. */
    public static byte[] gzip() {
        try (InputStream in = resource(RESOURCE)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " from the dmu4j jar", e);
        }
    }

    /** The licence (MIT), to be handed on with the script. */
    public static String licence() {
        return text("plotly-LICENSE.txt");
    }

    static String text(String name) {
        try (InputStream in = resource(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the dmu4j jar", e);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = PlotlyBundle.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("it is not there");
        }
        return in;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
