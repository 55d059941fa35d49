/** A plugin that the benchmarks load: routes drawn like the Internet's, and packets to them. */
package io.weir.benchmarks.internet;
