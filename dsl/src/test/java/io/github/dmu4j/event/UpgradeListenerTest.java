package io.github.dmu4j.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.github.dmu4j.event.UpgradeEvent.CheckpointSaved;
import io.github.dmu4j.event.UpgradeEvent.Warning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpgradeListenerTest {
    private static final UpgradeEvent FIRST = new CheckpointSaved("1", 1);
    private static final UpgradeEvent SECOND = new CheckpointSaved("2", 2);

    private final List<UpgradeEvent> heard = new ArrayList<>();

    @Test
    void allTellsEveryListenerInOrder() {
        List<String> order = new ArrayList<>();
        UpgradeListener all = UpgradeListener.all(List.of(e -> order.add("a"), e -> order.add("b")));
        all.on(FIRST);
        all.on(SECOND);
        assertThat(order).containsExactly("a", "b", "a", "b");
    }

    @Test
    void aListenerThatThrowsIsReportedOnceAndDropped() {
        int[] calls = {0};
        UpgradeListener broken = event -> {
            calls[0]++;
            throw new IllegalStateException("disk full");
        };
        UpgradeListener all = UpgradeListener.all(List.of(heard::add, broken));
        all.on(FIRST);
        all.on(SECOND);
        assertThat(calls[0]).isEqualTo(1);
        assertThat(heard)
                .containsExactly(
                        FIRST,
                        new Warning(
                                "a listener failed and hears nothing more: java.lang.IllegalStateException: disk full"),
                        SECOND);
    }

    /** The second one fails on the warning about the first: it must not then be given the event and fail again. */
    @Test
    void aListenerThatFailsOnAWarningIsReportedOnceToo() {
        int[] calls = {0};
        UpgradeListener first = event -> {
            throw new IllegalStateException("first");
        };
        UpgradeListener second = event -> {
            calls[0]++;
            throw new IllegalStateException("second");
        };
        UpgradeListener all = UpgradeListener.all(List.of(first, second, heard::add));
        all.on(FIRST);
        all.on(SECOND);
        assertThat(calls[0]).isEqualTo(1);
        assertThat(heard).filteredOn(Warning.class::isInstance).hasSize(2);
        assertThat(heard).filteredOn(CheckpointSaved.class::isInstance).containsExactly(FIRST, SECOND);
    }

    @Test
    void aListenerThatWasGivenTwiceIsDroppedAltogether() {
        UpgradeListener broken = event -> {
            throw new IllegalStateException("x");
        };
        UpgradeListener.all(List.of(broken, broken, heard::add)).on(FIRST);
        assertThat(heard).filteredOn(Warning.class::isInstance).hasSize(1);
    }

    @Test
    void theLastListenerMayFailToo() {
        UpgradeListener all = UpgradeListener.all(List.of(event -> {
            throw new IllegalStateException("x");
        }));
        assertThatCode(() -> all.on(FIRST)).doesNotThrowAnyException();
        assertThatCode(() -> UpgradeListener.NONE.on(FIRST)).doesNotThrowAnyException();
    }

    @Test
    void lossTermsKeepTheirOrderAndCannotBeChanged() {
        Map<String, Double> losses = new LinkedHashMap<>();
        for (String term : new String[] {"z", "m", "a", "k", "b"}) {
            losses.put(term, 1.0);
        }
        var step = new UpgradeEvent.StepCompleted("train", 0, 1, 10, losses, 0.1, 5);
        var epoch = new UpgradeEvent.EpochCompleted("train", 0, 1, losses, 1);
        losses.clear();
        assertThat(step.losses().keySet()).containsExactly("z", "m", "a", "k", "b");
        assertThat(epoch.losses().keySet()).containsExactly("z", "m", "a", "k", "b");
    }

    @Test
    void secondsLeftFollowFromTheRate() {
        assertThat(new UpgradeEvent.StepCompleted("train", 0, 4, 10, Map.of(), 0.1, 32).secondsLeft(64))
                .isEqualTo(12);
        assertThat(new UpgradeEvent.StepCompleted("train", 0, 4, 10, Map.of(), 0.1, 0).secondsLeft(64))
                .isNaN();
    }
}
