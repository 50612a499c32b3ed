package io.github.dmu4j.jupyter.kernel;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.github.dmu4j.jupyter.wire.Wire;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dflib.jjava.jupyter.channels.IOPubChannel;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.HMACGenerator;
import org.dflib.jjava.jupyter.messages.Message;
import org.zeromq.ZMQ;

/** What jjava's comms send, on our wire: its own channel is never bound. */
final class CommPublisher extends IOPubChannel {
    private static final Gson GSON = new Gson();
    private static final TypeToken<Map<String, Object>> MAP = new TypeToken<>() {};

    private final Wire wire;
    private final Origins origins;

    CommPublisher(Wire wire, Origins origins) {
        super(ZMQ.context(0), HMACGenerator.NO_AUTH_INSTANCE);
        this.wire = wire;
        this.origins = origins;
    }

    static Map<String, Object> map(JsonObject json) {
        return GSON.fromJson(json, MAP.getType());
    }

    @Override
    public synchronized void sendMessage(Message<?> message) {
        JsonObject metadata =
                message.hasMetadata() ? GSON.toJsonTree(message.getMetadata()).getAsJsonObject() : new JsonObject();
        List<byte[]> buffers = Objects.requireNonNullElse(message.getBlobs(), List.of());
        publish(message.getHeader().getType().getName(), metadata, message.getContent(), buffers);
    }

    /** For jjava's handlers: what they publish goes out, busy and idle are the caller's, replies there are none. */
    ReplyEnvironment environment() {
        return (ReplyEnvironment) Proxy.newProxyInstance(
                CommPublisher.class.getClassLoader(),
                new Class<?>[] {ReplyEnvironment.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("publish") && arguments[0] instanceof ContentType<?> content) {
                        publish(content.getType().getName(), new JsonObject(), content, List.of());
                    }
                    return method.getReturnType() == ReplyEnvironment.class ? proxy : null;
                });
    }

    private void publish(String type, JsonObject metadata, Object content, List<byte[]> buffers) {
        wire.publish(
                type,
                origins.current().header(),
                metadata,
                GSON.toJsonTree(content).getAsJsonObject(),
                buffers);
    }
}
