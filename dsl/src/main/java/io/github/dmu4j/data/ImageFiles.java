package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Files by relative path, in a folder or in a zip. Reads are safe from several threads. */
interface ImageFiles {
    /** Where they are, for messages. */
    String where();

    /** Whether there is a file at {@code path}, {@code /}-separated and relative. */
    boolean contains(String path);

    /** All bytes of one file. */
    byte[] read(String path);

    /** All files below the root, sorted. */
    List<String> list();

    /** Reads one file, to be decoded. */
    default EncodedImage encoded(String path) {
        return new EncodedImage(read(path), path + " in " + where(), ImageCodec.MAX_PIXELS);
    }

    /** Whether a file name looks like an image that can be read. */
    static boolean isImage(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        return Stream.of(".png", ".jpg", ".jpeg", ".bmp", ".gif").anyMatch(lower::endsWith)
                && !path.startsWith("__MACOSX/")
                && !path.substring(path.lastIndexOf('/') + 1).startsWith(".");
    }

    /**
     * What the images look like, judged by up to 32 of them, evenly spread: grey when all are, and 28 pixels for grey images of
     * at most 112 pixels, 64 otherwise (our defaults: characters fit 28, photographs need more).
     */
    static Preprocessing preprocessingFor(ImageFiles files, List<String> paths) {
        boolean grey = true;
        int side = 0;
        int sampled = Math.min(32, paths.size());
        for (int i : IntStream.range(0, sampled)
                .map(i -> (int) ((long) i * paths.size() / sampled))
                .toArray()) {
            PixelImage image;
            try {
                image = files.encoded(paths.get(i)).decoded();
            } catch (DmuException e) {
                continue; // whether a corrupt file is refused or skipped is decided where images are used
            }
            grey &= image.channels() == 1;
            side = Math.max(side, Math.max(image.width(), image.height()));
        }
        if (side == 0) {
            return Preprocessing.colour(64);
        }
        return grey ? Preprocessing.grey(side <= 112 ? 28 : 64) : Preprocessing.colour(64);
    }

    /** Without mirroring for grey images, which may be characters; as for photographs otherwise. */
    static Augmentation augmentationFor(Preprocessing preprocessing) {
        return preprocessing.channels() == 1 ? Augmentation.characters() : Augmentation.photos();
    }

    /** The files below {@code root}. */
    static ImageFiles folder(Path root) {
        return new ImageFiles() {
            @Override
            public String where() {
                return root.toString();
            }

            @Override
            public boolean contains(String path) {
                Path file = root.resolve(path).normalize();
                return file.startsWith(root.normalize()) && Files.isRegularFile(file);
            }

            @Override
            public byte[] read(String path) {
                if (!contains(path)) {
                    throw new DmuException("no file " + path + " in " + root
                            + "; it was there when the images were listed: put it back, or open the folder again");
                }
                try {
                    return Files.readAllBytes(root.resolve(path));
                } catch (IOException e) {
                    throw new DmuException("cannot read " + root.resolve(path) + ": " + e, e);
                }
            }

            @Override
            public List<String> list() {
                try (Stream<Path> files = Files.walk(root)) {
                    return files.filter(Files::isRegularFile)
                            .map(f -> root.relativize(f).toString().replace('\\', '/'))
                            .sorted()
                            .toList();
                } catch (IOException e) {
                    throw new DmuException("cannot list " + root + ": " + e, e);
                }
            }
        };
    }

    /**
     * The files in a zip, read from it on demand; the zip stays open while it is reachable (ZipFile closes itself then) and must
     * not be overwritten meanwhile.
     */
    static ImageFiles zip(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DmuException("no file " + file + ": a zip with images is needed");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (IOException e) {
            throw new DmuException(
                    "cannot open " + file + " as a zip: " + e.getMessage() + ": download or copy it again", e);
        }
        TreeMap<String, ZipEntry> entries = new TreeMap<>();
        zip.stream().filter(e -> !e.isDirectory()).forEach(e -> entries.put(e.getName(), e));
        return new ImageFiles() {
            @Override
            public String where() {
                return file.toString();
            }

            @Override
            public boolean contains(String path) {
                return entries.containsKey(path);
            }

            @Override
            public byte[] read(String path) {
                ZipEntry entry = entries.get(path);
                if (entry == null) {
                    throw new DmuException("no file " + path + " in " + file);
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    return in.readAllBytes();
                } catch (IOException e) {
                    throw new DmuException("cannot read " + path + " in " + file + ": " + e.getMessage(), e);
                }
            }

            @Override
            public List<String> list() {
                return List.copyOf(entries.keySet());
            }
        };
    }
}
