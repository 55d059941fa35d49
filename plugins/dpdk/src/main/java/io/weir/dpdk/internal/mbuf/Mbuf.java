package io.weir.dpdk.internal.mbuf;

import io.weir.memory.Buffer;
import io.weir.memory.Memory;
import org.agrona.UnsafeApi;

/** {@code struct rte_mbuf}: offsets, the same in all known versions, and flags. */
public final class Mbuf {
    /** Offset of buf_addr. */
    public static final int BUFFER_ADDRESS = 0;
    /** Offset of buf_iova. */
    public static final int BUFFER_IOVA = 8;
    /** Offset of a word of data_off, refcnt, nb_segs and port, 16 bits each. */
    public static final int REARM = 16;
    /** Offset of nb_segs. */
    public static final int SEGMENTS = 20;
    /** Offset of port. */
    public static final int PORT = 22;
    /** Offset of ol_flags. */
    public static final int FLAGS = 24;
    /** Offset of a word of packet_type and pkt_len, 32 bits each. */
    public static final int TYPE_AND_LENGTH = 32;
    /** Offset of data_len, 16 bits. */
    public static final int DATA_LENGTH = 40;
    /** Offset of vlan_tci, 16 bits. */
    public static final int VLAN = 42;
    /** Offset of hash.fdir.hi, 32 bits: the mark of a flow rule. */
    public static final int FLOW_MARK = 48;
    /** Offset of buf_len, 16 bits. */
    public static final int BUFFER_LENGTH = 54;
    /** Offset of pool. */
    public static final int POOL = 56;
    /** Offset of next. */
    public static final int NEXT = 64;
    /** Offset of l2_len, l3_len, l4_len and tso_segsz: 7, 9, 8 and 16 bits. */
    public static final int TX_OFFLOAD = 72;
    /** Offset of priv_size, 16 bits. */
    public static final int PRIVATE_SIZE = 88;
    /** Bytes of the structure. */
    public static final int BYTES = 128;

    /** Flag of a received packet: the IPv4 header checksum is good. */
    public static final long RX_IP_CHECKSUM_GOOD = 1L << 7;
    /** Flag of a received packet: the TCP or UDP checksum is good. */
    public static final long RX_L4_CHECKSUM_GOOD = 1L << 8;
    /** Flag of a received packet: made of several TCP segments by the device. */
    public static final long RX_LRO = 1L << 16;
    /** Flag of a received packet: a flow rule has marked it. */
    public static final long RX_FLOW_MARK = 1L << 13;
    /** Flag of a received packet: its VLAN tag was taken out. */
    public static final long RX_VLAN_STRIPPED = 1L << 6;
    /** Flag of a packet to send: to be cut into TCP segments. */
    public static final long TX_TCP_SEGMENTS = 1L << 50;
    /** Flag of a packet to send: the device fills in the TCP checksum. */
    public static final long TX_TCP_CHECKSUM = 1L << 52;
    /** Flag of a packet to send: the device fills in the UDP checksum. */
    public static final long TX_UDP_CHECKSUM = 3L << 52;
    /** Flag of a packet to send: the device fills in the IPv4 header checksum. */
    public static final long TX_IP_CHECKSUM = 1L << 54;
    /** Flag of a packet to send: it is IPv4. */
    public static final long TX_IP4 = 1L << 55;
    /** Flag of a packet to send: it is IPv6. */
    public static final long TX_IP6 = 1L << 56;
    /** Flag of a packet to send: the device puts a VLAN tag in. */
    public static final long TX_VLAN = 1L << 57;

    /** Value of nb_segs, refcnt and port in {@link #REARM} of a packet of one segment that the host made. */
    public static final long SINGLE = 1L << 16 | 1L << 32 | 0xffffL << 48;
    /** From buf_addr to the byte that the host calls current data 0. */
    public static final int DATA_ZERO = Buffer.HEADROOM_BYTES;
    /** From the mbuf to buf_addr. */
    static final int BUFFER_OFFSET = Buffer.DATA_OFFSET - Buffer.HEADROOM_BYTES;
    /** Bytes from buf_addr on. */
    static final int ROOM_BYTES = Buffer.HEADROOM_BYTES + Buffer.DATA_BYTES;
    /** Bytes between the structure and buf_addr. */
    static final int PRIVATE_BYTES = BUFFER_OFFSET - BYTES;

    private Mbuf() {}

    /** Makes a segment that no longer belongs to a chain what the host expects of its buffers. */
    public static void unlink(final long mbuf) {
        Memory.putShort(mbuf + SEGMENTS, 1);
        Memory.putLong(mbuf + NEXT, 0);
    }

    /** Writes what never changes. Number of owners, segments and next are the host's already, perhaps in use. */
    static void initialise(final long mbuf, final long mempool) {
        final long room = mbuf + BUFFER_OFFSET;
        UnsafeApi.putLong(mbuf + BUFFER_ADDRESS, room);
        UnsafeApi.putLong(mbuf + BUFFER_IOVA, room);
        UnsafeApi.putShort(mbuf + REARM, (short) DATA_ZERO);
        UnsafeApi.putShort(mbuf + PORT, (short) -1);
        UnsafeApi.putLong(mbuf + FLAGS, 0);
        UnsafeApi.putShort(mbuf + BUFFER_LENGTH, (short) ROOM_BYTES);
        UnsafeApi.putLong(mbuf + POOL, mempool);
        UnsafeApi.putLong(mbuf + TX_OFFLOAD, 0);
        UnsafeApi.putLong(mbuf + TX_OFFLOAD + 8, 0);
        UnsafeApi.putLong(mbuf + PRIVATE_SIZE, PRIVATE_BYTES);
    }
}
