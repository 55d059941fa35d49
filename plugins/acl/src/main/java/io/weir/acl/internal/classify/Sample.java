package io.weir.acl.internal.classify;

import java.util.SplittableRandom;

/** Packets by which trees are judged while they are made: most are drawn from rules, the others from anywhere. */
final class Sample {
    private static final int PACKETS = 512;
    /** One of so many is drawn from no rule. */
    private static final int STRAY = 4;

    /** What a tree costs a packet beside its steps, a step, and the comparison of a rule: in ns, about, as measured. */
    private static final double TREE_NS = 5;

    private static final double STEP_NS = 2;
    private static final double RULE_NS = 1.5;

    private final Boxes boxes;
    /** By packet and field. */
    private final long[][] values = new long[PACKETS][];

    Sample(final Boxes boxes) {
        this.boxes = boxes;
        final SplittableRandom random = new SplittableRandom(boxes.count());
        for (int i = 0; i < PACKETS; i++) {
            final int rule = i % STRAY == 0 ? -1 : random.nextInt(boxes.count());
            values[i] = new long[boxes.fields.size()];
            for (int field = 0; field < values[i].length; field++) {
                final long low = rule < 0 ? 0 : boxes.low(field, rule);
                final long high = rule < 0 ? boxes.fields.get(field).max() : boxes.high(field, rule);
                values[i][field] = low + random.nextLong(high - low + 1);
            }
        }
    }

    /** What a packet is expected to cost in a tree, in ns. */
    double cost(final long root, final Image image) {
        double sum = 0;
        for (final long[] packet : values) {
            long place = root;
            while (!Place.isLeaf(place)) {
                sum += STEP_NS;
                place = image.get((int) (Place.child(place, word(packet, Place.keyOffset(place))) >> 3));
            }
            sum += RULE_NS * compared(packet, place, image);
        }
        return TREE_NS + sum / values.length;
    }

    /** How many rules of a leaf are compared until one matches. */
    private int compared(final long[] packet, final long leaf, final Image image) {
        final int recordWords = Record.words(boxes.ip6);
        final int count = Place.records(leaf);
        final int first = (int) (Place.offset(leaf) >> 3);
        for (int i = 0; i < count; i++) {
            if (matches(packet, boxes.rule(Record.label(image.get(first + (i + 1) * recordWords - 1))))) {
                return i + 1;
            }
        }
        return count;
    }

    private boolean matches(final long[] packet, final int rule) {
        for (int field = 0; field < packet.length; field++) {
            if (packet[field] < boxes.low(field, rule) || packet[field] > boxes.high(field, rule)) {
                return false;
            }
        }
        return true;
    }

    /** The word of a packet's key at an offset. */
    private int word(final long[] packet, final int offset) {
        long word = 0;
        for (int field = 0; field < packet.length; field++) {
            if (boxes.fields.get(field).offset() == offset) {
                word |= packet[field] << boxes.fields.get(field).shift();
            }
        }
        return (int) word;
    }
}
