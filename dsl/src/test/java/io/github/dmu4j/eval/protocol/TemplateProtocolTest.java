package io.github.dmu4j.eval.protocol;

import static io.github.dmu4j.data.FormatFiles.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.base.MappedNpy;
import io.github.dmu4j.base.RunCancelled;
import io.github.dmu4j.data.EmbeddingSet;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.VectorContract;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.face.Ijb;
import io.github.dmu4j.retrieval.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random cases by protocol_expected.py; the rest by hand. */
class TemplateProtocolTest {
    private static final Path EXPECTED = Path.of("src/test/resources/io/github/dmu4j/eval/protocol");

    @TempDir
    Path folder;

    /** Images of these "template medium score", and "template template label" as pairs. */
    private Ijb set(String[] images, String... pairs) {
        StringBuilder ids = new StringBuilder();
        StringBuilder points = new StringBuilder();
        for (int i = 0; i < images.length; i++) {
            String[] fields = images[i].split(" ", -1);
            ids.append(i + ".jpg " + fields[0] + " " + fields[1] + "\n");
            points.append(i + ".jpg 38 51 73 51 56 71 41 92 70 92 " + fields[2] + "\n");
        }
        write("face_tid_mid.txt", ids.toString());
        write("name_5pts_score.txt", points.toString());
        write("template_pair_label.txt", String.join("\n", pairs) + "\n");
        return Faces.ijbC(folder);
    }

    /** One image a template, of the templates 0, 1, ... */
    private Ijb singles(int templates, String... pairs) {
        return set(IntStream.range(0, templates).mapToObj(i -> i + " 0 1").toArray(String[]::new), pairs);
    }

    private void lists(String first, String second, String probes) {
        write("1N_gallery_G1.csv", "TEMPLATE_ID,SUBJECT_ID\n" + first.replace(' ', '\n') + "\n");
        write("1N_gallery_G2.csv", "TEMPLATE_ID,SUBJECT_ID\n" + second.replace(' ', '\n') + "\n");
        write("1N_probe_mixed.csv", "TEMPLATE_ID,SUBJECT_ID\n" + probes.replace(' ', '\n') + "\n");
    }

    private void write(String name, String text) {
        try {
            Files.createDirectories(folder.resolve("meta"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FormatFiles.write(folder.resolve("meta").resolve("ijbc_" + name), text);
    }

    private static FloatMatrix rows(float... values) {
        return FloatMatrix.wrap(values.length / 2, 2, values);
    }

    private static void assertDirection(float[] row, double x, double y) {
        double norm = Math.sqrt(x * x + y * y);
        assertThat(row[0]).isEqualTo((float) (x / norm), within(1e-7f));
        assertThat(row[1]).isEqualTo((float) (y / norm), within(1e-7f));
    }

    /** Template 5: medium 1 with (2, 0) and (0, 2), medium 2 with (0, 3). Template 4 has an image of medium 1, too. */
    @Test
    void imagesArePooledByMediumAndWeighedByTheDetector() {
        Ijb set = set(new String[] {"5 1 0.5", "4 1 1", "5 2 1", "5 1 1"});
        FloatMatrix images = rows(2, 0, 7, 7, 0, 3, 0, 2);
        FloatMatrix standard = TemplatePooling.STANDARD.pool(images, set.templates());
        assertThat(standard.rows()).isEqualTo(2);
        assertDirection(standard.row(0), 1, 1);
        assertDirection(standard.row(1), 0.5, 1 + 3); // ((1, 0) + (0, 2)) / 2 + (0, 3)
        FloatMatrix plain = new TemplatePooling(false, false).pool(images, set.templates());
        assertDirection(plain.row(1), 1, 1 + 3);
        FloatMatrix normalised = new TemplatePooling(true, false).pool(images, set.templates());
        assertDirection(normalised.row(1), 0.5, 0.5 + 1);
        FloatMatrix both = new TemplatePooling(true, true).pool(images, set.templates());
        assertDirection(both.row(1), 0.25, 0.5 + 1);
        assertThat(TemplatePooling.STANDARD).hasToString("N0D1");
    }

    @Test
    void templatesWithoutDirectionAreRefused() {
        Ijb set = set(new String[] {"5 1 1", "5 2 1"});
        refused(() -> TemplatePooling.STANDARD.pool(rows(1, 0, -1, 0), set.templates()), "template 5", "norm 0.0");
        refused(() -> new TemplatePooling(true, true).pool(rows(1, 0, 0, 0), set.templates()), "zeros in row 1");
    }

    /**
     * Template 0 is (1, 0). Genuine scores 1, 1/2, 1/2, 0; impostors 1/2, 1/2 and eight times 0. One impostor of ten (FAR 0.1)
     * cannot be had: none or two. Nearest: both are, two has the larger TAR, 3 of 4. Conservative: none, 1 of 4.
     */
    @Test
    void impostorsThatTieAreAcceptedTogether() {
        Ijb set = singles(
                4, "0 1 1", "0 2 1", "0 2 1", "0 3 1", "0 2 0", "0 2 0", "0 3 0", "0 3 0", "0 3 0", "0 3 0", "0 3 0",
                "0 3 0", "0 3 0", "0 3 0");
        float root = (float) Math.sqrt(3);
        FloatMatrix vectors = rows(1, 0, 1, 0, 1, root, 0, 1);
        TemplateVerification found = TemplateProtocol.of(set).verify(vectors, vectors);
        assertThat(found.genuine()).isEqualTo(4);
        assertThat(found.impostor()).isEqualTo(10);
        assertThat(found.trueAcceptRate(0.1)).isEqualTo(0.75);
        assertThat(found.trueAcceptRate(0.1, Verification.Mode.CONSERVATIVE)).isEqualTo(0.25);
        assertThat(found.trueAcceptRate(0.1, Verification.Mode.INTERPOLATED)).isEqualTo(0.25);
        for (double tooSmall : new double[] {1e-6, 1e-5, 1e-4, 1e-3, 1e-2}) {
            assertThat(found.trueAcceptRate(tooSmall)).as("10 impostors").isNaN();
        }
        refused(() -> found.trueAcceptRate(0.5), "FAR 0.5");
        assertThat(found)
                .hasToString("IJB-C 1:1, 4 genuine and 10 impostor pairs: TAR at FAR 1e-6/1e-5/1e-4/1e-3/1e-2/1e-1"
                        + " -/-/-/-/-/75.00");
    }

    /**
     * G1: subject 1 at (1, 0), subjects 2 and 3 both at (0, 1); G2: subject 4 at (-1, 0). Probes: of 1 at (1, 0), of 2 and 3 at (0,
     * 1), of 4 at (-1, 0), and subject 9, whom nobody knows, at (3, 4) / 5.
     *
     * <p>G1: strangers' best scores 0.8 (subject 9) and 0 (subject 4), threshold 0.8; subject 1 is found, 2 and 3 tie: 1 of 3. G2:
     * strangers -1, 0, 0, -0.6, threshold 0; subject 4 is found: 1 of 1. At rank 1 come 1, 4 and of the two that tie the first.
     */
    @Test
    void anOpenSetSearchOfTwoGalleriesByHand() {
        lists("0,1 1,2 2,3", "3,4", "4,1 5,2 6,3 7,4 8,9");
        FloatMatrix vectors = rows(1, 0, 0, 1, 0, 1, -1, 0, 1, 0, 0, 1, 0, 1, -1, 0, 3, 4);
        TemplateIdentification found = TemplateProtocol.of(singles(9, "0 1 1")).identify(vectors, vectors);
        assertThat(found.first().truePositiveRate(0.1)).isEqualTo(1 / 3.0);
        assertThat(found.second().truePositiveRate(0.1)).isEqualTo(1);
        assertThat(found.truePositiveRate(0.1)).isEqualTo(2 / 3.0, within(1e-12));
        assertThat(found.rankOne()).isEqualTo(3 / 5.0);
        assertThat(found.rankFive()).isEqualTo(4 / 5.0);
        assertThat(found.rankTen()).isEqualTo(4 / 5.0);
        assertThat(found)
                .hasToString("IJB-C 1:N, 5 probes: TPIR at FPIR 0.01/0.1 66.67/66.67, rank-1/5/10 60.00/80.00/80.00");
    }

    /** A subject may be enrolled twice: its best template counts, and its other one is not "another". */
    @Test
    void aSubjectWithTwoTemplatesIsFoundByTheBetterOne() {
        lists("0,1 1,1 2,2", "3,3", "4,1 5,3");
        FloatMatrix vectors = rows(1, 0, 1, 1, -1, 0, 0, -1, 1, 1, 0, -1);
        TemplateIdentification found = TemplateProtocol.of(singles(6, "0 1 1")).identify(vectors, vectors);
        assertThat(found.first().truePositiveRate(0.1)).isEqualTo(1);
        assertThat(found.rankOne()).isEqualTo(1);
    }

    @Test
    void randomTemplatesGiveWhatNumpyFinds() {
        for (JsonNode expected : Json.read(EXPECTED.resolve("expected.json")).get("cases")) {
            boolean normalises = expected.get("normalisesImages").asBoolean();
            TemplatePooling pooling = new TemplatePooling(
                    normalises, expected.get("weighsByDetector").asBoolean());
            Ijb set = Faces.ijbC(EXPECTED);
            EmbeddingSet gallery = vectors(expected.get("gallery").asText());
            EmbeddingSet probes = vectors(expected.get("probes").asText());
            String name = pooling + " " + expected.get("gallery") + " " + expected.get("probes");

            float[] first = pooling.pool(gallery.vectors(), set.templates()).row(0);
            for (int j = 0; j < first.length; j++) {
                assertThat((double) first[j])
                        .as(name)
                        .isEqualTo(expected.get("firstTemplate").get(j).asDouble(), within(2e-7));
            }
            TemplateProtocol protocol = TemplateProtocol.of(set).withPooling(pooling);
            assertRates(name, protocol.verify(gallery, probes), expected.get("tar"));
            assertFound(name, protocol.identify(gallery, probes), expected);
        }
    }

    @Test
    void vectorsInFilesGiveWhatTheyGiveInMemory() {
        TemplateProtocol protocol = TemplateProtocol.of(Faces.ijbC(EXPECTED));
        MappedNpy gallery = MappedNpy.open(EXPECTED.resolve("old.npy"));
        MappedNpy probes = MappedNpy.open(EXPECTED.resolve("new.npy"));
        assertThat(protocol.verify(gallery, probes)).isEqualTo(protocol.verify(vectors("old"), vectors("new")));
        assertThat(protocol.identify(gallery, probes))
                .hasToString(protocol.identify(vectors("old"), vectors("new")).toString());
    }

    private static EmbeddingSet vectors(String model) {
        return EmbeddingSet.npy(EXPECTED.resolve(model + ".npy"));
    }

    private static void assertRates(String name, TemplateVerification found, JsonNode expected) {
        for (double far : new double[] {1e-3, 1e-2, 1e-1}) {
            for (Verification.Mode mode : Verification.Mode.values()) {
                assertThat(found.trueAcceptRate(far, mode))
                        .as("%s FAR %s %s", name, far, mode)
                        .isEqualTo(
                                expected.get(Double.toString(far))
                                        .get(mode.name().toLowerCase(Locale.ROOT))
                                        .asDouble(),
                                within(1e-9));
            }
        }
        assertThat(found.trueAcceptRate(1e-4)).isNaN();
    }

    private static void assertFound(String name, TemplateIdentification found, JsonNode expected) {
        for (String fpir : new String[] {"0.01", "0.1", "0.3"}) {
            assertThat(found.truePositiveRate(Double.parseDouble(fpir)))
                    .as("%s FPIR %s", name, fpir)
                    .isEqualTo(expected.get("tpir").get(fpir).asDouble(), within(1e-9));
        }
        JsonNode rank = expected.get("rank");
        assertThat(found.rankOne()).as(name).isEqualTo(rank.get("1").asDouble(), within(1e-12));
        assertThat(found.rankFive()).as(name).isEqualTo(rank.get("5").asDouble(), within(1e-12));
        assertThat(found.rankTen()).as(name).isEqualTo(rank.get("10").asDouble(), within(1e-12));
    }

    @Test
    void vectorsThatDoNotFitAreRefused() {
        lists("0,1", "1,2", "0,1 1,2");
        TemplateProtocol protocol = TemplateProtocol.of(singles(3, "0 1 1", "0 2 0"));
        FloatMatrix good = rows(1, 0, 1, 1, 0, 1);
        refused(() -> protocol.verify(Planes.ones(4, 2), good), "4 vectors for the enrolment", "has 3");
        refused(() -> protocol.verify(good, Planes.ones(2, 2)), "2 vectors for the probes", "has 3");
        refused(() -> protocol.verify(good, Planes.ones(3, 3)), "dimension 2", "probes 3");
        refused(() -> protocol.verify(Planes.withNaN(good, 2), good), "enrolment", "NaN", "row 2");
        refused(() -> protocol.identify(good, Planes.withNaN(good, 1)), "probes", "NaN", "row 1");
        refused(() -> protocol.identify(Planes.ones(3, 4), good), "dimension 4", "probes 2");
        EmbeddingSet foreign =
                EmbeddingSet.of(List.of("0.jpg", "2.jpg", "1.jpg"), good, null, VectorContract.unknown(2));
        refused(() -> protocol.verify(EmbeddingSet.of(good), foreign), "\"2.jpg\" in row 1", "\"1.jpg\"");
    }

    @Test
    void listsThatThisProtocolCannotUseAreRefused() {
        FloatMatrix good = rows(1, 0, 1, 1, 0, 1);
        TemplateProtocol genuineOnly = TemplateProtocol.of(singles(3, "0 1 1"));
        refused(() -> genuineOnly.verify(good, good), "1 genuine, 0 impostor");
        lists("0,1", "1,1", "2,1");
        refused(() -> genuineOnly.identify(good, good), "subject 1", "probe template 2", "both galleries");
        lists("0,1", "1,2", "2,1");
        refused(() -> genuineOnly.identify(good, good), "gallery G1", "1 of 1");
        lists("0,1", "1,2", "2,5");
        refused(() -> genuineOnly.identify(good, good), "gallery G1", "0 of 1");
    }

    @Test
    void anInterruptedThreadStopsComparing() {
        TemplateProtocol protocol = TemplateProtocol.of(singles(3, "0 1 1", "0 2 0"));
        FloatMatrix good = rows(1, 0, 1, 1, 0, 1);
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> protocol.verify(good, good)).isInstanceOf(RunCancelled.class);
        } finally {
            Thread.interrupted();
        }
    }
}
