package io.github.dmu4j.run;

import io.github.dmu4j.event.UpgradeEvent;
import io.github.dmu4j.event.UpgradeListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a training went, by epoch: losses by term and validation figures.
 *
 * @param losses term to epoch (from 1) to mean loss
 * @param validation {@code pairing/metric} to epoch to value
 */
public record TrainingHistory(
        Map<String, SortedMap<Integer, Double>> losses, Map<String, SortedMap<Integer, Double>> validation) {

    /** Nothing was trained, or nobody listened. */
    public static final TrainingHistory NONE = new TrainingHistory(Map.of(), Map.of());

    /** The stage in which a method trains a new model. */
    static String stage(String method) {
        return "train " + method;
    }

    /** Collects a history while a training sends its events. */
    static final class Collector implements UpgradeListener {
        private final String stage;
        private final Map<String, SortedMap<Integer, Double>> losses = new LinkedHashMap<>();
        private final Map<String, SortedMap<Integer, Double>> validation = new LinkedHashMap<>();

        /** Only events of this stage count. */
        Collector(String stage) {
            this.stage = stage;
        }

        /** Continues from what an earlier session of the same training recorded. */
        Collector continuing(List<UpgradeEvent> earlier) {
            earlier.forEach(this::on);
            return this;
        }

        @Override
        public void on(UpgradeEvent event) {
            if (event instanceof UpgradeEvent.EpochCompleted epoch
                    && epoch.stage().equals(stage)) {
                epoch.losses()
                        .forEach((term, value) -> losses.computeIfAbsent(term, t -> new TreeMap<>())
                                .put(epoch.epoch(), value));
            } else if (event instanceof UpgradeEvent.Validated figure
                    && figure.stage().equals(stage)) {
                validation
                        .computeIfAbsent(figure.pairing() + "/" + figure.metric(), k -> new TreeMap<>())
                        .put(figure.epoch(), figure.value());
            }
        }

        TrainingHistory history() {
            return new TrainingHistory(
                    Collections.unmodifiableMap(new TreeMap<>(losses)),
                    Collections.unmodifiableMap(new TreeMap<>(validation)));
        }
    }

    /** Terms in alphabetical order. */
    public List<String> terms() {
        return new ArrayList<>(losses.keySet());
    }
}
