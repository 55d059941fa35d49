/**
 * Rules that devices apply to what they receive, before any packet reaches the host: {@code rte_flow}, under VPP's commands.
 *
 * <p>A {@link io.weir.dpdk.internal.flow.FlowSpec} says what is matched and what becomes of it,
 * {@link io.weir.dpdk.internal.flow.FlowRules} which of them there are and on which ports they are enabled, and
 * {@link io.weir.dpdk.internal.flow.FlowEncoder} writes them as DPDK wants them. A rule that sends packets to a node has the
 * device mark them; {@link io.weir.dpdk.internal.flow.FlowMarks} follows the mark, on ports that have such a rule.
 */
package io.weir.dpdk.internal.flow;
