package io.github.dmu4j;

import io.github.dmu4j.method.CompatibilityMethod;
import io.github.dmu4j.method.MethodProvider;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Makes {@link AgreementMethod} known by name, as docs/guide.md shows it. */
public final class AgreementProvider implements MethodProvider {
    @Override
    public String name() {
        return "agreement";
    }

    @Override
    public CompatibilityMethod fromOptions(Map<String, Object> options) {
        return new AgreementMethod(
                ((Number) Objects.requireNonNull(options.get("weight"))).doubleValue(), Optional.empty());
    }
}
