package io.weir.acl.internal.lookup;

import io.weir.acl.LookupContext;
import io.weir.acl.LookupUser;

/** A user by its name, in one plugin's hands. Main only. */
final class User implements LookupUser {
    private final Contexts contexts;
    private final String plugin;
    private final String name;

    User(final Contexts contexts, final String plugin, final String name) {
        this.contexts = contexts;
        this.plugin = plugin;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public LookupContext context(final String purpose) {
        return contexts.add(this, purpose);
    }

    /** Id of the plugin. */
    String plugin() {
        return plugin;
    }
}
