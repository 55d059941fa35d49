package io.weir.testkit.ledger;

import io.weir.config.SectionSpec;
import io.weir.config.Setting;
import io.weir.config.SettingTypes;
import io.weir.graph.FeatureArc;
import io.weir.graph.Unit;
import io.weir.iface.Interface;
import io.weir.iface.InterfaceListener;
import io.weir.iface.Interfaces;
import io.weir.iface.RxMode;
import io.weir.iface.VlanMatch;
import io.weir.platform.os.EventFd;
import io.weir.testkit.ledger.Script.Stage;
import java.util.List;

/** A thing that a plugin can do to a host, by any of the ways there are. */
enum Deed {
    NODE(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.node(doer.name(this, number), worker -> {
                doer.stage(Stage.FACTORY);
                return frame -> frame.sink();
            });
        }
    },
    FEATURE(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .node(doer.name(this, number), worker -> frame -> frame.sink())
                    .feature(List.of(FeatureArc.DEVICE_INPUT, FeatureArc.INTERFACE_OUTPUT));
        }
    },
    OPTIONAL_FEATURE(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .node(doer.name(this, number), worker -> frame -> frame.sink())
                    .optionalFeature(List.of(FeatureArc.DEVICE_INPUT, new FeatureArc("arc-" + number)));
        }
    },
    ARC(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.arc(new FeatureArc("arc-" + number), "error-drop");
        }
    },
    INPUT(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.inputs.add(doer.host.input(doer.name(this, number), doer::input, null));
        }
    },
    PROCESS(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.process(doer.name(this, number), context -> {
                doer.tickOn(context.worker());
                while (true) {
                    context.waitForEventOrClock(1_000_000);
                    doer.ran.incrementAndGet();
                }
            });
        }
    },
    ETHER_TYPE(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.etherType(0x9990 + number, doer.host.next("error-drop"));
        }
    },
    REASON(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.dropReason(
                    "reason-" + number, "as of version " + doer.version, io.weir.graph.DropReason.Severity.INFO);
        }
    },
    COUNTER(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.counter("counter-" + number, Unit.PACKETS);
        }
    },
    SETTING(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.setting(Setting.of("setting-" + number, SettingTypes.integer(0, 100), 5, "For the test"));
        }
    },
    SCRATCH(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.scratch("scratch-" + number, 2);
        }
    },
    COMMAND(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .command("do " + doer.id + " " + number, "For the test")
                    .run(call -> call.println("%d", doer.version));
        }
    },
    SECTION(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.config(SectionSpec.of("section-" + doer.id, "For the test"));
        }
    },
    HELD_BUFFERS(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.holdsBuffers("holder-" + number, () -> 0);
        }
    },
    MEMORY(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.usesMemory("memory-" + number, () -> 8);
        }
    },
    STATISTICS(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.statistics(to -> to.gauge("gauge-" + number, doer.version));
        }
    },
    HANDOFF(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.handoff("handoff-" + number, doer.host.next("error-drop"), 4);
        }
    },
    WORKER_HOOKS(true) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.workerHooks(worker -> doer.ran.incrementAndGet(), worker -> doer.ran.incrementAndGet());
        }
    },
    ERRAND(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.onEachWorker(worker -> doer.ran.incrementAndGet(), results -> doer.ran.incrementAndGet());
        }
    },
    EXPORT(true) {
        @Override
        void act(final Doer doer, final int number) {
            switch (number) {
                case 0 -> doer.host.export(Offers.First.class, consumer -> () -> {});
                case 1 -> doer.host.export(Offers.Second.class, consumer -> () -> {});
                default -> doer.host.export(Offers.Third.class, consumer -> () -> {});
            }
        }
    },
    OPTIONAL_SERVICE(true) {
        @Override
        void act(final Doer doer, final int number) {
            final int[] depth = new int[1];
            doer.host.optional(
                    Offers.named(number),
                    () -> {
                        depth[0]++;
                        doer.stage(Stage.JOIN);
                        doer.host.service(Offers.of(number)).run();
                        if (depth[0] != 1) {
                            throw new AssertionError("joined twice");
                        }
                    },
                    () -> depth[0]--);
        }
    },
    LISTENER(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.interfaces().listen(new InterfaceListener() {
                @Override
                public void added(final Interface changed) {
                    doer.ran.incrementAndGet();
                }

                @Override
                public void deleting(final Interface changed) {
                    doer.ran.incrementAndGet();
                }
            });
        }
    },
    ADDRESS_LINE(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.interfaces().addAddressLine(port(doer, number), "line " + doer.id);
        }
    },
    SECONDARY_MAC(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.interfaces().secondaryMac(port(doer, number), 0x0200_0000_0010L + doer.id.charAt(0), true);
        }
    },
    PROMISCUOUS(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.interfaces().promiscuous(port(doer, number), true);
        }
    },
    L2_MODE(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.interfaces().l2(port(doer, number), doer.host.next("error-drop"));
        }
    },
    SUB_INTERFACE(false) {
        @Override
        void act(final Doer doer, final int number) {
            final Interface parent = port(doer, number);
            final int id = doer.id.charAt(0);
            if (doer.host.interfaces().byName(parent.name() + "." + id) == null) {
                doer.host.interfaces().subInterface(parent, id, VlanMatch.dot1q(id));
            }
        }
    },
    DEVICE_CLASS(true) {
        @Override
        void act(final Doer doer, final int number) {
            final DoerDevice device = new DoerDevice(doer, doer.id + "dev" + number);
            doer.devices.add(device);
            doer.host.deviceClass(device);
        }
    },
    INTERFACE(false) {
        @Override
        void act(final Doer doer, final int number) {
            for (final DoerDevice device : doer.devices) {
                final String name = device.name() + "-" + number;
                Interface there = doer.host.interfaces().byName(name);
                if (there == null) {
                    there = doer.host.interfaces().register(device, new Interfaces.Spec(name, 0, 1_500));
                    doer.host.interfaces().adminUp(there, true);
                }
                doer.host.interfaces().addRxQueue(there, device.queue(), RxMode.POLLING);
            }
        }
    },
    ENABLE_OWN(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .features()
                    .enable(
                            FeatureArc.DEVICE_INPUT,
                            doer.name(FEATURE, number),
                            port(doer, number).swIfIndex(),
                            true);
        }
    },
    ENABLE_OPTIONAL(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .features()
                    .enable(
                            new FeatureArc("arc-" + number),
                            doer.name(OPTIONAL_FEATURE, number),
                            port(doer, number).swIfIndex(),
                            true);
        }
    },
    ENABLE_OTHER(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host
                    .features()
                    .enable(
                            FeatureArc.DEVICE_INPUT,
                            "base-feature",
                            port(doer, number).swIfIndex(),
                            true);
        }
    },
    TIMER(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.tickOn(doer.host.workers().getFirst());
        }
    },
    LONG_TIMER(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.workers().getFirst().timers().schedule(1_000_000_000_000L, now -> doer.ran.incrementAndGet());
        }
    },
    WATCH(false) {
        @Override
        void act(final Doer doer, final int number) {
            final EventFd event = DESCRIPTORS[number];
            doer.host.watch(event.fd(), doer.host.workers().getLast(), () -> {
                event.drain();
                doer.ran.incrementAndGet();
            });
        }
    },
    CLAIM(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.service(Ports.class).claim(number, false);
        }
    },
    CLAIM_AND_GIVE_UP(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.service(Ports.class).claim(number, false).run();
        }
    },
    CLAIM_WITH_BAD_UNDO(false) {
        @Override
        void act(final Doer doer, final int number) {
            doer.host.service(Ports.class).claim(number, true);
        }
    };

    /** Numbers of deeds are below this. */
    static final int NUMBERS = 3;

    static final EventFd[] DESCRIPTORS = {new EventFd(), new EventFd(), new EventFd()};

    private final boolean describes;

    Deed(final boolean describes) {
        this.describes = describes;
    }

    /** Whether it is done in {@code register} only. */
    boolean describes() {
        return describes;
    }

    /** Whether it may be done in {@code register} as well: what lasts needs no nodes in the graph. */
    boolean mayDescribe() {
        return describes || this == TIMER || this == LONG_TIMER || this == WATCH || this == CLAIM || this == LISTENER;
    }

    abstract void act(Doer doer, int number);

    static Interface port(final Doer doer, final int number) {
        return doer.host.interfaces().byName("p" + number % 2);
    }
}
