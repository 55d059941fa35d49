/** Rule sets in ClassBench's style, and what a look-up in them costs. */
package io.weir.benchmarks.acl;
