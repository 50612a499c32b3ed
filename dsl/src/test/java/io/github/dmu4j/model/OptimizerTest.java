package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.dmu4j.base.Json;
import io.github.dmu4j.model.OptimizerSpec.AdamSpec;
import io.github.dmu4j.model.OptimizerSpec.SgdSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Against torch.optim: dsl/src/test/python/optimizer_trajectories.py. */
class OptimizerTest {
    /** Six float32 steps on values up to 2: a few units in the last place each. */
    private static final float TOLERANCE = 2e-6f;

    private final JsonNode recorded = recorded();

    @Test
    void sgdFollowsTorch() {
        for (boolean inOnePass : new boolean[] {true, false}) {
            assertFollows(new Sgd(new SgdSpec(.9, .01, false, 0), inOnePass), "sgd");
            assertFollows(new Sgd(new SgdSpec(0, .01, false, 0), inOnePass), "sgd-plain");
            assertFollows(new Sgd(new SgdSpec(.9, .01, true, 0), inOnePass), "sgd-nesterov");
            assertFollows(new Sgd(new SgdSpec(.9, .01, false, 1), inOnePass), "sgd-clipped");
        }
    }

    @Test
    void adamFollowsTorch() {
        for (boolean inOnePass : new boolean[] {true, false}) {
            assertFollows(new Adam(OptimizerSpec.adam().weightDecay(.01), inOnePass), "adam");
            assertFollows(new Adam(OptimizerSpec.adamW(), inOnePass), "adamw");
        }
    }

    @Test
    void aRestoredOptimiserGoesOnBitForBit() {
        for (OptimizerSpec spec : new OptimizerSpec[] {OptimizerSpec.sgd(), OptimizerSpec.adamW()}) {
            try (ParameterSet whole = start();
                    ParameterSet resumed = start();
                    Optimizer one = spec.start();
                    Optimizer first = spec.start();
                    Optimizer second = spec.start()) {
                for (int i = 0; i < 6; i++) {
                    step(whole, one, .1);
                    step(resumed, i < 3 ? first : second, .1);
                    if (i == 2) {
                        second.restore(first.state());
                    }
                }
                assertThat(resumed.hash()).isEqualTo(whole.hash());
            }
        }
    }

    @Test
    void aStepWithoutGradientsIsAnError() {
        try (ParameterSet set = start();
                Optimizer optimizer = OptimizerSpec.sgd().start()) {
            assertThatThrownBy(() -> optimizer.step(set.parameters(), .1))
                    .hasMessageContaining("no parameter has a gradient");
        }
    }

    @Test
    void specificationsSurviveJson() throws IOException {
        for (OptimizerSpec spec : new OptimizerSpec[] {OptimizerSpec.sgd(), new AdamSpec(.8, .9, 1e-6, .1, true, 2)}) {
            String json = Json.mapper().writerFor(OptimizerSpec.class).writeValueAsString(spec);

            assertThat(Json.mapper().readValue(json, OptimizerSpec.class)).isEqualTo(spec);
        }
    }

    private void assertFollows(Optimizer optimizer, String key) {
        try (ParameterSet set = start();
                optimizer) {
            for (int i = 0; i < recorded.get("rates").size(); i++) {
                step(set, optimizer, recorded.get("rates").get(i).asDouble());
                for (NamedParameter parameter : set.parameters()) {
                    float[] found = parameter.array().toFloatArray();
                    float[] expected = floats(recorded.get(key).get(i).get(parameter.name()));
                    assertThat(found)
                            .as("%s, step %d, %s", key, i, parameter)
                            .containsExactly(expected, within(TOLERANCE));
                }
                assertStateFollows(optimizer.state(), key, i);
            }
        }
    }

    /** The momentum, or mean and mean square, that a checkpoint would hold. */
    private void assertStateFollows(OptimizerState state, String key, int step) {
        JsonNode expected = recorded.get("state").get(key).get(step);
        assertThat(state.arrays().keySet()).containsExactlyInAnyOrderElementsOf(names(expected));
        state.arrays()
                .forEach((name, values) -> assertThat(values)
                        .as("%s, step %d, %s", key, step, name)
                        .containsExactly(floats(expected.get(name)), within(TOLERANCE)));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private void step(ParameterSet set, Optimizer optimizer, double rate) {
        try (NDManager step = set.manager().newSubManager();
                GradientRecording recording = GradientRecording.open()) {
            NDArray loss = step.create(0f);
            for (NamedParameter parameter : set.parameters()) {
                NDArray w = parameter.in(step);
                NDArray c = step.create(floats(recorded.get("curvature").get(parameter.name())), w.getShape());
                loss = loss.add(w.square().mul(c).sum().div(2));
            }
            recording.backward(loss);
            optimizer.step(set.parameters(), rate);
        }
    }

    private ParameterSet start() {
        ParameterSet set = new ParameterSet(Device.cpu(), 1);
        set.add("a.weight", new Shape(2, 3), true, values("a.weight"));
        set.add("a.bias", new Shape(2), false, values("a.bias"));
        return set;
    }

    private Initialiser values(String name) {
        float[] start = floats(recorded.get("start").get(name));
        return (target, random) -> System.arraycopy(start, 0, target, 0, target.length);
    }

    private static float[] floats(JsonNode node) {
        List<Float> values = new ArrayList<>();
        for (JsonNode item : node) {
            if (item.isArray()) {
                item.forEach(inner -> values.add(inner.floatValue()));
            } else {
                values.add(item.floatValue());
            }
        }
        float[] array = new float[values.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = values.get(i);
        }
        return array;
    }

    private static JsonNode recorded() {
        try (InputStream in =
                Objects.requireNonNull(OptimizerTest.class.getResourceAsStream("optimizer_trajectories.json"))) {
            return Json.mapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
