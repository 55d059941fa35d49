package io.weir.platform.plugin.ledger;

import io.weir.config.SectionSpec;
import io.weir.platform.config.ConfigException;
import io.weir.platform.config.Configuration;

/** A section of the configuration that a plugin has claimed; paused, it is the next version's to claim. */
final class ClaimedSection implements UndoStack.Undo {
    private final Configuration configuration;
    private final String owner;
    private final SectionSpec section;
    private boolean paused;

    ClaimedSection(final Configuration configuration, final String owner, final SectionSpec section) {
        this.configuration = configuration;
        this.owner = owner;
        this.section = section;
    }

    @Override
    public void undo() {
        if (!paused) {
            configuration.release(section);
        }
    }

    @Override
    public void pause() {
        if (!paused) {
            paused = true;
            configuration.release(section);
        }
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            try {
                configuration.claim(owner, section);
            } catch (final ConfigException e) {
                throw new IllegalStateException("section " + section.name() + " was fine before", e);
            }
        }
    }
}
