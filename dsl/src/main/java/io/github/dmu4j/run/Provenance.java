package io.github.dmu4j.run;

import io.github.dmu4j.model.DeviceGroup;
import io.github.dmu4j.model.NativeEngine;
import io.github.dmu4j.retrieval.SimilaritySearch;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a number was computed with: without it "bit for bit" means nothing. */
public final class Provenance {
    private Provenance() {}

    /** Versions, platform, devices, search and native threads, in a fixed order. */
    public static Map<String, String> of(DeviceGroup devices) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("dmu4j", version());
        facts.put("java", System.getProperty("java.vendor") + " " + Runtime.version());
        facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        facts.put("engine", "PyTorch " + NativeEngine.version());
        facts.put("device", devices.toString());
        facts.put("search", SimilaritySearch.fastest().name());
        facts.put("threads", Integer.toString(NativeEngine.threads()));
        return facts;
    }

    /** This library's version, from its jar's manifest; {@code development} when run from class files. */
    public static String version() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
