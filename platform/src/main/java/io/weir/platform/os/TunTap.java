package io.weir.platform.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A TAP interface, made in the network namespace of the thread that opens it, gone when its descriptors are closed.
 *
 * <p>Each read returns and each write takes one Ethernet frame behind a header of {@link #VNET_HEADER_LENGTH} bytes
 * ({@code struct virtio_net_hdr_v1}, host byte order). The kernel is told that it may leave checksums and segmentation
 * to us, so frames of up to 64 KiB with partial checksums must be expected. Descriptors are non-blocking; each queue
 * belongs to one thread. A write to an interface that is down gives -EIO.
 */
public final class TunTap implements AutoCloseable {
    /** Bytes of virtio header before every frame. */
    public static final int VNET_HEADER_LENGTH = 12;

    /** The longest interface name, in bytes. */
    public static final int NAME_LENGTH_MAX = 15;

    private static final String DEVICE = "/dev/net/tun";
    private static final int IFREQ_LENGTH = 40;
    private static final int IFREQ_FLAGS = 16;
    private static final int IFF_TAP = 0x0002;
    private static final int IFF_MULTI_QUEUE = 0x0100;
    private static final int IFF_NO_PI = 0x1000;
    private static final int IFF_VNET_HDR = 0x4000;
    private static final int IFF_TUN_EXCL = 0x8000;
    private static final long TUNSETIFF = 0x400454caL;
    private static final long TUNSETOFFLOAD = 0x400454d0L;
    private static final long TUNSETVNETHDRSZ = 0x400454d8L;
    private static final long TUNSETCARRIER = 0x400454e2L;
    private static final int TUN_F_CSUM = 0x01;
    private static final int TUN_F_CSUM_TSO4_TSO6_ECN = 0x0f;
    private static final int TUN_F_USO4_USO6 = 0x60;

    private final String name;
    private final int[] fds;
    private final boolean udpSegmentation;

    private TunTap(final String name, final int[] fds, final boolean udpSegmentation) {
        this.name = name;
        this.fds = fds;
        this.udpSegmentation = udpSegmentation;
    }

    /**
     * Creates an interface.
     *
     * @param name   its name, or an empty string for the next tapN.
     * @param queues how many descriptors it has, 1 to 256.
     * @return the interface, which is down and has a random MAC address.
     * @throws OsException if the name is bad or taken, /dev/net/tun is missing, or CAP_NET_ADMIN is.
     */
    public static TunTap open(final String name, final int queues) {
        if (!name.isEmpty()) {
            requireName(name);
        }
        return create(name, queues);
    }

    /** Creates an interface with a name of the kernel's choice that is to be given another. */
    static TunTap openNameless(final int queues) {
        return create("weir-%d", queues);
    }

    private static TunTap create(final String name, final int queues) {
        final int[] fds = new int[queues];
        int opened = 0;
        try {
            String actual = name;
            final int multi = queues > 1 ? IFF_MULTI_QUEUE : 0;
            boolean udp = true;
            while (opened < queues) {
                fds[opened] = openDevice();
                final int exclusive = opened++ == 0 ? IFF_TUN_EXCL : 0;
                actual = attach(fds[opened - 1], actual, multi | exclusive);
                udp &= prepare(fds[opened - 1], actual);
            }
            return new TunTap(actual, fds, udp);
        } catch (final RuntimeException e) {
            for (int i = 0; i < opened; i++) {
                Fd.close(fds[i]);
            }
            throw e;
        }
    }

    /**
     * Checks an interface name by the kernel's rules.
     *
     * @param name the name.
     * @throws OsException with the sentence to show if it breaks one.
     */
    public static void requireName(final String name) {
        final boolean badCharacter =
                name.chars().anyMatch(c -> c == '/' || c == ':' || c == '%' || c <= ' ' || c == 0x7f);
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || badCharacter
                || name.getBytes(StandardCharsets.UTF_8).length > NAME_LENGTH_MAX) {
            throw new OsException(
                    "interface name '" + name + "' is not 1 to " + NAME_LENGTH_MAX
                            + " bytes without '/', ':', '%' and blanks",
                    Errno.EINVAL);
        }
    }

    /** Returns the interface's name at the time it was opened. */
    public String name() {
        return name;
    }

    /** Returns the descriptor of the first queue. */
    public int fd() {
        return fds[0];
    }

    /** Returns the descriptors of all queues; the caller's copy. */
    public int[] fds() {
        return Arrays.copyOf(fds, fds.length);
    }

    /** Returns whether the kernel may leave UDP segmentation to us as well: Linux 6.2 on. */
    public boolean udpSegmentation() {
        return udpSegmentation;
    }

    /**
     * Lets the host see the cable plugged or not.
     *
     * @param plugged what it sees.
     * @throws OsException if the kernel is older than 5.0.
     */
    public void setCarrier(final boolean plugged) {
        control(fds[0], TUNSETCARRIER, plugged ? 1 : 0, "carrier of " + name);
    }

    /**
     * Takes less of the kernel's work than a new interface does. What waits to be read already stays as it is.
     *
     * @param checksums whether frames with partial checksums are wanted.
     * @param segments whether large segments are, which need the former.
     * @throws OsException if the kernel refuses.
     */
    public void setOffloads(final boolean checksums, final boolean segments) {
        final int udp = udpSegmentation ? TUN_F_USO4_USO6 : 0;
        final int large = segments ? TUN_F_CSUM_TSO4_TSO6_ECN | udp : 0;
        final int result = Fd.tryIoctl(fds[0], TUNSETOFFLOAD, (checksums ? TUN_F_CSUM : 0) | large);
        if (result < 0) {
            throw new OsException("TUNSETOFFLOAD", "tap " + name, -result);
        }
    }

    /** Closes the descriptors, which deletes the interface with its addresses and routes. Call once. */
    @Override
    public void close() {
        for (final int fd : fds) {
            Fd.close(fd);
        }
    }

    private static int openDevice() {
        final int fd = Fd.tryOpen(DEVICE, Fd.O_RDWR | Fd.O_NONBLOCK);
        if (fd < 0) {
            throw new OsException("open", DEVICE, -fd);
        }
        return fd;
    }

    private static String attach(final int fd, final String name, final int flags) {
        final MemorySegment request = Native.memory(IFREQ_LENGTH);
        request.setString(0, name);
        request.set(JAVA_SHORT, IFREQ_FLAGS, (short) (IFF_TAP | IFF_NO_PI | IFF_VNET_HDR | flags));
        final int result = Fd.tryIoctl(fd, TUNSETIFF, request);
        if (result == -Errno.EPERM) {
            throw new OsException("creating a tap needs the capability CAP_NET_ADMIN", Errno.EPERM);
        }
        if (result == -Errno.EBUSY) {
            throw new OsException("interface '" + name + "' already exists", Errno.EEXIST);
        }
        if (result < 0) {
            throw new OsException("TUNSETIFF", "tap " + name, -result);
        }
        return request.getString(0);
    }

    /** Sets header length and offloads; returns whether UDP segmentation is among them. */
    private static boolean prepare(final int fd, final String name) {
        control(fd, TUNSETVNETHDRSZ, VNET_HEADER_LENGTH, "virtio header of " + name);
        if (Fd.tryIoctl(fd, TUNSETOFFLOAD, TUN_F_CSUM_TSO4_TSO6_ECN | TUN_F_USO4_USO6) == 0) {
            return true;
        }
        final int without = Fd.tryIoctl(fd, TUNSETOFFLOAD, TUN_F_CSUM_TSO4_TSO6_ECN);
        if (without < 0) {
            throw new OsException("TUNSETOFFLOAD", "tap " + name, -without);
        }
        return false;
    }

    private static void control(final int fd, final long request, final int value, final String detail) {
        final MemorySegment pointer = Native.memory(Integer.BYTES);
        pointer.set(JAVA_INT, 0, value);
        final int result = Fd.tryIoctl(fd, request, pointer);
        if (result < 0) {
            throw new OsException("ioctl", detail, -result);
        }
    }
}
