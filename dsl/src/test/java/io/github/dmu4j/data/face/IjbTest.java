package io.github.dmu4j.data.face;

import static io.github.dmu4j.data.FormatFiles.bytes;
import static io.github.dmu4j.data.FormatFiles.problem;
import static io.github.dmu4j.data.FormatFiles.refused;
import static io.github.dmu4j.data.FormatFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Npy;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.LabeledImages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Fixtures by formats/face.py: seven images of the templates 11 (three), 7, 30 (two) and 2. */
class IjbTest {
    private static final JsonNode EXPECTED = FormatFiles.json("face/ijbc.json");

    @TempDir
    Path temp;

    private Path copy() {
        return FormatFiles.copy("face/ijbc", temp.resolve("IJBC"));
    }

    private static void readAll(Path root) {
        Ijb set = Faces.ijbC(root);
        set.pairs();
        set.firstGallery();
        set.secondGallery();
        set.probes();
    }

    private static void replace(Path file, String regex, String by) {
        String text = new String(bytes(file), StandardCharsets.UTF_8);
        String changed = text.replaceFirst(regex, by);
        assertThat(changed).isNotEqualTo(text);
        write(file, changed);
    }

    @Test
    void aPartKeepsTheBestImagesOfEveryTemplate() {
        Ijb whole = Faces.ijbC(FormatFiles.path("face/ijbc"));
        Ijb part = whole.part(0.5);
        // of template 11 two of three (0.99, 0.875 of 0.99, 0.5, 0.875), of 30 one of two (0.75), of 7 and 2 the only
        // one
        assertThat(IntStream.range(0, part.images().size()).mapToObj(part.images()::id))
                .containsExactly("1.jpg", "3.jpg", "4.jpg", "6.jpg", "7.jpg");
        assertThat(IntStream.range(0, 5)
                        .map(i -> part.templates().id(part.templates().templateOf(i))))
                .containsExactly(11, 11, 7, 30, 2);
        assertThat(part.templates().mediumOf(1)).isEqualTo(101);
        assertThat(part.templates().scoreOf(3)).isEqualTo(0.75f);
        assertThat(part.points(4)).isEqualTo(whole.points(6));
        assertThat(part.pairs().size()).isEqualTo(whole.pairs().size());
        assertThat(part.probes().template(0)).isEqualTo(whole.probes().template(0));
    }

    @Test
    void imagesTemplatesMediaPointsAndScoresAreThoseOfTheFiles() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        FaceTemplates templates = set.templates();
        assertThat(IntStream.range(0, templates.size()).map(templates::id)).containsExactly(2, 7, 11, 30);
        assertThat(templates.images()).isEqualTo(7);
        for (int i = 0; i < 7; i++) {
            assertThat(set.images().id(i))
                    .isEqualTo(EXPECTED.get("names").get(i).asText());
            assertThat(templates.id(templates.templateOf(i)))
                    .isEqualTo(EXPECTED.get("template").get(i).asInt());
            assertThat(templates.mediumOf(i))
                    .isEqualTo(EXPECTED.get("media").get(i).asInt());
            assertThat(templates.scoreOf(i))
                    .isEqualTo((float) EXPECTED.get("scores").get(i).asDouble());
            assertThat(set.points(i))
                    .containsExactly(FormatFiles.doubles(EXPECTED.get("points").get(i)), within(1e-5));
        }
    }

    @Test
    void pairsAreRowsOfTemplatesInTheOrderOfTheFile() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        FacePairs pairs = set.pairs();
        assertThat(pairs.size()).isEqualTo(5);
        assertThat(pairs.genuine()).isEqualTo(2);
        assertThat(pairs.impostor()).isEqualTo(3);
        for (int i = 0; i < 5; i++) {
            assertThat(List.of(
                            set.templates().id(pairs.first(i)),
                            set.templates().id(pairs.second(i)),
                            pairs.isGenuine(i) ? 1 : 0))
                    .isEqualTo(
                            IntStream.of(FormatFiles.ints(EXPECTED.get("pairs").get(i)))
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    void galleriesAndProbesNameEachTemplateOnce() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        assertThat(described(set, set.firstGallery())).containsExactly("2 of 7", "11 of 500");
        assertThat(described(set, set.secondGallery())).containsExactly("30 of 9");
        assertThat(described(set, set.probes())).containsExactly("2 of 7", "7 of 500", "30 of 9");
        assertThat(set.probes().name()).isEqualTo("probe_mixed");
    }

    private static Stream<String> described(Ijb set, SubjectTemplates list) {
        return IntStream.range(0, list.size())
                .mapToObj(i -> set.templates().id(list.template(i)) + " of " + list.subject(i));
    }

    /** JPEG decoders round differently; ten levels at single pixels, less than half a level on average. */
    @Test
    void imagesAreAlignedToTheTemplate() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        LabeledImages images = set.images();
        float[] reference =
                Npy.readMatrix(FormatFiles.path("face/ijbc-aligned.npy")).values();
        double sum = 0;
        for (int image = 0; image < 2; image++) {
            byte[] pixels = images.image(image).pixels();
            assertThat(pixels).hasSize(112 * 112 * 3);
            for (int i = 0; i < pixels.length; i++) {
                float difference = Math.abs((pixels[i] & 0xff) - reference[image * pixels.length + i]);
                assertThat(difference).isLessThanOrEqualTo(10);
                sum += difference;
            }
        }
        assertThat(sum / reference.length).isLessThan(0.5);
        assertThat(set.crop(0).width()).isEqualTo(60);
        assertThat(images.classNames()).containsExactly("2", "7", "11", "30");
        assertThat(images.label(0)).isEqualTo(2);
    }

    @Test
    void aMissingPictureIsNamedWhenItIsNeededOnly() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        refused(() -> set.images().image(6), "7.jpg", "loose_crop");
    }

    @Test
    void ijbBHasItsOwnNames() throws IOException {
        Path root = copy();
        try (Stream<Path> files = Files.list(root.resolve("meta"))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                Files.move(
                        file, file.resolveSibling(name.replace("ijbc", "ijbb").replace("_G", "_S")));
            }
        }
        Ijb set = Faces.ijbB(root);
        assertThat(set.pairs().size()).isEqualTo(5);
        assertThat(set.firstGallery().name()).isEqualTo("S1");
        assertThat(set.probes().size()).isEqualTo(3);
        assertThat(set.summary(set.pairs()))
                .contains("IJB-B: 7 images, 4 templates", "says 227,630", "says 12,115", "says 8,010,270");
        refused(() -> Faces.ijbC(root), "ijbc_face_tid_mid.txt");
    }

    @Test
    void aPartOfTheSetSaysWhatIsPublishedOfTheWhole() {
        Ijb set = Faces.ijbC(FormatFiles.path("face/ijbc"));
        assertThat(set.summary(set.pairs()))
                .contains(
                        "found 7 images, the card of IJB-C says 469,375",
                        "found 4 templates, the card of IJB-C says 23,124",
                        "5 pairs: 2 genuine, 3 impostor",
                        "15,658,489");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "face_tid_mid.txt|2\\.jpg|3.jpg|line 2",
                "face_tid_mid.txt|2\\.jpg 11|2.jpg -11|line 2",
                "face_tid_mid.txt|2\\.jpg 11|2.jpg 2147483648|line 2",
                "face_tid_mid.txt|7\\.jpg 2 104\\n||line 7",
                "name_5pts_score.txt|2\\.jpg |2.jpg 1 |line 2",
                "name_5pts_score.txt|2\\.jpg [0-9.]+|2.jpg nan|line 2",
                "name_5pts_score.txt|2\\.jpg [0-9.]+|2.jpg 1e99|line 2",
                "name_5pts_score.txt|2\\.jpg [0-9.]+|2.jpg 0x1p3|line 2",
                "template_pair_label.txt|2 30 0|2 30 2|line 2",
                "template_pair_label.txt|2 30 0|2 30|line 2",
                "template_pair_label.txt|2 30 0|2 31 0|line 2",
                "template_pair_label.txt|2 30 0|2 99999999999 0|line 2",
                "1N_gallery_G1.csv|TEMPLATE_ID.*\\n||line 1",
                "1N_gallery_G1.csv|11,500,img/b|11,501,img/b|line 3",
                "1N_gallery_G1.csv|11,500,img/a|12,500,img/a|line 2",
                "1N_gallery_G1.csv|11,500,img/a.jpg|11|line 2",
                "1N_gallery_G2.csv|30,9.*\\n||lists no templates",
                "1N_probe_mixed.csv|30,9|30,nine|line 2",
                "1N_probe_mixed.csv|(?s).*||is empty"
            })
    void damageIsNamedWithFileAndLine(String file, String regex, String by, String mentioned) {
        Path root = copy();
        replace(root.resolve("meta/ijbc_" + file), regex, by == null ? "" : by);
        refused(() -> readAll(root), "ijbc_" + file, mentioned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../1.jpg", "/etc/1.jpg", "a/../../1.jpg", "a\\1.jpg", "C:1.jpg", "./1.jpg", "a//1.jpg"})
    void namesThatLeadOutOfTheFolderAreRefused(String name) {
        Path root = copy();
        for (String file : new String[] {"face_tid_mid.txt", "name_5pts_score.txt"}) {
            replace(root.resolve("meta/ijbc_" + file), "1\\.jpg", name.replace("\\", "\\\\"));
        }
        refused(() -> Faces.ijbC(root), "name_5pts_score.txt line 1", name);
    }

    @Test
    void aLinkThatLeadsOutOfTheFolderIsRefused() throws IOException {
        Path root = copy();
        Path link = root.resolve("loose_crop/1.jpg");
        Files.delete(link);
        Path outside = temp.resolve("outside.jpg");
        write(outside, bytes(FormatFiles.path("face/ijbc/loose_crop/1.jpg")));
        Files.createSymbolicLink(link, outside);
        Ijb set = Faces.ijbC(root);
        refused(() -> set.crop(0), "1.jpg", "leads out of");
        assertThat(set.crop(1).height()).isEqualTo(64);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "face_tid_mid.txt",
                "name_5pts_score.txt",
                "template_pair_label.txt",
                "1N_gallery_G1.csv",
                "1N_gallery_G2.csv",
                "1N_probe_mixed.csv"
            })
    void anyTruncationOrFlippedByteIsReadOrRefusedClearly(String name) {
        Path root = copy();
        Path file = root.resolve("meta/ijbc_" + name);
        int step = name.startsWith("name") ? 7 : 1;
        FormatFiles.truncated(
                file, step, at -> assertThat(problem(() -> readAll(root))).isNotNull());
        FormatFiles.flipped(
                file, step, at -> assertThat(problem(() -> readAll(root))).isNotNull());
        write(file, "1.jpg ".repeat(2000));
        refused(() -> readAll(root), "ijbc_" + name + " line 1", "longer than 4096 bytes");
        write(file, "");
        refused(() -> readAll(root), "ijbc_");
    }
}
