package io.weir.nat64;

import io.weir.graph.ProcessContext;
import io.weir.graph.Worker;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.nat64.internal.Translator;
import io.weir.plugin.Registrar;
import io.weir.plugin.WeirPlugin;

/** Stateful translation between IPv6 clients and IPv4 servers, NAT64 (RFC 6146; VPP: plugins/nat/nat64). */
public final class Nat64Plugin extends WeirPlugin implements InterfaceListener {
    private Registrar host;
    private Translator translator;

    @Override
    public void register(final Registrar registrar) {
        host = registrar;
        translator = new Translator(host);
        host.process("nat64-expire-walk", this::run);
    }

    private void run(final ProcessContext context) {
        while (true) {
            context.waitForEventOrClock(translator.walk());
        }
    }

    @Override
    public void start() {
        translator.start();
        host.interfaces().listen(this);
        for (final Worker worker : host.workers()) {
            host.onWorker(worker, translator.timer(worker)::tick);
        }
    }

    @Override
    public void deleting(final Interface device) {
        translator.forget(device.swIfIndex());
    }

    @Override
    public void handedOver() {
        translator.handedOver();
    }

    @Override
    public void removed() {
        if (translator != null) {
            translator.close();
        }
    }
}
