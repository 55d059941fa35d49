package io.weir.fib.internal;

import io.weir.cli.CommandException;
import io.weir.fib.Family;
import io.weir.fib.Forwarding;
import io.weir.fib.internal.object.Kin;
import java.util.ArrayList;
import java.util.List;

/** The families that are known, by number and name. Only main. */
public final class Families {
    /** By their numbers; null where there is none. */
    private final List<Kin> kins = new ArrayList<>();

    /** Adds one, without a version yet. */
    Kin add(final int id, final String name, final int bits) {
        final Kin kin = new Kin(id, name, bits);
        while (kins.size() <= id) {
            kins.add(null);
        }
        kins.set(id, kin);
        return kin;
    }

    void remove(final Kin gone) {
        kins.set(gone.id(), null);
    }

    /** The families, by their numbers. */
    List<Kin> all() {
        return kins.stream().filter(kin -> kin != null).toList();
    }

    /** The versions of families that count. */
    public List<Family> newest() {
        return kins.stream()
                .filter(kin -> kin != null && !kin.versions().isEmpty())
                .map(Kin::family)
                .toList();
    }

    Kin get(final int id) {
        return id < kins.size() ? kins.get(id) : null;
    }

    /** A family by its name, or null. */
    public Kin find(final String name) {
        for (final Kin kin : kins) {
            if (kin != null && kin.name().equals(name)) {
                return kin;
            }
        }
        return null;
    }

    /** The same, refused if there is none. */
    Kin require(final String name) {
        final Kin kin = find(name);
        if (kin == null || kin.versions().isEmpty()) {
            throw new CommandException("there is no family `" + name + "'");
        }
        return kin;
    }

    int freeId() {
        int id = 0;
        while (get(id) != null) {
            id++;
        }
        if (id == Forwarding.MAX_FAMILIES) {
            throw new IllegalStateException("there are " + id + " families already");
        }
        return id;
    }
}
