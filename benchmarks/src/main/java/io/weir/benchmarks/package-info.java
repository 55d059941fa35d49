/** The whole-graph benchmarks behind {@code ./weir bench}. */
package io.weir.benchmarks;
