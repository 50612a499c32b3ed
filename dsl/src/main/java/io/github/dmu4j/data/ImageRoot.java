package io.github.dmu4j.data;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.HeapRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A folder that lists name images of, read by relative path and never beyond it: a list that somebody else made must not reach
 * other files of this machine. Refused are absolute paths, {@code ..}, backslashes and control characters, and symbolic links
 * that lead out of the folder (the folder itself may be a link). Safe for several threads.
 */
public final class ImageRoot {
    private final Path root;
    private final long maxBytes;
    private final long maxPixels;

    private ImageRoot(Path root, long maxBytes, long maxPixels) {
        this.root = root;
        this.maxBytes = maxBytes;
        this.maxPixels = maxPixels;
    }

    /**
     * A folder of images. It need not be there until an image is read: identifiers and labels are of use without pixels.
     *
     * @param maxBytes largest file that is read
     * @param maxPixels largest image, as width times height, that is decoded
     */
    public static ImageRoot of(Path root, long maxBytes, long maxPixels) {
        return new ImageRoot(root, maxBytes, maxPixels);
    }

    /**
     * Why a relative path is not allowed; empty if it is. Looks at the text only, so that a list of millions is checked fast.
     */
    public static String problem(String path) {
        if (path.isEmpty()) {
            return "is empty";
        }
        if (path.startsWith("/") || (path.length() > 1 && path.charAt(1) == ':')) {
            return "is absolute";
        }
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) < ' ' || path.charAt(i) == 0x7f) {
                return "holds a control character";
            }
        }
        if (path.indexOf('\\') >= 0) {
            return "holds a backslash";
        }
        for (int from = 0; from <= path.length(); ) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            String part = path.substring(from, to);
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                return "has a part \"" + part + "\"";
            }
            from = to + 1;
        }
        return "";
    }

    /** Reads one image, to be decoded. @throws DmuException if the path is not allowed, or the file missing or too large */
    public EncodedImage encoded(String path) {
        return new EncodedImage(read(path), path + " in " + root, maxPixels);
    }

    /** Decodes one image. @throws DmuException as {@link #encoded}, or if it is not an image */
    public PixelImage image(String path) {
        return encoded(path).decoded();
    }

    /** All bytes of one file. @throws DmuException if the path is not allowed, or the file missing or too large */
    public byte[] read(String path) {
        String problem = problem(path);
        if (!problem.isEmpty()) {
            throw new DmuException("the path \"" + path + "\" " + problem + "; allowed are paths relative to " + root
                    + " with / between folders: mend the list");
        }
        try {
            Path file = root.resolve(path);
            if (!file.toRealPath().startsWith(root.toRealPath())) {
                throw new DmuException(file + " is a link that leads out of " + root
                        + "; only files in that folder are read: put the image there");
            }
            if (!Files.isRegularFile(file)) {
                throw new DmuException(file + " is not a file: an image is needed there");
            }
            long size = Files.size(file);
            if (size > maxBytes) {
                throw new DmuException(file + " has " + size + " bytes; allowed for an image are " + maxBytes
                        + ": it is not the image that is needed");
            }
            HeapRoom.require(size * 3, file.toString(), "replace the file");
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new DmuException(
                    "no file " + path + " in " + root
                            + (Files.isDirectory(root)
                                    ? ": put it there, or give the right folder"
                                    : ", which is missing"),
                    e);
        } catch (InvalidPathException | IOException e) {
            throw new DmuException(
                    "cannot read " + path + " in " + root + ": " + e.getMessage() + ". Check the path", e);
        }
    }

    @Override
    public String toString() {
        return root.toString();
    }
}
