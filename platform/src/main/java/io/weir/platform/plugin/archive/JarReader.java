package io.weir.platform.plugin.archive;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Reads JARs of strangers: nothing in one, however small it is, makes the host read or keep more than is said here. A host
 * that runs out of heap ends.
 */
final class JarReader {
    /** A signed JAR has a digest of each entry in its manifest. */
    static final int MANIFEST_LIMIT = 1 << 20;

    /** No class file that a JVM takes comes near. */
    static final int ENTRY_LIMIT = 16 << 20;

    /** The directory of entries is kept whole for as long as the JAR is open: some 200,000 entries. */
    static final int DIRECTORY_LIMIT = 16 << 20;

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int COMMENT_LIMIT = 0xffff;
    private static final int DIRECTORY_LENGTH_OFFSET = 12;

    private JarReader() {}

    /**
     * Reads the manifest of a JAR.
     *
     * @throws IOException with a sentence that goes on after the JAR's name, when it is no JAR or has none to be relied on.
     */
    static Manifest manifest(final Path jar) throws IOException {
        requireSmallDirectory(jar);
        try (ZipFile file = new ZipFile(jar.toFile())) {
            // The JDK takes a name in any case for it, of several one: which, is nothing to build on.
            final List<? extends ZipEntry> manifests = file.stream()
                    .filter(entry -> entry.getName().equalsIgnoreCase(MANIFEST))
                    .toList();
            if (manifests.size() != 1) {
                throw new ZipException(manifests.isEmpty() ? "it has no manifest" : "it has several manifests");
            }
            return new Manifest(new ByteArrayInputStream(bytes(file, manifests.getFirst(), MANIFEST_LIMIT)));
        }
    }

    /**
     * What lies in an entry.
     *
     * @throws IOException when that is more than the limit, whatever the entry says of its length.
     */
    static byte[] bytes(final ZipFile file, final ZipEntry entry, final int limit) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            final byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new ZipException(entry.getName() + " in it is longer than " + limit + " bytes");
            }
            return bytes;
        }
    }

    /** Looks at every place that the JDK could take for the end of the directory of entries, which it then reads whole. */
    private static void requireSmallDirectory(final Path jar) throws IOException {
        try (FileChannel channel = FileChannel.open(jar)) {
            final long size = channel.size();
            final int tail = (int) Math.min(size, END_LENGTH + COMMENT_LIMIT);
            final ByteBuffer bytes = ByteBuffer.allocate(tail).order(ByteOrder.LITTLE_ENDIAN);
            while (bytes.hasRemaining() && channel.read(bytes, size - tail + bytes.position()) >= 0) {
                // The rest is read.
            }
            for (int at = tail - END_LENGTH; at >= 0; at--) {
                final boolean large = bytes.getInt(at) == END_SIGNATURE
                        && Integer.toUnsignedLong(bytes.getInt(at + DIRECTORY_LENGTH_OFFSET)) > DIRECTORY_LIMIT;
                if (large) {
                    throw new ZipException("its directory of entries is longer than " + DIRECTORY_LIMIT + " bytes");
                }
            }
        }
    }
}
