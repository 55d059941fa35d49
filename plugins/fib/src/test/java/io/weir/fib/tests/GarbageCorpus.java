package io.weir.fib.tests;

import io.weir.testkit.TestPacket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Frames of a family's grammar, made once and sent many times, each time spoilt in another way or not at all. Not changed once made. */
final class GarbageCorpus {
    private static final int FRAMES = 8_192;
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final int VLAN_TYPE = 0x8100;

    private final List<byte[]> frames = new ArrayList<>();
    private final List<Integer> ports = new ArrayList<>();
    private final GarbageFamily family;

    /** Frames to interfaces of these MAC addresses. */
    GarbageCorpus(final GarbageFamily family, final long seed, final long... macs) {
        this.family = family;
        final RandomGenerator bits = new SplittableRandom(seed);
        while (frames.size() < FRAMES) {
            final int port = bits.nextInt(macs.length);
            final long to = bits.nextInt(12) == 0 ? stranger(bits) : macs[port];
            final int vlan = bits.nextInt(10) == 0 ? vlan(bits) : -1;
            for (final TestPacket packet : family.packets(bits, port)) {
                final TestPacket addressed = bits.nextInt(30) == 0 ? packet.toMac(stranger(bits)) : packet.toMac(to);
                frames.add((vlan < 0 ? addressed : addressed.vlan(vlan)).frame());
                ports.add(port);
            }
        }
    }

    private static int vlan(final RandomGenerator bits) {
        return switch (bits.nextInt(6)) {
            case 0 -> bits.nextInt(0x10000);
            case 1 -> GarbageScene.BARE_VLAN;
            default -> GarbageScene.VLAN;
        };
    }

    private static long stranger(final RandomGenerator bits) {
        return switch (bits.nextInt(4)) {
            case 0 -> BROADCAST;
            case 1 -> 0x0100_5e00_0000L | bits.nextInt(1 << 23);
            case 2 -> 0x3333_0000_0000L | bits.nextInt() & 0xffff_ffffL;
            default -> bits.nextLong() >>> 16;
        };
    }

    boolean offloads() {
        return family.offloads();
    }

    int size() {
        return frames.size();
    }

    /** The port of a frame. */
    int port(final int i) {
        return ports.get(i);
    }

    /** A frame as it is made of the one with a number. */
    byte[] frame(final int i, final RandomGenerator bits) {
        final byte[] frame = frames.get(i);
        if (bits.nextInt(5) < 2) {
            return frame;
        }
        final byte[] spoilt = new Mutation(bits).of(frame, frames.get(bits.nextInt(frames.size())));
        if (bits.nextInt(4) > 0) {
            family.mend(spoilt, network(spoilt));
        }
        return spoilt;
    }

    /** Where the network header of a frame lies. */
    static int network(final byte[] frame) {
        return frame.length > 18 && (ByteBuffer.wrap(frame).getShort(12) & 0xffff) == VLAN_TYPE ? 18 : 14;
    }
}
