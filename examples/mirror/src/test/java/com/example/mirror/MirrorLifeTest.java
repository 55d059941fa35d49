package com.example.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testkit.PluginJar;
import io.weir.testkit.TestHost;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plugin as a JAR: its interfaces stay through an upgrade, and go with it. */
@Timeout(60)
class MirrorLifeTest {
    private static final PluginJar JAR = PluginJar.of("mirror", "0.1.0", MirrorPlugin.class);

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldKeepMirrorsWhenUpgradedAndTakeThemAlongWhenUnloaded(final int workers) {
        try (TestHost host = TestHost.withWorkers(workers)) {
            host.addInterface("port");
            host.load(JAR.write(directory), "--no-shadow");
            host.cli("create mirror collector 127.0.0.1 port 9");
            host.cli("set mirror port to mirror0");
            final String before = host.cli("show mirror");

            host.upgrade(JAR.version("0.2.0").write(directory), "--no-shadow");

            assertThat(host.cli("show mirror")).isEqualTo(before).contains("what leaves port");
            assertThat(host.cli("show hardware-interfaces verbose")).contains("127.0.0.1");
            host.cli("set mirror port off");
            host.cli("set mirror port to mirror0");
            host.unload("mirror");
            assertThat(host.cli("show interface")).doesNotContain("mirror0");
            assertThat(host.cli("show interface features port")).doesNotContain("mirror-output");
            host.assertNoLeaks();
        }
    }
}
