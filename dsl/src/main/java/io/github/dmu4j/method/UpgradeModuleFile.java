package io.github.dmu4j.method;

import io.github.dmu4j.base.AtomicFiles;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.VectorContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The saved form of an {@link UpgradeModule}: the eight characters {@code DMU4JPSI}; the header's length in bytes, int32; the
 * header, JSON in UTF-8; R and then each branch's matrices in the order of the record's components, float32, row-major. Numbers
 * are little-endian.
 */
final class UpgradeModuleFile {
    private static final byte[] MAGIC = "DMU4JPSI".getBytes(StandardCharsets.US_ASCII);
    private static final int PER_BRANCH = 8;

    private UpgradeModuleFile() {}

    /** What the header says; {@code blocks} are rows and columns of each matrix, in order. */
    record Header(
            int schemaVersion,
            String kind,
            VectorContract input,
            VectorContract output,
            boolean takesScore,
            List<UpgradeBranch.Normalisation> normalisations,
            List<List<Integer>> blocks,
            String fingerprint) {}

    static void write(Path target, UpgradeModule module) {
        byte[] header = Json.line(new Header(
                        UpgradeModule.SCHEMA_VERSION,
                        "upgrade-module",
                        module.input(),
                        module.output(),
                        module.takesScore(),
                        normalisations(module),
                        blocks(module).stream()
                                .map(block -> List.of(block.rows(), block.columns()))
                                .toList(),
                        fingerprint(module)))
                .getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(target, out -> {
            out.write(MAGIC);
            out.write(littleEndian(4).putInt(header.length).array());
            out.write(header);
            for (FloatMatrix block : blocks(module)) {
                out.write(bytes(block));
            }
        });
    }

    static UpgradeModule read(Path source) {
        ByteBuffer content;
        try {
            content = ByteBuffer.wrap(Files.readAllBytes(source)).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new DmuException("cannot read the upgrade module " + source + ": " + e.getMessage(), e);
        }
        byte[] start = new byte[MAGIC.length];
        if (content.remaining() >= MAGIC.length + 4) {
            content.get(start);
        }
        if (!Arrays.equals(start, MAGIC)) {
            throw new DmuException(
                    source + " is not an upgrade module: its first bytes are not DMU4JPSI; give a file that"
                            + " UpgradeModule.save wrote");
        }
        try {
            byte[] header = new byte[content.getInt()];
            content.get(header);
            return module(Json.mapper().readValue(header, Header.class), content, source);
        } catch (IOException | RuntimeException e) {
            if (e instanceof DmuException known) {
                throw known;
            }
            throw damaged(source, e.toString(), e);
        }
    }

    private static UpgradeModule module(Header header, ByteBuffer content, Path source) {
        if (header.schemaVersion() > UpgradeModule.SCHEMA_VERSION) {
            throw new DmuException("the upgrade module " + source + " has version " + header.schemaVersion()
                    + ", this program reads up to " + UpgradeModule.SCHEMA_VERSION + "; use a newer dmu4j");
        }
        List<FloatMatrix> blocks = new ArrayList<>();
        for (List<Integer> size : header.blocks()) {
            float[] values = new float[Math.multiplyExact(size.get(0), size.get(1))];
            content.asFloatBuffer().get(values);
            content.position(content.position() + 4 * values.length);
            blocks.add(FloatMatrix.wrap(size.get(0), size.get(1), values));
        }
        List<UpgradeBranch> branches = new ArrayList<>();
        for (int b = 0; b < header.normalisations().size(); b++) {
            List<FloatMatrix> m = blocks.subList(1 + b * PER_BRANCH, 1 + (b + 1) * PER_BRANCH);
            branches.add(new UpgradeBranch(
                    m.get(0),
                    m.get(1),
                    header.normalisations().get(b),
                    m.get(2),
                    m.get(3),
                    m.get(4),
                    m.get(5),
                    m.get(6),
                    m.get(7)));
        }
        UpgradeModule module =
                new UpgradeModule(header.input(), header.output(), blocks.get(0), branches, header.takesScore());
        if (content.hasRemaining() || !fingerprint(module).equals(header.fingerprint())) {
            throw damaged(source, "its content does not match its fingerprint", null);
        }
        return module;
    }

    private static DmuException damaged(Path source, String why, @Nullable Throwable cause) {
        String message = "the upgrade module " + source + " is damaged: " + why + "; copy it again or train it again";
        return cause == null ? new DmuException(message) : new DmuException(message, cause);
    }

    static String fingerprint(UpgradeModule module) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
        String structure = "upgrade-module " + module.takesScore() + " " + normalisations(module);
        digest.update(structure.getBytes(StandardCharsets.UTF_8));
        for (FloatMatrix block : blocks(module)) {
            digest.update(
                    littleEndian(8).putInt(block.rows()).putInt(block.columns()).flip());
            digest.update(bytes(block));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<UpgradeBranch.Normalisation> normalisations(UpgradeModule module) {
        return module.branches().stream().map(UpgradeBranch::normalisation).toList();
    }

    private static List<FloatMatrix> blocks(UpgradeModule module) {
        List<FloatMatrix> blocks = new ArrayList<>(List.of(module.linear()));
        for (UpgradeBranch b : module.branches()) {
            blocks.addAll(List.of(
                    b.firstWeight(),
                    b.firstBias(),
                    b.gain(),
                    b.shift(),
                    b.mean(),
                    b.variance(),
                    b.secondWeight(),
                    b.secondBias()));
        }
        return blocks;
    }

    private static byte[] bytes(FloatMatrix block) {
        byte[] bytes = new byte[4 * block.values().length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(block.values());
        return bytes;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
