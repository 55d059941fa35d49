package io.weir.fib.internal.route;

import io.weir.fib.Table;
import io.weir.fib.internal.object.Kin;
import java.util.Map;
import java.util.TreeMap;

/** One table: what is counted of it, and on what in it something depends; the routes lie in the {@link RouteStore}. Only main. */
public final class RouteTable implements Table {
    private final int index;
    private final Kin kin;
    private final int number;
    private final String name;
    private final Tracker tracker;
    private final int[] lengths = new int[129];
    /** Who holds it, and how often. */
    private final Map<String, Integer> holders = new TreeMap<>();

    private int longest;
    int size;
    /** Given up; its routes are being taken out. */
    boolean gone;

    RouteTable(final int index, final Kin kin, final int number, final String name, final Walks walks) {
        this.index = index;
        this.kin = kin;
        this.number = number;
        this.name = name;
        tracker = new Tracker(walks);
    }

    @Override
    public int index() {
        return index;
    }

    @Override
    public String family() {
        return kin.name();
    }

    public Kin kin() {
        return kin;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int size() {
        return size;
    }

    /** Who holds it, and how often: plugins by their names, others by what {@link Tables} calls them. */
    public Map<String, Integer> holders() {
        return holders;
    }

    boolean isHeld() {
        return !holders.isEmpty();
    }

    void lock(final String who) {
        holders.merge(who, 1, Integer::sum);
    }

    void unlock(final String who) {
        holders.computeIfPresent(who, (key, count) -> count == 1 ? null : count - 1);
    }

    /** How many prefixes of a length there are. */
    public int count(final int length) {
        return lengths[length];
    }

    /** The longest length that was ever there. */
    int longest() {
        return longest;
    }

    Tracker tracker() {
        return tracker;
    }

    void counted(final int length, final int more) {
        lengths[length] += more;
        size += more;
        longest = Math.max(longest, length);
    }
}
