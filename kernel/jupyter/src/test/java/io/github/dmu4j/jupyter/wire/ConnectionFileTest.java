package io.github.dmu4j.jupyter.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionFileTest {
    @TempDir
    Path folder;

    @Test
    void whatAClientWritesIsRead() throws IOException {
        assertThat(read("""
                {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "ip": "127.0.0.1",
                 "key": "secret", "transport": "tcp", "signature_scheme": "hmac-sha256", "kernel_name": "java"}""")).isEqualTo(new ConnectionFile("tcp", "127.0.0.1", "secret", "hmac-sha256", 1, 4, 3, 2, 5));
    }

    @Test
    void missingPortIsNamed() {
        assertThatThrownBy(() -> read("{\"shell_port\": 1}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("control_port is missing");
    }

    @Test
    void whatIsNotJsonIsRefused() {
        assertThatThrownBy(() -> read("{")).isInstanceOf(IOException.class).hasMessageContaining("c.json");
    }

    @Test
    void unknownTransportIsRefused() {
        assertThatThrownBy(() -> read("""
                {"shell_port": 1, "iopub_port": 2, "stdin_port": 3, "control_port": 4, "hb_port": 5, "transport": "udp"}""")).isInstanceOf(IOException.class).hasMessageContaining("tcp and ipc");
    }

    private ConnectionFile read(String json) throws IOException {
        return ConnectionFile.read(Files.writeString(folder.resolve("c.json"), json));
    }
}
