package io.github.dmu4j.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dmu4j.data.Preprocessing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationsTest {
    /** "GFLOPS" in torchvision's table of models: multiply-adds at 224 pixels with a last layer to 1000 classes. */
    @ParameterizedTest
    @CsvSource({"18, 1.814", "34, 3.664", "50, 4.089", "101, 7.801"})
    void resNetsHaveThePublishedNumber(int depth, double billions) {
        ResNet net = Backbones.resNet18(1000);
        ResNet other = new ResNet(
                depth, 1000, net.widths(), net.stem(), net.gemPower(), net.learnableGemPower(), net.batchNormNeck());

        assertThat(other.multiplyAdds(Preprocessing.colour(224)).orElseThrow() / 1e9)
                .isCloseTo(billions, within(5e-4));
    }

    @Test
    void aSmallStemKeepsTheSide() {
        ResNet net = Backbones.resNet10(7).widths(2, 3, 4);

        // 8 pixels, grey: stem 64 x 2 x 1 x 9; stages 64 x 2 x 2 x 9 x 2; at 4 pixels 16 x 3 x (2 x 9 + 3 x 9 + 2);
        // at 2 pixels 4 x 4 x (3 x 9 + 4 x 9 + 3); last layer 4 x 7
        assertThat(net.multiplyAdds(Preprocessing.grey(8))).hasValue(1152 + 4608 + 16 * 3 * 47 + 4 * 4 * 66 + 28);
    }

    @Test
    void iResNetsAreCountedAsByHand() {
        IResNet net = Backbones.iResNet18(5).widths(2, 2, 2, 2);

        // 16 pixels in colour: stem 256 x 2 x 3 x 9; each stage at sides s and s/2: 36 s^2 + 36 s^2/4 + 4 s^2/4 + 2 x
        // 36 s^2/4,
        // which is 64 s^2, with s = 16, 8, 4, 2; last layer 2 x 5
        assertThat(net.multiplyAdds(Preprocessing.colour(16))).hasValue(13_824 + 64 * (256 + 64 + 16 + 4) + 10);
    }

    @Test
    void ofAnotherNetNothingIsKnown() {
        Backbone unknown = new Backbone() {
            @Override
            public int dimension() {
                return 1;
            }

            @Override
            public String name() {
                return "own";
            }

            @Override
            public Network build(Preprocessing input, long seed, ai.djl.Device device) {
                throw new UnsupportedOperationException();
            }
        };

        assertThat(unknown.multiplyAdds(Preprocessing.grey(8))).isEmpty();
    }
}
