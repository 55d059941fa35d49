package io.weir.platform.config;

import java.util.List;

/** A part of a configuration before anyone knows what it means. */
sealed interface Item {

    /** Where it stands. */
    Position position();

    /**
     * A word.
     *
     * @param text without quotes
     * @param position where it stands
     */
    record Word(String text, Position position) implements Item {}

    /**
     * What stands in braces.
     *
     * @param items in order
     * @param position of the brace that opens it
     */
    record Block(List<Item> items, Position position) implements Item {}
}
