package io.github.dmu4j.jupyter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageCodecTest {
    private final MessageCodec codec = new MessageCodec("hmac-sha256", "a-key");

    @Test
    void messageSurvivesTheWayOutAndIn() throws MalformedMessageException {
        JsonObject content = new JsonObject();
        content.addProperty("code", "String s = \"<ä😀>\";");
        Message sent = codec.message(
                List.of(bytes("id")),
                "execute_request",
                new JsonObject(),
                new JsonObject(),
                content,
                List.of(bytes("raw")));

        Message read = codec.decode(codec.encode(sent));

        assertThat(read.type()).isEqualTo("execute_request");
        assertThat(read.id()).isEqualTo(sent.id());
        assertThat(read.text("code", "")).isEqualTo("String s = \"<ä😀>\";");
        assertThat(read.identities()).containsExactly(bytes("id"));
        assertThat(read.buffers()).containsExactly(bytes("raw"));
    }

    /** Expected: printf '{"msg_id":"1","msg_type":"t"}{}{}{}' | openssl dgst -sha256 -hmac key (OpenSSL 3.0, 2026-11-25). */
    @Test
    void signatureIsTheHmacOfTheFourParts() throws MalformedMessageException {
        List<byte[]> frames = List.of(
                bytes("<IDS|MSG>"),
                bytes("5a6c96f5a0f3230fbe86bfe303866f2d24973553340f47c2e875f41a4466863b"),
                bytes("{\"msg_id\":\"1\",\"msg_type\":\"t\"}"),
                bytes("{}"),
                bytes("{}"),
                bytes("{}"));

        assertThat(new MessageCodec("hmac-sha256", "key").decode(frames).type()).isEqualTo("t");
    }

    @Test
    void wrongSignatureIsRefused() {
        List<byte[]> frames = framesOfARequest();
        frames.set(5, bytes("{\"code\":\"other\"}"));

        assertThatThrownBy(() -> codec.decode(frames))
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("signature");
    }

    @Test
    void missingSignatureIsRefused() {
        List<byte[]> frames = framesOfARequest();
        frames.set(1, new byte[0]);

        assertThatThrownBy(() -> codec.decode(frames)).isInstanceOf(MalformedMessageException.class);
    }

    @Test
    void sessionWithoutAKeyTakesUnsignedMessages() throws MalformedMessageException {
        MessageCodec open = new MessageCodec("hmac-sha256", "");
        List<byte[]> frames = open.encode(request(open));

        assertThat(frames.get(1)).isEmpty();
        assertThat(open.decode(frames).type()).isEqualTo("execute_request");
    }

    @Test
    void everythingThatIsNoMessageIsRefused() {
        MessageCodec open = new MessageCodec("hmac-sha256", "");
        byte[] delimiter = bytes("<IDS|MSG>");
        byte[] none = new byte[0];
        byte[] header = bytes("{\"msg_id\":\"1\",\"msg_type\":\"t\"}");
        byte[] empty = bytes("{}");

        List<List<byte[]>> broken = List.of(
                List.of(),
                List.of(none),
                List.of(delimiter),
                List.of(delimiter, none, header, empty, empty),
                List.of(none, none, header, empty, empty, empty),
                List.of(delimiter, none, bytes("{"), empty, empty, empty),
                List.of(delimiter, none, bytes("[]"), empty, empty, empty),
                List.of(delimiter, none, bytes("null"), empty, empty, empty),
                List.of(delimiter, none, empty, empty, empty, empty),
                List.of(delimiter, none, bytes("{\"msg_type\":5,\"msg_id\":{}}"), empty, empty, empty),
                List.of(delimiter, none, header, empty, empty, new byte[] {(byte) 0xC3}),
                List.of(delimiter, none, header, empty, empty, bytes("[".repeat(200_000))));

        assertThat(broken)
                .allSatisfy(frames ->
                        assertThatThrownBy(() -> open.decode(frames)).isInstanceOf(MalformedMessageException.class));
    }

    @Test
    void dateHasMicrosecondsAndZone() {
        assertThat(MessageCodec.now()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
    }

    @Test
    void unknownHashIsNamed() {
        assertThatThrownBy(() -> new MessageCodec("hmac-nothing", "key"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("hmac-nothing");
    }

    private List<byte[]> framesOfARequest() {
        return new ArrayList<>(codec.encode(request(codec)));
    }

    private static Message request(MessageCodec codec) {
        return codec.message(
                List.of(), "execute_request", new JsonObject(), new JsonObject(), new JsonObject(), List.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
