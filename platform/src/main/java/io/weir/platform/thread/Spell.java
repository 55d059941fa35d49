package io.weir.platform.thread;

/**
 * Something that another thread does now and then, best while main has nothing to do, such as a collection of garbage. While it
 * goes on, tasks that main was asked for don't begin and those that give main back wait; packets and timers go on.
 */
public interface Spell {

    /** Nothing, ever. */
    Spell NONE = new Spell() {
        @Override
        public boolean begin(final boolean idle) {
            return false;
        }

        @Override
        public boolean lasts() {
            return false;
        }
    };

    /**
     * Begins if it is time. Main only, often.
     *
     * @param idle whether main has no task just now: a good moment.
     * @return whether it goes on.
     */
    boolean begin(boolean idle);

    /** Whether it goes on. Not for long: whoever implements this sees to it. */
    boolean lasts();
}
