package io.github.dmu4j.jupyter.magic;

import io.github.dmu4j.jupyter.eval.CellOutcome;
import io.github.dmu4j.jupyter.magic.Magic.Form;
import io.github.dmu4j.jupyter.magic.Magic.Takes;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/** {@code %env}: environment variables, as far as a JVM, whose own are fixed, can set them. */
final class Environment {
    private static final Pattern SECRET = Pattern.compile("(?i).*(?:key|token|secret|password|passwd|credential).*");
    private static final Pattern NAME = Pattern.compile("[\\p{Alpha}_][\\w.]*");

    private final Map<String, String> set = new ConcurrentSkipListMap<>();

    Magic magic() {
        return new Magic(
                "env",
                Form.LINE,
                Takes.WORDS,
                "%env\n%env NAME\n%env NAME=VALUE",
                "Lists environment variables, or prints or sets one.",
                "A set one holds for the commands of %%bash, and as a system property: System.getProperty(\"NAME\")."
                        + " System.getenv and libraries that ask it keep the kernel's own environment: a JVM cannot change it."
                        + " In the list, values whose names speak of keys or passwords are hidden.",
                this::env);
    }

    /** What was set in this session. */
    Map<String, String> changes() {
        return Map.copyOf(set);
    }

    private CellOutcome env(MagicCall call) throws MagicFailure {
        String asked = call.arguments();
        int equals = asked.indexOf('=');
        if (asked.isEmpty()) {
            Map<String, String> all = new TreeMap<>(System.getenv());
            all.putAll(set);
            all.forEach((name, value) ->
                    System.out.println(name + "=" + (SECRET.matcher(name).matches() ? "<hidden>" : value)));
        } else if (equals < 0) {
            String value = set.getOrDefault(asked, System.getenv().getOrDefault(asked, ""));
            if (value.isEmpty() && !set.containsKey(asked) && !System.getenv().containsKey(asked)) {
                throw new MagicFailure(
                        "%env: " + asked + " is not set; %env " + asked + "=VALUE sets it, %env lists all");
            }
            System.out.println(value);
        } else {
            String name = asked.substring(0, equals).strip();
            String value = unquoted(asked.substring(equals + 1).strip());
            if (!NAME.matcher(name).matches()) {
                throw new MagicFailure("%env: \"" + name + "\" cannot be a name; letters, digits and _ are allowed");
            }
            set.put(name, value);
            System.setProperty(name, value);
            System.out.println("set " + name + " for %%bash and as system property; System.getenv(\"" + name
                    + "\") does not see it, since a JVM cannot change its own environment");
        }
        return MagicCall.DONE;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && value.charAt(0) == value.charAt(value.length() - 1)
                && "\"'".indexOf(value.charAt(0)) >= 0;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
