package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NetworkNamespaceTest {
    @Test
    void shouldEnterTheNamespaceOnAThreadOfItsOwnWhenCalled() {
        try (TestNamespace other = new TestNamespace();
                NetworkNamespace namespace = NetworkNamespace.open(other.name())) {
            final String before = inode();
            final Thread caller = Thread.currentThread();
            assertThat(namespace.call(NetworkNamespaceTest::inode)).isNotEqualTo(before);
            assertThat(namespace.call(Thread::currentThread)).isNotSameAs(caller);
            assertThat(inode()).isEqualTo(before);
        }
    }

    @Test
    void shouldThrowWhatTheBlockThrowsWhenItFails() {
        Requirements.networkAdministrator();
        try (NetworkNamespace namespace = NetworkNamespace.current()) {
            assertThatThrownBy(() -> namespace.call(() -> {
                        throw new IllegalStateException("mine");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("mine");
        }
    }

    @Test
    void shouldFindTheNamespaceOfAProcessWhenNamedByItsNumber() {
        Requirements.networkAdministrator();
        final String own = "pid:" + ProcessHandle.current().pid();
        try (NetworkNamespace namespace = NetworkNamespace.open(own)) {
            assertThat(namespace.call(NetworkNamespaceTest::inode)).isEqualTo(inode());
        }
    }

    @Test
    void shouldNameTheInputWhenThereIsNoSuchNamespace() {
        assertThatThrownBy(() -> NetworkNamespace.open("foo"))
                .isInstanceOf(OsException.class)
                .hasMessage("namespace 'foo' does not exist");
        assertThatThrownBy(() -> NetworkNamespace.open("pid:999999999"))
                .hasMessage("namespace 'pid:999999999' does not exist");
        assertThatThrownBy(() -> NetworkNamespace.open("pid:me")).hasMessageContaining("'pid:me' is not pid:");
        assertThatThrownBy(() -> NetworkNamespace.open("../x")).hasMessage("namespace '../x' is not a name");
    }

    private static String inode() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/thread-self/ns/net")).toString();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
