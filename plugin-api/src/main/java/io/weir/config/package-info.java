/**
 * Settings as their owner declares them, for the host's configuration in the syntax of VPP's startup.conf. From one
 * declaration come the check before anything starts, the reference and {@code show configuration}:
 *
 * <pre>{@code
 * static final Setting<Integer> QUEUES = Setting.of("rx-queues", SettingTypes.integer(1, 64), 1, "Queues per port");
 * static final SectionSpec DPDK = SectionSpec.of("dpdk", "Ports driven by DPDK").with(QUEUES);
 * }</pre>
 */
package io.weir.config;
