package io.weir.platform.plugin.ledger;

import io.weir.cli.CommandSpec;
import io.weir.platform.cli.CommandTree;
import io.weir.platform.cli.Registration;

/** A command of a plugin; paused, nobody can give it. */
final class PublishedCommand implements UndoStack.Undo {
    private final CommandTree commands;
    private final String owner;
    private final CommandSpec spec;
    private Registration registration;

    PublishedCommand(final CommandTree commands, final String owner, final CommandSpec spec) {
        this.commands = commands;
        this.owner = owner;
        this.spec = spec;
        registration = commands.register(owner, spec);
    }

    @Override
    public void undo() {
        pause();
    }

    @Override
    public void pause() {
        if (registration != null) {
            registration.close();
            registration = null;
        }
    }

    @Override
    public void resume() {
        if (registration == null) {
            registration = commands.register(owner, spec);
        }
    }
}
