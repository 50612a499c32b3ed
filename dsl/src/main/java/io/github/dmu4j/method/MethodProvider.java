package io.github.dmu4j.method;

import java.util.Map;

/**
 * Makes a method of yours again from what a run recorded of it, so that {@code UpgradePlan.resume(run)} can go on with it. Found
 * by {@link java.util.ServiceLoader}: name the class in {@code META-INF/services/io.github.dmu4j.method.MethodProvider}. Only
 * runs that are resumed by their folder alone need one.
 */
public interface MethodProvider {
    /**
     * What the names of its methods begin with: a recorded {@link CompatibilityMethod#name} is this provider's if it is this
     * word, or this word, a blank and more.
     */
    String name();

    /**
     * The method with these options, without forward adaptation; that is recorded apart and added afterwards.
     *
     * @param options what {@link CompatibilityMethod#options} gave, after a round through JSON
     */
    CompatibilityMethod fromOptions(Map<String, Object> options);
}
