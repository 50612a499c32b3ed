package io.github.dmu4j.jupyter.kernel;

import com.google.gson.JsonObject;
import io.github.dmu4j.jupyter.wire.Message;
import io.github.dmu4j.jupyter.wire.Wire;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.dflib.jjava.jupyter.channels.ReplyEnvironment;
import org.dflib.jjava.jupyter.kernel.comm.Comm;
import org.dflib.jjava.jupyter.kernel.comm.CommManager;
import org.dflib.jjava.jupyter.messages.Header;
import org.dflib.jjava.jupyter.messages.KernelTimestamp;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.comm.CommCloseCommand;
import org.dflib.jjava.jupyter.messages.comm.CommMsgCommand;
import org.dflib.jjava.jupyter.messages.comm.CommOpenCommand;

/**
 * Channels of widgets: jjava's registry, and its interfaces for libraries, over our wire. What comes from a client runs
 * users' code, so these methods belong on the cell thread.
 */
final class Comms extends CommManager {
    private final ReplyEnvironment environment;

    Comms(Wire wire, Origins origins) {
        targets = new ConcurrentHashMap<>(); // users' threads may open comms
        comms = new ConcurrentHashMap<>();
        CommPublisher publisher = new CommPublisher(wire, origins);
        setIOPubChannel(publisher);
        environment = publisher.environment();
    }

    /** A client opens a comm; one whose target nobody has registered is closed again. */
    void opened(Message request) {
        String id = request.text("comm_id", "");
        String target = request.text("target_name", "");
        handleCommOpenCommand(
                environment,
                foreign(
                        request,
                        CommOpenCommand.MESSAGE_TYPE,
                        new CommOpenCommand(id, target, request.object("data"))));
    }

    /** A client writes to a comm. */
    void written(Message request) {
        handleCommMsgCommand(
                environment,
                foreign(
                        request,
                        CommMsgCommand.MESSAGE_TYPE,
                        new CommMsgCommand(request.text("comm_id", ""), request.object("data"))));
    }

    /** A client closes a comm. */
    void closed(Message request) {
        handleCommCloseCommand(
                environment,
                foreign(
                        request,
                        CommCloseCommand.MESSAGE_TYPE,
                        new CommCloseCommand(request.text("comm_id", ""), request.object("data"))));
    }

    /** Content of the comm_info_reply: open comms, all or those of one target. */
    JsonObject info(Message request) {
        String target = request.text("target_name", "");
        JsonObject open = new JsonObject();
        for (Comm comm : this) {
            if (target.isEmpty() || target.equals(comm.getTargetName())) {
                JsonObject entry = new JsonObject();
                entry.addProperty("target_name", comm.getTargetName());
                open.add(comm.getID(), entry);
            }
        }
        JsonObject reply = Replies.ok();
        reply.add("comms", open);
        return reply;
    }

    private static <T> org.dflib.jjava.jupyter.messages.Message<T> foreign(
            Message request, MessageType<T> type, T content) {
        Header<T> header = new Header<>(request.id(), "", "", new KernelTimestamp(""), type, Header.PROTOCOL_VERISON);
        Map<String, Object> metadata = CommPublisher.map(request.metadata());
        return new org.dflib.jjava.jupyter.messages.Message<>(
                request.identities(), header, null, metadata, content, request.buffers());
    }
}
