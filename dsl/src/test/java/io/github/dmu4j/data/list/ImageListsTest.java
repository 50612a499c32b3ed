package io.github.dmu4j.data.list;

import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.PixelImage;
import io.github.dmu4j.data.StreamedImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageListsTest {
    private static final byte[] PICTURE = new PixelImage(2, 1, 1, new byte[] {7, 9}).toPng();

    @TempDir
    Path temp;

    private Path list;
    private Path root;

    @BeforeEach
    void makeFolder() throws IOException {
        list = temp.resolve("list.txt");
        root = temp.resolve("images");
        Files.createDirectories(root.resolve("a/b"));
        write(root.resolve("a/b/one.png"), PICTURE);
        write(root.resolve("a/two and half.png"), PICTURE);
    }

    @Test
    void pathsLabelsAndPicturesAreThoseOfTheLines() {
        write(list, "\ufeffa/b/one.png 81312\r\n\r\na/two and half.png\t0\r\na/größer.jpg  5");
        StreamedImages images = ImageLists.pathLabel(list, root);
        assertThat(images.size()).isEqualTo(3);
        assertThat(images.id(0)).isEqualTo("a/b/one.png");
        assertThat(images.id(1)).isEqualTo("a/two and half.png");
        assertThat(images.id(2)).isEqualTo("a/größer.jpg");
        assertThat(images.labels()).containsExactly(81312, 0, 5);
        assertThat(images.classNames()).hasSize(81313).contains("81312");
        assertThat(images.image(0).pixels()).containsExactly(7, 9);
        assertThat(images.image(1).pixels()).containsExactly(7, 9);
        refused(() -> images.image(2), "no file a/größer.jpg");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|lists no images",
                "a.jpg|line 1 has one field",
                "a.jpg 1~b.jpg x|line 2",
                "a.jpg -1|line 1",
                "a.jpg 2147483647|line 1",
                "a.jpg 99999999999999999999|line 1",
                "a.jpg 1.5|line 1",
                "../a.jpg 1|line 1",
                "b/../../a.jpg 1|line 1",
                "/a.jpg 1|line 1",
                "b\\a.jpg 1|line 1",
                "C:/a.jpg 1|line 1",
                "b//a.jpg 1|line 1",
                "a.jpg 1~b.jpg 1~a.jpg 2|\"a.jpg\" twice"
            })
    void damageIsNamedWithItsLine(String text, String mentioned) {
        write(list, text.replace('~', '\n'));
        refused(() -> ImageLists.pathLabel(list, root), "list.txt", mentioned);
    }

    @Test
    void controlCharactersBadUtf8AndLongLinesAreRefused() {
        write(list, "a\u0000.jpg 1\n");
        refused(() -> ImageLists.pathLabel(list, root), "line 1", "control character");
        write(list, new byte[] {'a', (byte) 0xff, ' ', '1'});
        refused(() -> ImageLists.pathLabel(list, root), "line 1", "UTF-8");
        write(list, "a".repeat(9000) + " 1\n");
        refused(() -> ImageLists.pathLabel(list, root), "line 1", "longer than 8192");
        refused(() -> ImageLists.pathLabel(root, root), "folder");
    }

    @Test
    void linksMayStayInTheFolderButNotLeaveIt() throws IOException {
        Path outside = temp.resolve("outside.png");
        write(outside, PICTURE);
        Files.createSymbolicLink(root.resolve("in.png"), root.resolve("a/b/one.png"));
        Files.createSymbolicLink(root.resolve("out.png"), outside);
        Files.createSymbolicLink(root.resolve("up"), temp);
        write(list, "in.png 0\nout.png 0\nup/outside.png 0\na 0\n");
        StreamedImages images = ImageLists.pathLabel(list, root);
        assertThat(images.image(0).width()).isEqualTo(2);
        refused(() -> images.image(1), "out.png", "leads out of");
        refused(() -> images.image(2), "up/outside.png", "leads out of");
        refused(() -> images.image(3), "is not a file");
    }

    @Test
    void theRootItselfMayBeALink() throws IOException {
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);
        write(list, "a/b/one.png 3\n");
        assertThat(ImageLists.pathLabel(list, link).image(0).width()).isEqualTo(2);
    }

    @Test
    void anyTruncationOrFlippedByteIsReadOrRefusedClearly() {
        write(list, "a/b/one.png 81312\na/two and half.png 0\n");
        FormatFiles.truncated(
                list,
                1,
                at -> assertThat(problem(() -> ImageLists.pathLabel(list, root)))
                        .isNotNull());
        FormatFiles.flipped(
                list,
                1,
                at -> assertThat(problem(() -> ImageLists.pathLabel(list, root)))
                        .isNotNull());
    }
}
