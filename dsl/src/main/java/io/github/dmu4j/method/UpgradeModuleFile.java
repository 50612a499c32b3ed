package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.Safetensors;
import io.github.dmu4j.data.VectorContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The saved form of an {@link UpgradeModule}: {@link Safetensors} with R under {@code linear} and each branch's matrices under
 * {@code branch0.firstWeight} and so on; the metadata's {@code upgrade-module} is a JSON header.
 */
final class UpgradeModuleFile {
    private static final String HEADER = "upgrade-module";
    private static final List<String> BRANCH =
            List.of("firstWeight", "firstBias", "gain", "shift", "mean", "variance", "secondWeight", "secondBias");

    private UpgradeModuleFile() {}

    /** What the header says. */
    record Header(
            int schemaVersion,
            VectorContract input,
            VectorContract output,
            boolean takesScore,
            List<UpgradeBranch.Normalisation> normalisations,
            String fingerprint) {}

    static void write(Path target, UpgradeModule module) {
        Header header = new Header(
                UpgradeModule.SCHEMA_VERSION,
                module.input(),
                module.output(),
                module.takesScore(),
                normalisations(module),
                fingerprint(module));
        Map<String, Safetensors.Tensor> tensors = new LinkedHashMap<>();
        List<FloatMatrix> blocks = blocks(module);
        List<String> names = names(module.branches().size());
        for (int i = 0; i < blocks.size(); i++) {
            FloatMatrix block = blocks.get(i);
            tensors.put(
                    names.get(i), new Safetensors.Tensor(new int[] {block.rows(), block.columns()}, block.values()));
        }
        new Safetensors(Map.of(HEADER, Json.line(header)), tensors).save(target);
    }

    static UpgradeModule read(Path source) {
        Safetensors content = Safetensors.load(source);
        String json = content.metadata().get(HEADER);
        if (json == null) {
            throw new DmuException(source + " is not an upgrade module: its metadata has no " + HEADER
                    + "; give a file that UpgradeModule.save wrote");
        }
        try {
            return module(Json.mapper().readValue(json, Header.class), content.tensors(), source);
        } catch (IOException e) {
            throw damaged(source, "its header makes no sense", e);
        }
    }

    private static UpgradeModule module(Header header, Map<String, Safetensors.Tensor> tensors, Path source) {
        if (header.schemaVersion() > UpgradeModule.SCHEMA_VERSION) {
            throw new DmuException("the upgrade module " + source + " has version " + header.schemaVersion()
                    + ", this program reads up to " + UpgradeModule.SCHEMA_VERSION + "; use a newer dmu4j");
        }
        List<FloatMatrix> blocks = new ArrayList<>();
        for (String name : names(header.normalisations().size())) {
            Safetensors.Tensor tensor = tensors.get(name);
            if (tensor == null || tensor.shape().length != 2) {
                throw damaged(source, "it holds no matrix named " + name, null);
            }
            blocks.add(FloatMatrix.wrap(tensor.shape()[0], tensor.shape()[1], tensor.values()));
        }
        List<UpgradeBranch> branches = new ArrayList<>();
        for (int b = 0; b < header.normalisations().size(); b++) {
            List<FloatMatrix> m = blocks.subList(1 + b * BRANCH.size(), 1 + (b + 1) * BRANCH.size());
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
        if (!fingerprint(module).equals(header.fingerprint())) {
            throw damaged(source, "its content does not match its fingerprint", null);
        }
        return module;
    }

    private static List<String> names(int branches) {
        List<String> names = new ArrayList<>(List.of("linear"));
        for (int b = 0; b < branches; b++) {
            for (String part : BRANCH) {
                names.add("branch" + b + "." + part);
            }
        }
        return names;
    }

    private static DmuException damaged(Path source, String why, @Nullable Throwable cause) {
        String message = "the upgrade module " + source + " is damaged: " + why + "; copy it again or train it again";
        return cause == null ? new DmuException(message) : new DmuException(message, cause);
    }

    /** SHA-256 (hex) over the structure and every matrix with its size, in order; not over contracts, nor the file's form. */
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
