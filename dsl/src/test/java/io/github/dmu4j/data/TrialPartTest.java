package io.github.dmu4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialPartTest {
    @Test
    void asManyRowsAsTheShareSaysAndNoFewerThanTheLeast() {
        assertThat(TrialPart.rows(1000, 0.25, 1, i -> i))
                .hasSize(250)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(TrialPart.rows(1000, 0.0001, 2, i -> i)).hasSize(2);
        assertThat(TrialPart.rows(1, 0.5, 2, i -> i)).containsExactly(0);
        assertThat(TrialPart.rows(5, 1, 1, i -> i)).containsExactly(0, 1, 2, 3, 4);
        assertThat(TrialPart.rows(0, 0.5, 1, i -> i)).isEmpty();
    }

    @Test
    void aLargerShareHoldsASmallerOne() {
        int[] small = TrialPart.rows(500, 0.1, 1, i -> 7L * i);
        int[] large = TrialPart.rows(500, 0.3, 1, i -> 7L * i);
        assertThat(large).contains(small);
    }

    @Test
    void whatIsTakenDoesNotDependOnTheOrder() {
        int n = 300;
        int[] forwards = TrialPart.rows(n, 0.2, 1, i -> i);
        int[] backwards = TrialPart.rows(n, 0.2, 1, i -> n - 1 - i);
        assertThat(Arrays.stream(backwards).map(i -> n - 1 - i).sorted()).containsExactly(boxed(forwards));
    }

    @Test
    void rowsOfOneKeyCountOneByOne() {
        assertThat(TrialPart.rows(10, 0.3, 1, i -> 5)).containsExactly(0, 1, 2);
    }

    @Test
    void aShareOfTheClassesKeepsAllTheirImages() {
        LabeledImages all = TinyImages.of(40, 8, i -> TinyImages.tone(2, 2, i));
        LabeledImages part = TrialPart.ofClasses(all, 0.25);
        assertThat(part.size()).isEqualTo(10);
        assertThat(Arrays.stream(part.labels()).distinct()).hasSize(2);
        assertThat(TrialPart.ofClasses(all, 1)).isSameAs(all);
    }

    @Test
    void aShareOutsideOfItsRangeIsRefused() {
        for (double share : new double[] {0, -1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> TrialPart.rows(10, share, 1, i -> i))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(String.valueOf(share));
        }
    }

    private static Integer[] boxed(int[] rows) {
        return IntStream.of(rows).boxed().toArray(Integer[]::new);
    }
}
