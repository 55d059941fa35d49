package io.weir.platform.plugin.registry;

import io.weir.config.LiveSetting;
import io.weir.iface.DeviceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Settings and device classes by who declares them, for the reference. Main only. */
public final class Declarations {
    /** No record: two versions of a plugin may declare what is equal, and each takes back its own. */
    private static final class Owned {
        private final String owner;
        private final Object what;

        Owned(final String owner, final Object what) {
            this.owner = owner;
            this.what = what;
        }

        String owner() {
            return owner;
        }
    }

    private final List<Owned> all = new ArrayList<>();

    /** Notes a setting; what is returned takes the note back. */
    public Runnable add(final String owner, final LiveSetting<?> setting) {
        return note(owner, setting);
    }

    /** Notes a device class; what is returned takes the note back. */
    public Runnable add(final String owner, final DeviceClass deviceClass) {
        return note(owner, deviceClass);
    }

    private Runnable note(final String owner, final Object what) {
        final Owned owned = new Owned(owner, what);
        all.add(owned);
        return () -> all.remove(owned);
    }

    /** Who declares anything here. */
    public List<String> owners() {
        return all.stream().map(Owned::owner).distinct().toList();
    }

    /** Settings of an owner, in the order in which they were declared. */
    public List<LiveSetting<?>> settings(final String owner) {
        return of(owner, LiveSetting.class).<LiveSetting<?>>map(each -> each).toList();
    }

    /** A setting of an owner by any of its names, or null. */
    public LiveSetting<?> setting(final String owner, final String name) {
        return settings(owner).stream()
                .filter(each -> each.declaration().isNamed(name))
                .findFirst()
                .orElse(null);
    }

    /** Device classes of an owner, in the order in which they were declared. */
    public List<DeviceClass> deviceClasses(final String owner) {
        return of(owner, DeviceClass.class).toList();
    }

    private <T> Stream<T> of(final String owner, final Class<T> type) {
        return all.stream()
                .filter(each -> each.owner.equals(owner) && type.isInstance(each.what))
                .map(each -> type.cast(each.what));
    }
}
