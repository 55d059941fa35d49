package io.weir.fib.internal.route;

/** What depends on where an address leads: a path list with a recursive path, or a watch. Only main. */
abstract class Dependent {
    /** Whether it waits to be looked at again. */
    boolean queued;

    /** Something that it depends on has changed. */
    abstract void again();

    /** One address that it depends on. */
    static final class Tracked {
        final Dependent owner;
        final RouteTable table;
        final long high;
        final long low;
        /** The path list that covered the address when it was last looked at, or null. */
        PathList cover;
        /** Whether another list than before covers it. */
        private boolean another;
        /** Whether so, and one of them keeps places of paths that went. */
        private boolean rearranged;

        Tracked(final Dependent owner, final RouteTable table, final long high, final long low) {
            this.owner = owner;
            this.table = table;
            this.high = high;
            this.low = low;
        }

        /** Notes what covers the address now. */
        void covered(final PathList by) {
            if (cover != by) {
                if (cover != null) {
                    cover.dependents.remove(this);
                }
                another = true;
                rearranged |= hasGaps(cover) || hasGaps(by);
                cover = by;
                if (by != null) {
                    by.dependents.add(this);
                }
            }
        }

        private static boolean hasGaps(final PathList list) {
            return list != null && !list.layout().isPlain();
        }

        /** Whether another list has come to cover it since this was asked last. */
        boolean takeAnother() {
            final boolean was = another;
            another = false;
            return was;
        }

        /** Whether it was {@link #rearranged} since this was asked last. */
        boolean takeRearranged() {
            final boolean was = rearranged;
            rearranged = false;
            return was;
        }
    }
}
