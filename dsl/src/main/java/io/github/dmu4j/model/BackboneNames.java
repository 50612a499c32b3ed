package io.github.dmu4j.model;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.DatabindContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.jsontype.impl.TypeIdResolverBase;
import java.io.IOException;
import java.util.Map;
import java.util.TreeSet;

/** Names of backbones in JSON: a short one for ours, the class name for a user's; only backbones are ever loaded. */
final class BackboneNames extends TypeIdResolverBase {
    private static final Map<String, Class<? extends Backbone>> OURS = Map.of(
            "resnet", ResNet.class,
            "iresnet", IResNet.class,
            "pretrained", PretrainedBackbone.class);

    @Override
    public String idFromValue(Object value) {
        return idFromValueAndType(value, value.getClass());
    }

    @Override
    public String idFromValueAndType(Object value, Class<?> type) {
        return OURS.entrySet().stream()
                .filter(ours -> ours.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseGet(type::getName);
    }

    @Override
    public JavaType typeFromId(DatabindContext context, String id) throws IOException {
        Class<? extends Backbone> ours = OURS.get(id);
        if (ours != null) {
            return context.constructType(ours);
        }
        try {
            Class<?> type = Class.forName(id, false, Thread.currentThread().getContextClassLoader());
            if (Backbone.class.isAssignableFrom(type)) {
                return context.constructType(type);
            }
        } catch (ClassNotFoundException e) {
            throw new IOException(
                    "the backbone type \"" + id + "\" is not known: known are "
                            + String.join(", ", new TreeSet<>(OURS.keySet()))
                            + ", and the class names of backbones on the class path",
                    e);
        }
        throw new IOException("the class " + id + " is no backbone");
    }

    @Override
    public JsonTypeInfo.Id getMechanism() {
        return JsonTypeInfo.Id.CUSTOM;
    }
}
