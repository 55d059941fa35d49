package io.weir.ip4.internal;

import io.weir.cli.CommandException;
import io.weir.graph.DropReason;
import io.weir.graph.PacketNode;
import io.weir.ip4.Ip4Local;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Depends on ip4: takes what comes to UDP port 1234. It does not start while a system property says so. */
public final class Pupil extends WeirPlugin {
    static final String FAILS = "weir.test.pupil.fails";

    private Registrar host;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        final DropReason heard = host.dropReason("pupil-heard");
        host.node("pupil", worker -> hear(heard));
    }

    private static PacketNode hear(final DropReason heard) {
        return frame -> {
            for (int i = 0, size = frame.size(); i < size; i++) {
                frame.drop(i, heard);
            }
        };
    }

    @Override
    public void start() {
        host.service(Ip4Local.class).udpPort(1234, host.next("pupil"));
        if (Boolean.getBoolean(FAILS)) {
            throw new CommandException("the pupil is tired");
        }
    }
}
