package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The measures' names and options in run files, read back. */
final class MeasureNames {
    private MeasureNames() {}

    static Map<String, Object> describe(SelectionMeasure measure) {
        return Map.of("name", measure.name(), "options", measure.options());
    }

    static SelectionMeasure read(String name, Map<String, ?> options) {
        for (PrototypeMeasure.Kind kind : PrototypeMeasure.Kind.values()) {
            if (kind.measureName().equals(name)) {
                return new PrototypeMeasure(kind, number(options, "temperature", kind.defaultTemperature()));
            }
        }
        return switch (name) {
            case NearestNeighbourMeasure.NAME -> new NearestNeighbourMeasure((int) number(options, "k", 10));
            case ClassMeanMeasure.NAME ->
                new ClassMeanMeasure(member(options.get("member"), name), number(options, "shrinkage", 5));
            case EnsembleMeasure.NAME -> {
                if (!(options.get("members") instanceof List<?> members)) {
                    throw new DmuException("measure " + name + " needs a list of members, found " + options);
                }
                yield new EnsembleMeasure(
                        members.stream().map(each -> member(each, name)).toList());
            }
            default ->
                throw new DmuException("no selection measure is called " + name + "; known are "
                        + Stream.concat(
                                        Arrays.stream(PrototypeMeasure.Kind.values())
                                                .map(PrototypeMeasure.Kind::measureName),
                                        Stream.of(
                                                NearestNeighbourMeasure.NAME,
                                                ClassMeanMeasure.NAME,
                                                EnsembleMeasure.NAME))
                                .collect(Collectors.joining(", "))
                        + ". Your own measure is passed as an object");
        };
    }

    @SuppressWarnings("unchecked")
    private static SelectionMeasure member(@Nullable Object described, String owner) {
        if (described instanceof Map<?, ?> map
                && map.get("name") instanceof String name
                && map.get("options") instanceof Map<?, ?> options) {
            return read(name, (Map<String, ?>) options);
        }
        throw new DmuException("measure " + owner + " needs a member with name and options, found " + described);
    }

    private static double number(Map<String, ?> options, String key, double otherwise) {
        return options.get(key) instanceof Number number ? number.doubleValue() : otherwise;
    }
}
