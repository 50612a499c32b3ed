package io.github.dmu4j.method;

import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.loss.Contrastive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The methods' names and options in run files, read back. */
final class MethodNames {
    private MethodNames() {}

    private record Known(String name, Function<Map<String, Object>, CompatibilityMethod> reader) {
        boolean isNameOf(String method) {
            return method.equals(name) || method.startsWith(name + " ");
        }
    }

    static CompatibilityMethod read(String name, Map<String, Object> options) {
        List<Known> known = known();
        Known reader = known.stream()
                .filter(k -> k.isNameOf(name))
                .max(Comparator.comparingInt(k -> k.name.length()))
                .orElseThrow(() -> new DmuException("no method is called \"" + name + "\"; known are "
                        + known.stream().map(Known::name).collect(Collectors.joining(", "))
                        + ". Your own method is passed as an object, or made known by a MethodProvider"));
        return reader.reader.apply(options);
    }

    /** Ours first: a provider cannot take their place. */
    private static List<Known> known() {
        List<Known> known = new ArrayList<>(List.of(
                new Known("DMU", MethodNames::dmu),
                new Known("BCT", MethodNames::bct),
                new Known("independent", options -> new Independent())));
        for (MethodProvider provider : ServiceLoader.load(MethodProvider.class)) {
            known.add(new Known(provider.name(), provider::fromOptions));
        }
        return known;
    }

    private static Dmu dmu(Map<String, Object> options) {
        Map<?, ?> measure = map(options, "measure");
        Map<?, ?> weights = map(options, "weights");
        return new Dmu()
                .withoutForwardAdaptation()
                .selectBy(SelectionMeasure.named(text(measure, "name"), strings(map(measure, "options"))))
                .weighting(new SelectionWeights(
                        SelectionWeights.Normalisation.valueOf(text(weights, "normalisation")),
                        SelectionWeights.Selection.valueOf(text(weights, "selection")),
                        number(weights, "parameter"),
                        value(weights, "anti", Boolean.class),
                        SelectionWeights.NewClasses.valueOf(text(weights, "newClasses"))))
                .inheritBy(inheritance(map(options, "inheritance")))
                .weight(number(options, "weight"))
                .ractWeight(number(options, "ractWeight"));
    }

    private static InheritanceLoss inheritance(Map<?, ?> described) {
        Map<?, ?> options = map(described, "options");
        if (options.containsKey("temperature")) { // its name varies with its settings
            return InheritanceLoss.contrastive(new Contrastive(
                    number(options, "temperature"),
                    (int) number(options, "hardest"),
                    value(options, "newNegatives", Boolean.class)));
        }
        String name = text(described, "name");
        return Stream.of(InheritanceLoss.pointToCentre(), InheritanceLoss.l2())
                .filter(loss -> loss.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new DmuException("no inheritance loss is called \"" + name
                        + "\"; known are point-to-centre, L2, contrastive, RACT"));
    }

    private static Bct bct(Map<String, Object> options) {
        return new Bct().form(Bct.Form.valueOf(text(options, "form"))).weight(number(options, "weight"));
    }

    private static Map<?, ?> map(Map<?, ?> options, String key) {
        return value(options, key, Map.class);
    }

    private static Map<String, Object> strings(Map<?, ?> options) {
        return options.entrySet().stream()
                .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> (Object) e.getValue()));
    }

    private static String text(Map<?, ?> options, String key) {
        return value(options, key, String.class);
    }

    private static double number(Map<?, ?> options, String key) {
        return value(options, key, Number.class).doubleValue();
    }

    private static <T> T value(Map<?, ?> options, String key, Class<T> type) {
        Object value = options.get(key);
        if (!type.isInstance(value)) {
            throw new DmuException("the option " + key + " is " + value + "; a " + type.getSimpleName()
                    + " is needed. Options are read as CompatibilityMethod.options() gives them");
        }
        return type.cast(value);
    }
}
