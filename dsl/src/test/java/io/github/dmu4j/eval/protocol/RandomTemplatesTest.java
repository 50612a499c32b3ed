package io.github.dmu4j.eval.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.FloatMatrix;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.data.FormatFiles;
import io.github.dmu4j.data.face.Faces;
import io.github.dmu4j.data.face.Ijb;
import io.github.dmu4j.retrieval.Draw;
import io.github.dmu4j.retrieval.Verification;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 random cases each, ties included, against src/test/python/random_protocols.py, which draws the same inputs. */
class RandomTemplatesTest {
    private static final JsonNode EXPECTED =
            Json.read(Path.of("src/test/resources/io/github/dmu4j/eval/protocol/random.json"));

    @TempDir
    Path folder;

    @Test
    void templatesArePooledInAllFourWays() {
        Draw draw = new Draw(7);
        StringBuilder ids = new StringBuilder();
        StringBuilder points = new StringBuilder();
        List<float[]> vectors = new ArrayList<>();
        for (int template = 0; template < 200; template++) {
            int images = 1 + draw.below(6);
            for (int i = 0; i < images; i++) {
                String name = vectors.size() + ".jpg ";
                ids.append(name + template + " " + draw.below(3) + "\n");
                points.append(name + "38 51 73 51 56 71 41 92 70 92 " + (1 + draw.below(16)) / 16.0 + "\n");
                vectors.add(new float[] {1 + draw.below(1000), 1 + draw.below(1000), 1 + draw.below(1000)});
            }
        }
        Ijb set = set(ids.toString(), points.toString(), "0 1 1\n");
        for (boolean normalises : new boolean[] {false, true}) {
            for (boolean weighs : new boolean[] {false, true}) {
                TemplatePooling pooling = new TemplatePooling(normalises, weighs);
                FloatMatrix pooled = pooling.pool(FloatMatrix.ofRows(vectors.toArray(float[][]::new)), set.templates());
                JsonNode expected = EXPECTED.get(pooling.toString());
                for (int t = 0; t < 200; t++) {
                    for (int j = 0; j < 3; j++) {
                        assertThat((double) pooled.get(t, j))
                                .as("%s template %d", pooling, t)
                                .isEqualTo(expected.get(t).get(j).asDouble(), within(1e-7)); // one float32
                    }
                }
            }
        }
    }

    @Test
    void randomVectorsOfFewDirectionsGiveWhatPythonFinds() {
        TemplateProtocol protocol = TemplateProtocol.of(protocolSet());
        JsonNode cases = EXPECTED.get("protocol");
        assertThat(cases).hasSize(200);
        for (int c = 0; c < cases.size(); c++) {
            FloatMatrix vectors = directions(new Draw(100 + c));
            List<Double> found = new ArrayList<>();
            TemplateVerification verified = protocol.verify(vectors, vectors);
            for (double far : new double[] {0.01, 0.1}) {
                for (Verification.Mode mode : Verification.Mode.values()) {
                    found.add(verified.trueAcceptRate(far, mode));
                }
            }
            TemplateIdentification identified = protocol.identify(vectors, vectors);
            found.add(identified.truePositiveRate(0.01));
            found.add(identified.truePositiveRate(0.1));
            found.add(identified.rankOne());
            found.add(identified.rankFive());
            found.add(identified.rankTen());
            for (int v = 0; v < found.size(); v++) {
                assertThat(found.get(v))
                        .as("case %d value %d", c, v)
                        .isEqualTo(cases.get(c).get(v).asDouble(), within(1e-9));
            }
        }
    }

    /** Templates 0..11 are the first gallery (10 and 11 are second ones of subjects 0 and 1), 12..19 the second, 20..59 probes. */
    private Ijb protocolSet() {
        Draw draw = new Draw(8);
        int[] subjects = IntStream.range(0, 60)
                .map(t -> t < 10 || (t >= 12 && t < 20) ? t : t < 12 ? t - 10 : draw.below(23))
                .toArray();
        StringBuilder pairs = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            int first = draw.below(20);
            int second = 20 + draw.below(40);
            pairs.append(first + " " + second + " " + (subjects[first] == subjects[second] ? 1 : 0) + "\n");
        }
        list("1N_gallery_G1.csv", subjects, 0, 12);
        list("1N_gallery_G2.csv", subjects, 12, 20);
        list("1N_probe_mixed.csv", subjects, 20, 60);
        return set(
                lines(t -> t + ".jpg " + t + " 1"),
                lines(t -> t + ".jpg 38 51 73 51 56 71 41 92 70 92 1"),
                pairs.toString());
    }

    private static String lines(IntFunction<String> line) {
        return IntStream.range(0, 60).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }

    private void list(String name, int[] subjects, int from, int to) {
        write(
                name,
                IntStream.range(from, to)
                        .mapToObj(t -> t + "," + subjects[t])
                        .collect(Collectors.joining("\n", "TEMPLATE_ID,SUBJECT_ID\n", "\n")));
    }

    private static FloatMatrix directions(Draw draw) {
        float[] values = new float[120];
        for (int t = 0; t < 60; t++) {
            values[2 * t] = draw.below(5) - 2;
            values[2 * t + 1] = draw.below(5) - 2;
            if (values[2 * t] == 0 && values[2 * t + 1] == 0) {
                values[2 * t] = 1;
            }
        }
        return FloatMatrix.wrap(60, 2, values);
    }

    private Ijb set(String ids, String points, String pairs) {
        write("face_tid_mid.txt", ids);
        write("name_5pts_score.txt", points);
        write("template_pair_label.txt", pairs);
        return Faces.ijbC(folder);
    }

    private void write(String name, String text) {
        Path meta = folder.resolve("meta");
        assertThat(meta.toFile().isDirectory() || meta.toFile().mkdirs()).isTrue();
        FormatFiles.write(meta.resolve("ijbc_" + name), text);
    }
}
