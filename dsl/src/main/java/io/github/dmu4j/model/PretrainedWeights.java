package io.github.dmu4j.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.dmu4j.base.DmuException;
import io.github.dmu4j.base.SafetensorsFile;
import io.github.dmu4j.base.SafetensorsFile.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Which arrays of a weights file go into which arrays of a network. Exists only where all of them fit. */
final class PretrainedWeights {
    private static final List<String> PREFIXES = List.of("module.", "backbone.", "encoder.", "model.");
    private static final int NAMED = 3;

    private final SafetensorsFile file;
    private final Map<String, Entry> sources;
    private final Set<String> anew;

    private PretrainedWeights(SafetensorsFile file, Map<String, Entry> sources, Set<String> anew) {
        this.file = file;
        this.sources = sources;
        this.anew = anew;
    }

    /**
     * Finds the arrays by name and compares shapes; reads no data.
     *
     * @throws DmuException if names are missing or unknown, or shapes differ: all of them in one message
     */
    static PretrainedWeights match(SafetensorsFile file, PublishedNames names, Network network) {
        Map<String, Entry> found = withoutPrefix(file.entries());
        Map<String, Entry> sources = new LinkedHashMap<>();
        Set<String> anew = new LinkedHashSet<>();
        List<String> missing = new ArrayList<>();
        List<String> misshapen = new ArrayList<>();
        Set<String> unknown = new LinkedHashSet<>(found.keySet());
        unknown.removeIf(names::isLeftOut);
        for (Map.Entry<String, NDArray> array : network.parameterSet().arrays().entrySet()) {
            Optional<String> published = names.published(array.getKey());
            if (published.isEmpty()) {
                anew.add(array.getKey().replaceFirst("\\..*", ""));
                continue;
            }
            String name = published.get();
            unknown.remove(name);
            Entry entry = found.get(name);
            Shape needed = array.getValue().getShape();
            if (entry == null) {
                missing.add(name);
            } else if (!shape(entry).equals(needed)) {
                misshapen.add(name + " has " + shape(entry) + " where " + needed + " is needed");
            } else {
                sources.put(array.getKey(), entry);
            }
        }
        if (missing.size() + misshapen.size() + unknown.size() > 0) {
            throw new DmuException(
                    file.path() + " does not fit " + network.backbone().name() + " by the names of "
                            + names.origin() + ": "
                            + String.join("; ", reasons(missing, misshapen, List.copyOf(unknown)))
                            + ". " + PretrainedHints.of(found, network));
        }
        return new PretrainedWeights(file, sources, anew);
    }

    private static List<String> reasons(List<String> missing, List<String> misshapen, List<String> unknown) {
        List<String> reasons = new ArrayList<>();
        if (!missing.isEmpty()) {
            reasons.add("missing " + some(missing));
        }
        if (!unknown.isEmpty()) {
            reasons.add("unknown " + some(unknown));
        }
        if (!misshapen.isEmpty()) {
            reasons.add("of another shape " + some(misshapen));
        }
        return reasons;
    }

    private static String some(List<String> items) {
        String first = String.join(", ", items.subList(0, Math.min(NAMED, items.size())));
        return items.size() > NAMED ? first + " and " + (items.size() - NAMED) + " more" : first;
    }

    /** The entries without what all their names begin with, if that is one of the usual wrappers, or several. */
    private static Map<String, Entry> withoutPrefix(Map<String, Entry> entries) {
        for (String prefix : PREFIXES) {
            if (!entries.isEmpty() && entries.keySet().stream().allMatch(name -> name.startsWith(prefix))) {
                Map<String, Entry> stripped = new LinkedHashMap<>();
                entries.forEach((name, entry) -> stripped.put(name.substring(prefix.length()), entry));
                return withoutPrefix(stripped);
            }
        }
        return entries;
    }

    private static Shape shape(Entry entry) {
        return new Shape(entry.shape().stream().mapToLong(Integer::longValue).toArray());
    }

    /** Overwrites the arrays, reading one after the other. */
    void copyInto(ParameterSet set) {
        sources.forEach((name, entry) ->
                Tensors.overwrite(Objects.requireNonNull(set.arrays().get(name)), file.floats(entry)));
    }

    /** What began from where, for example {@code 318 arrays of resnet50.safetensors; anew: embedding, neck}. */
    @Override
    public String toString() {
        return sources.size() + " arrays of " + file.path().getFileName()
                + (anew.isEmpty() ? "" : "; anew: " + String.join(", ", anew));
    }
}
