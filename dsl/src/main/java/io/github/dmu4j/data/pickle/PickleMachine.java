package io.github.dmu4j.data.pickle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a pickle: a stack of values, marks in it, and a memo of values that occur again. On the stack an {@link ArrayList} is a list,
 * a {@link LinkedHashMap} a dict, any other {@link List} a tuple. Instructions are given by their letters or numbers in
 * pickletools.
 */
final class PickleMachine {
    private static final int NEWEST_PROTOCOL = 5;
    // What an object takes on the heap, roughly, for the budget: a 64-bit JVM with compressed references.
    private static final int VALUE = 32;
    private static final int CONTAINER = 64;
    private static final int ENTRY = 64;
    private static final int ELEMENT = 12;

    private final PickleInput in;
    private final PickleLiterals literals;
    private final PickleCalls calls;
    private final ArrayList<@Nullable Object> stack = new ArrayList<>();
    private final ArrayDeque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, @Nullable Object> memo = new HashMap<>();

    PickleMachine(PickleInput in, boolean inPlace) {
        this.in = in;
        this.literals = new PickleLiterals(in, inPlace);
        this.calls = new PickleCalls(in, inPlace);
    }

    @Nullable
    Object run() {
        int instruction = in.instruction();
        while (instruction != '.') {
            Object literal = literals.read(instruction);
            if (literal != PickleLiterals.NONE_OF_THESE) {
                push(literal);
            } else if (!container(instruction) && !memo(instruction) && !call(instruction)) {
                refuse(instruction);
            }
            instruction = in.instruction();
        }
        Object result = pop();
        return new PickleFreezer(in, calls).freeze(result);
    }

    /** Marks, lists, tuples, dicts. */
    private boolean container(int instruction) {
        switch (instruction) {
            case '(' -> {
                in.charge(VALUE);
                marks.push(stack.size());
            }
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case ']' -> push(list(List.of()));
            case 'l' -> push(list(popToMark()));
            case 'a' -> append(pop(1));
            case 'e' -> append(popToMark());
            case ')' -> push(tuple(new ArrayList<>()));
            case 't' -> push(tuple(popToMark()));
            case 0x85, 0x86, 0x87 -> push(tuple(pop(instruction - 0x84)));
            case '}' -> push(dict());
            case 'd' -> {
                List<@Nullable Object> items = popToMark();
                push(dict());
                put(items);
            }
            case 's' -> put(pop(2));
            case 'u' -> put(popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean memo(int instruction) {
        switch (instruction) {
            case 'p' -> remember(index());
            case 'q' -> remember(in.unsigned(1));
            case 'r' -> remember(in.unsigned(4));
            case 0x94 -> remember(memo.size());
            case 'g' -> push(recall(index()));
            case 'h' -> push(recall(in.unsigned(1)));
            case 'j' -> push(recall(in.unsigned(4)));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Protocol, frames, and the few names that stand for data. */
    private boolean call(int instruction) {
        switch (instruction) {
            case 0x80 -> requireProtocol(in.next());
            case 0x95 -> in.require(in.unsigned(8)); // a frame is only a promise of so many bytes
            case 'c' -> push(calls.global(in.shortLine(), in.shortLine()));
            case 0x93 -> {
                Object name = pop();
                push(calls.global(calls.name(pop()), calls.name(name)));
            }
            case 'R' -> {
                Object arguments = pop();
                push(calls.reduce(pop(), arguments));
            }
            case 'b' -> {
                Object state = pop();
                calls.build(top(), state);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void requireProtocol(int protocol) {
        if (protocol > NEWEST_PROTOCOL) {
            throw in.error(
                    "announces protocol " + protocol,
                    "0 to " + NEWEST_PROTOCOL
                            + " are read: save it in Python with pickle.dump(value, file, protocol=4)");
        }
    }

    private void refuse(int instruction) {
        String what = switch (instruction) {
            case 0x8f, 0x90, 0x91 -> "makes a set";
            case 'P', 'Q' -> "asks for a persistent object";
            case 'i', 'o', 0x81, 0x92 -> "makes an instance of a class";
            case 0x82, 0x83, 0x84 -> "asks for a registered extension";
            case 0x97, 0x98 -> "asks for a buffer outside of the file";
            default -> "";
        };
        if (what.isEmpty()) {
            throw in.error(
                    "is the byte " + instruction + ", which is no instruction of a pickle",
                    "the file is damaged or no pickle: copy it again");
        }
        throw in.error(what, PickleCalls.ALLOWED);
    }

    private void push(@Nullable Object value) {
        in.charge(VALUE);
        stack.add(value);
    }

    private int floor() {
        return marks.isEmpty() ? 0 : marks.peek();
    }

    private @Nullable Object pop() {
        top();
        return stack.remove(stack.size() - 1);
    }

    private @Nullable Object top() {
        if (stack.size() <= floor()) {
            throw in.error("needs a value, and there is none", "the file is damaged: copy it again");
        }
        return stack.get(stack.size() - 1);
    }

    /** The uppermost values, the lowest first. */
    private List<@Nullable Object> pop(int count) {
        if (stack.size() - floor() < count) {
            throw in.error("needs " + count + " values, and there are fewer", "the file is damaged: copy it again");
        }
        return cut(stack.size() - count);
    }

    private List<@Nullable Object> popToMark() {
        if (marks.isEmpty()) {
            throw in.error("needs a mark, and there is none", "the file is damaged: copy it again");
        }
        return cut(marks.pop());
    }

    private List<@Nullable Object> cut(int from) {
        List<@Nullable Object> upper = stack.subList(from, stack.size());
        List<@Nullable Object> values = new ArrayList<>(upper);
        in.charge((long) ELEMENT * values.size());
        upper.clear();
        return values;
    }

    private List<@Nullable Object> list(List<@Nullable Object> items) {
        in.charge(CONTAINER + (long) ELEMENT * items.size());
        return new ArrayList<>(items);
    }

    private List<@Nullable Object> tuple(List<@Nullable Object> items) {
        in.charge(CONTAINER);
        return Collections.unmodifiableList(items);
    }

    private Map<Object, @Nullable Object> dict() {
        in.charge(CONTAINER);
        return new LinkedHashMap<>();
    }

    private void append(List<@Nullable Object> items) {
        if (!(top() instanceof ArrayList<?> list)) {
            throw in.error("appends to something that is no list", PickleCalls.ALLOWED);
        }
        in.charge((long) ELEMENT * items.size());
        @SuppressWarnings("unchecked") // every ArrayList on the stack was made by list()
        ArrayList<@Nullable Object> target = (ArrayList<@Nullable Object>) list;
        target.addAll(items);
    }

    private void put(List<@Nullable Object> keysAndValues) {
        if (!(top() instanceof LinkedHashMap<?, ?> dict) || keysAndValues.size() % 2 != 0) {
            throw in.error("puts into something that is no dict, or a key without a value", PickleCalls.ALLOWED);
        }
        in.charge(((long) ENTRY + ELEMENT) * keysAndValues.size());
        @SuppressWarnings("unchecked") // every LinkedHashMap on the stack was made by dict()
        LinkedHashMap<@Nullable Object, @Nullable Object> target =
                (LinkedHashMap<@Nullable Object, @Nullable Object>) dict;
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            target.put(calls.key(keysAndValues.get(i)), keysAndValues.get(i + 1));
        }
    }

    private long index() {
        String line = in.shortLine();
        if (!line.matches("[0-9]{1,18}")) {
            throw in.error("names '" + line + "' as a place in the memo", "the file is damaged: copy it again");
        }
        return Long.parseLong(line);
    }

    private void remember(long index) {
        in.charge(ENTRY);
        memo.put(index, top());
    }

    private @Nullable Object recall(long index) {
        if (!memo.containsKey(index)) {
            throw in.error(
                    "recalls value " + index + ", which was not remembered", "the file is damaged: copy it again");
        }
        return memo.get(index);
    }
}
