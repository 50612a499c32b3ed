package io.github.dmu4j.data.list;

import io.github.dmu4j.base.Columns;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.TextLines;
import io.github.dmu4j.data.Augmentation;
import io.github.dmu4j.data.ImageRoot;
import io.github.dmu4j.data.NumberNames;
import io.github.dmu4j.data.Preprocessing;
import io.github.dmu4j.data.StreamedImages;
import java.nio.file.Path;
import java.util.List;

/**
 * Images that a text file lists. In memory are the paths as UTF-8 and 8 bytes an image; pictures are read and decoded on demand.
 */
public final class ImageLists {
    private static final int MAX_LINE = 8192;
    private static final int MAX_LABEL = Integer.MAX_VALUE - 1;
    private static final long MAX_BYTES = 1 << 28;
    private static final long MAX_PIXELS = 178_956_970;

    private ImageLists() {}

    /**
     * Lines of a path and a class, as OpenCompatible and many face repositories write them: {@code 6/2/d/62d0caa23ab29732.jpg
     * 77574}. What stands after the last space or tab is the class, a whole number; a path may hold spaces. Blank lines are
     * passed over. Classes need not be contiguous; the name of a class is its number. Input is colour with 64 pixels and the
     * augmentation that of photographs, unless {@link StreamedImages#prepared} says otherwise.
     *
     * @param list the text file, UTF-8
     * @param root the folder that paths are relative to; images are looked for when they are decoded
     * @throws DmuException naming the line that is not a path and a whole number, or whose path is absolute or leads out of the
     *     root; or the path that stands twice
     */
    public static StreamedImages pathLabel(Path list, Path root) {
        Columns columns = new Columns("the paths of " + list);
        Columns.Texts paths = columns.texts();
        Columns.Ints labels = columns.ints();
        int largest = 0;
        try (TextLines lines = TextLines.open(list, MAX_LINE)) {
            while (lines.next()) {
                if (lines.isBlank()) {
                    continue;
                }
                if (lines.splitAtLastSpace() != 2) {
                    throw lines.error("has one field; needed are a path and a class, with a space between them");
                }
                String problem = ImageRoot.problem(lines.field(0));
                if (!problem.isEmpty()) {
                    throw lines.error("has a path that " + problem + "; allowed are paths relative to " + root
                            + ", with / between folders");
                }
                int label = (int) lines.wholeNumber(1, MAX_LABEL);
                largest = Math.max(largest, label);
                labels.add(label);
                lines.addField(0, paths);
            }
        }
        if (paths.size() == 0) {
            throw new DmuException(list + " lists no images; needed are lines of a path and a class");
        }
        List<String> ids = paths.toList();
        Repeats.refuse(ids, list);
        ImageRoot files = ImageRoot.of(root, MAX_BYTES, MAX_PIXELS);
        return new StreamedImages(
                        String.valueOf(list.getFileName()),
                        ids,
                        labels.toArray(),
                        NumberNames.of(largest + 1),
                        i -> files.encoded(ids.get(i)),
                        Preprocessing.colour(64),
                        Augmentation.photos(),
                        "")
                .openedFrom(ImageListsReader.origin(list, root));
    }
}
