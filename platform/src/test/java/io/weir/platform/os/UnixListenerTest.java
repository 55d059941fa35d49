package io.weir.platform.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UnixListenerTest {
    @TempDir
    Path directory;

    private final FdIo io = new FdIo();

    @Test
    void shouldTalkToAJavaClientWhenWatchedByEpoll() throws IOException {
        final Path path = directory.resolve("cli.sock");
        final MemorySegment memory = Native.memory(64);
        try (UnixListener listener = UnixListener.listen(path, 4);
                Epoll epoll = new Epoll(4)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            epoll.add(listener.fd(), Epoll.READ, 1);
            assertThat(listener.accept()).isEqualTo(-Errno.EAGAIN);

            final int fd;
            try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                assertThat(epoll.await(20_000)).isEqualTo(1);
                fd = listener.accept();
                assertThat(fd).isPositive();
                epoll.add(fd, Epoll.READ | Epoll.READ_HANG_UP, 2);
                assertThat(io.read(fd, memory.address(), 64)).isEqualTo(-Errno.EAGAIN);

                client.write(ByteBuffer.wrap("show version".getBytes(StandardCharsets.UTF_8)));
                assertThat(epoll.await(20_000)).isEqualTo(1);
                assertThat(epoll.datum(0)).isEqualTo(2);
                assertThat(io.read(fd, memory.address(), 64)).isEqualTo(12);
                assertThat(memory.getString(0)).isEqualTo("show version");
                assertThat(io.write(fd, memory.address(), 4)).isEqualTo(4);
                final ByteBuffer answer = ByteBuffer.allocate(16);
                assertThat(client.read(answer)).isEqualTo(4);
            }
            assertThat(epoll.await(20_000)).isEqualTo(1);
            assertThat(epoll.events(0) & Epoll.READ_HANG_UP).isNotZero();
            assertThat(io.read(fd, memory.address(), 64)).isZero();
            assertThat(io.write(fd, memory.address(), 4)).isEqualTo(-Errno.EPIPE);
            Fd.close(fd);
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldReplaceTheSocketWhenItsProcessIsDead() throws IOException {
        final Path path = directory.resolve("stale.sock");
        try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            dead.bind(UnixDomainSocketAddress.of(path));
        }
        assertThat(path).exists();
        try (UnixListener listener = UnixListener.listen(path, 4);
                SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            assertThat(client.isConnected()).isTrue();
            final int fd = listener.accept();
            assertThat(fd).isPositive();
            Fd.close(fd);
        }
    }

    @Test
    void shouldRefuseWhenALiveProcessAnswers() throws IOException {
        final Path path = directory.resolve("live.sock");
        try (ServerSocketChannel live = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            live.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> UnixListener.listen(path, 4))
                    .isInstanceOf(OsException.class)
                    .hasMessage("another live process answers on " + path);
            assertThat(path).exists();
        }
    }

    @Test
    void shouldLeaveTheFileWhenItIsNoSocket() throws IOException {
        final Path path = Files.writeString(directory.resolve("notes"), "keep");
        assertThatThrownBy(() -> UnixListener.listen(path, 4)).hasMessage(path + " exists and is not a socket");
        assertThat(path).hasContent("keep");
    }

    @Test
    void shouldLeaveTheFileWhenAnotherProcessHasReplacedIt() throws IOException {
        final Path path = directory.resolve("taken.sock");
        final UnixListener listener = UnixListener.listen(path, 4);
        Files.move(path, directory.resolve("moved.sock"));
        try (UnixListener other = UnixListener.listen(path, 4)) {
            listener.close();
            assertThat(other.path()).exists();
        }
    }

    @Test
    void shouldRefuseWhenThePathIsTooLong() {
        final Path path = Path.of("/tmp/" + "x".repeat(103));
        assertThatThrownBy(() -> UnixListener.listen(path, 4))
                .hasMessage("socket path " + path + " has 108 bytes, at most 107 are allowed");
        assertThatThrownBy(() -> UnixListener.listen(directory.resolve("no/such.sock"), 4))
                .hasMessageStartingWith("bind: ")
                .hasMessageEndingWith("No such file or directory");
    }
}
