package io.github.dmu4j.data.pickle;

import io.github.dmu4j.base.NpyArray;
import io.github.dmu4j.data.pickle.PickleCalls.PendingArray;
import io.github.dmu4j.data.pickle.PickleLiterals.PickleLongText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what the machine built into what the caller gets: nothing that can be modified, no cycles, nothing too deep. */
final class PickleFreezer {
    /** Ground truth files are four deep. */
    static final int MAX_DEPTH = 64;

    private static final int CONTAINER = 160;
    private static final int ELEMENT = 8;
    private static final int ENTRY = 64;

    private final PickleInput in;
    private final PickleCalls calls;
    /** Finished containers; one that is being worked on stands for itself. */
    private final IdentityHashMap<Object, Frozen> done = new IdentityHashMap<>();

    /** @param height levels of containers, this one included; 0 while it is not known */
    private record Frozen(Object value, int height) {}

    PickleFreezer(PickleInput in, PickleCalls calls) {
        this.in = in;
        this.calls = calls;
    }

    @Nullable
    Object freeze(@Nullable Object value) {
        Object result = freeze(value, 0);
        done.clear();
        return result;
    }

    private @Nullable Object freeze(@Nullable Object value, int depth) {
        if (value instanceof PendingArray pending) {
            NpyArray array = pending.array();
            if (array == null) {
                throw calls.unfinished();
            }
            return array;
        }
        if (value instanceof PickleLongText) {
            return calls.text(value);
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            return container(value, depth);
        }
        if (value == null
                || value instanceof String
                || value instanceof byte[]
                || value instanceof PickleBytes
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof NpyArray) {
            return value;
        }
        throw in.error("leaves a name or a NumPy type in the result", PickleCalls.ALLOWED);
    }

    private Object container(Object value, int depth) {
        Frozen known = done.get(value);
        if (known != null && known.height == 0) {
            throw in.error("ends a pickle in which a container contains itself", PickleCalls.ALLOWED);
        }
        if (depth + (known == null ? 1 : known.height) > MAX_DEPTH) {
            throw in.error("ends a pickle nested deeper than " + MAX_DEPTH, PickleCalls.ALLOWED);
        }
        if (known != null) {
            return known.value;
        }
        done.put(value, new Frozen(value, 0));
        Object frozen = value instanceof Map<?, ?> map ? map(map, depth) : list((List<?>) value, depth);
        done.put(value, new Frozen(frozen, 1 + highest(value)));
        return frozen;
    }

    private List<@Nullable Object> list(List<?> list, int depth) {
        in.charge(CONTAINER + (long) ELEMENT * list.size());
        List<@Nullable Object> frozen = new ArrayList<>(list.size());
        for (Object item : list) {
            frozen.add(freeze(item, depth + 1));
        }
        return Collections.unmodifiableList(frozen);
    }

    private Map<@Nullable Object, @Nullable Object> map(Map<?, ?> map, int depth) {
        in.charge(CONTAINER + (long) ENTRY * map.size());
        Map<@Nullable Object, @Nullable Object> frozen = new LinkedHashMap<>();
        map.forEach((key, item) -> frozen.put(key, freeze(item, depth + 1)));
        return Collections.unmodifiableMap(frozen);
    }

    private int highest(Object container) {
        int highest = 0;
        for (Object item : container instanceof Map<?, ?> map ? map.values() : (List<?>) container) {
            Frozen frozen = item == null ? null : done.get(item);
            highest = Math.max(highest, frozen == null ? 0 : frozen.height);
        }
        return highest;
    }
}
