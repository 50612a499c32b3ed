package io.github.dmu4j.model;

import io.github.dmu4j.base.DmuException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What can be seen of an ONNX file without an engine: its inputs and outputs, and the files beside it that hold its weights (recent
 * exporters put them there by default), which belong to the model's identity.
 *
 * <p>Source: onnx.proto of the ONNX project, and the protocol buffers' wire format. Deviations: every field that is not needed is
 * passed over unread.
 */
final class OnnxFile {
    /** TensorProto.DataType. */
    static final int FLOAT = 1;

    private static final int MAX_DEPTH = 100; // protobuf's own

    private final Path path;
    private final InputStream in;
    private final List<Value> inputs = new ArrayList<>();
    private final List<Value> outputs = new ArrayList<>();
    private final Set<String> weights = new HashSet<>();
    private final SortedSet<String> external = new TreeSet<>();
    private long position;
    private int depth;
    private boolean graphFound;

    /**
     * An input or output.
     *
     * @param elementType number of TensorProto.DataType; 0 if it is no tensor
     * @param sides -1 for one that is free or named
     */
    record Value(String name, int elementType, List<Long> sides) {}

    private OnnxFile(Path path, InputStream in) {
        this.path = path;
        this.in = in;
    }

    /** @throws DmuException if it is no ONNX file, or weights beside it are missing or elsewhere */
    static OnnxFile read(Path path) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            OnnxFile file = new OnnxFile(path, in);
            file.model(Files.size(path));
            if (!file.graphFound) {
                throw new EOFException("it has no graph");
            }
            file.inputs.removeIf(input -> file.weights.contains(input.name())); // old files list weights as inputs too
            file.external.forEach(file::requireBeside);
            return file;
        } catch (IOException e) {
            throw new DmuException(
                    path + " is no ONNX file or is damaged: " + e.getMessage()
                            + ". Export the model with torch.onnx.export, or copy the file again",
                    e);
        }
    }

    List<Value> inputs() {
        return inputs;
    }

    List<Value> outputs() {
        return outputs;
    }

    /** SHA-256 of the file; with weights beside it, of the file and each of those after its name, in the order of names. */
    String hash() {
        if (external.isEmpty()) {
            return FileHash.of(path);
        }
        MessageDigest digest = WeightHash.sha256();
        FileHash.update(digest, path);
        for (String name : external) {
            digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
            FileHash.update(digest, beside(name));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Path beside(String name) {
        return path.resolveSibling(name);
    }

    private void requireBeside(String name) {
        Path folder = path.toAbsolutePath().normalize().getParent();
        if (!beside(name).toAbsolutePath().normalize().startsWith(folder)) {
            throw new DmuException(path + " has weights in " + name
                    + ", outside of its own folder; only files beside it are read: export it again");
        }
        if (!Files.isRegularFile(beside(name))) {
            throw new DmuException(
                    path + " has weights in the file " + name + ", which is not beside it: put it there");
        }
    }

    // The messages of onnx.proto, each with the numbers of the fields that are looked into.

    private void model(long end) throws IOException {
        fields(end, (field, stop) -> {
            switch (field) {
                case 7 -> graph(stop, true);
                case 25 -> fields(stop, only(7, this::node)); // a function
                default -> {}
            }
        });
    }

    private void graph(long end, boolean outermost) throws IOException {
        graphFound = true;
        fields(end, (field, stop) -> {
            switch (field) {
                case 1 -> node(stop);
                case 5 -> tensor(stop);
                case 15 -> sparse(stop);
                case 11 -> value(stop, outermost ? inputs : new ArrayList<>());
                case 12 -> value(stop, outermost ? outputs : new ArrayList<>());
                default -> {}
            }
        });
    }

    private void node(long end) throws IOException {
        fields(end, only(5, this::attribute));
    }

    private void attribute(long end) throws IOException {
        fields(end, (field, stop) -> {
            switch (field) {
                case 5, 10 -> tensor(stop);
                case 6, 11 -> graph(stop, false);
                case 22, 23 -> sparse(stop);
                default -> {}
            }
        });
    }

    private void sparse(long end) throws IOException {
        fields(end, (field, stop) -> {
            if (field == 1 || field == 2) {
                tensor(stop);
            }
        });
    }

    private void tensor(long end) throws IOException {
        fields(end, (field, stop) -> {
            switch (field) {
                case 8 -> weights.add(text(stop));
                case 13 -> externalData(stop);
                default -> {}
            }
        });
    }

    private void externalData(long end) throws IOException {
        String[] entry = {"", ""};
        fields(end, (field, stop) -> {
            if (field == 1 || field == 2) {
                entry[field - 1] = text(stop);
            }
        });
        if (entry[0].equals("location")) {
            external.add(entry[1]);
        }
    }

    private void value(long end, List<Value> values) throws IOException {
        String[] name = {""};
        long[] type = {0};
        List<Long> sides = new ArrayList<>();
        fields(end, (field, stop) -> {
            switch (field) {
                case 1 -> name[0] = text(stop);
                case 2 -> fields(stop, only(1, tensor -> tensorType(tensor, type, sides)));
                default -> {}
            }
        });
        values.add(new Value(name[0], (int) type[0], List.copyOf(sides)));
    }

    private void tensorType(long end, long[] type, List<Long> sides) throws IOException {
        fields(
                end,
                only(
                        2,
                        shape -> fields(shape, only(1, dimension -> {
                            long[] side = {-1};
                            fields(dimension, (field, stop) -> {}, (field, number) -> {
                                if (field == 1 && number > 0) {
                                    side[0] = number;
                                }
                            });
                            sides.add(side[0]);
                        }))),
                (field, number) -> {
                    if (field == 1) {
                        type[0] = number;
                    }
                });
    }

    // The wire format.

    private interface Part {
        /** Reads up to {@code stop}, or less. */
        void read(long stop) throws IOException;
    }

    private interface Parts {
        void read(int field, long stop) throws IOException;
    }

    private interface Numbers {
        void read(int field, long number);
    }

    private static Parts only(int wanted, Part part) {
        return (field, stop) -> {
            if (field == wanted) {
                part.read(stop);
            }
        };
    }

    private void fields(long end, Parts parts) throws IOException {
        fields(end, parts, (field, number) -> {});
    }

    /** Goes through the fields of a message up to {@code end}; whatever a reader leaves of a field is passed over. */
    private void fields(long end, Parts parts, Numbers numbers) throws IOException {
        if (++depth > MAX_DEPTH) {
            throw new EOFException("it is nested too deeply");
        }
        while (position < end) {
            long tag = varint();
            int field = (int) (tag >>> 3);
            switch ((int) (tag & 7)) {
                case 0 -> numbers.read(field, varint());
                case 1 -> skipTo(position + 8);
                case 2 -> {
                    long length = varint();
                    long stop = position + length;
                    if (length < 0 || stop > end) {
                        throw new EOFException("a field goes beyond its message");
                    }
                    parts.read(field, stop);
                    skipTo(stop);
                }
                case 5 -> skipTo(position + 4);
                default -> throw new EOFException("a field has an unknown kind");
            }
        }
        depth--;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("it ends too early");
            }
            position++;
            value |= (long) (next & 0x7f) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new EOFException("a number is too long");
    }

    private String text(long stop) throws IOException {
        byte[] bytes = in.readNBytes(Math.toIntExact(stop - position));
        position += bytes.length;
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skipTo(long stop) throws IOException {
        in.skipNBytes(stop - position);
        position = stop;
    }
}
