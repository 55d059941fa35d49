package io.weir.platform.cli;

import io.weir.cli.FileReason;
import io.weir.platform.os.OwnFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;

/** A listening Unix socket and its file: made with mode 0660, in place of a stale one, removed when closed. */
final class SocketFile implements AutoCloseable {

    private static final String MODE = "rw-rw----";

    private final Path path;
    private final ServerSocketChannel channel;
    private final OwnFile file;

    private SocketFile(final Path path, final ServerSocketChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.file = OwnFile.of(path);
    }

    /**
     * Listens. The socket is bound under another name and moved into place, so nobody sees it with a wider mode.
     *
     * @throws IOException with a sentence, if another host listens there, the file is no socket, or it can't be made
     */
    static SocketFile listen(final Path path) throws IOException {
        refuseIfTaken(path);
        if (path.getParent() != null) {
            try {
                Files.createDirectories(path.getParent());
            } catch (final IOException e) {
                throw refusal(path, e);
            }
        }
        final Path temporary = path.resolveSibling(
                path.getFileName() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(temporary);
        final ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.bind(UnixDomainSocketAddress.of(temporary));
            Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString(MODE));
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return new SocketFile(path, channel);
        } catch (final IOException e) {
            channel.close();
            Files.deleteIfExists(temporary);
            throw refusal(path, e);
        }
    }

    private static IOException refusal(final Path path, final IOException e) {
        return new IOException("cannot listen at " + path + ": " + FileReason.of(e), e);
    }

    ServerSocketChannel channel() {
        return channel;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        file.close();
    }

    /** Refuses, with a sentence, a path at which another host listens, or that is no socket's. */
    static void refuseIfTaken(final Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (!Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther()) {
            throw new IOException("cannot listen at " + path + ": the file is there and is no socket");
        }
        if (someoneAccepts(path)) {
            throw new IOException("another host listens at " + path);
        }
    }

    private static boolean someoneAccepts(final Path path) throws IOException {
        try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            return probe.isConnected();
        } catch (final ConnectException e) {
            return false; // what a host left that was killed
        }
    }
}
