/** Other ways to find the first rule that a packet matches, to be measured beside the product's own. */
package io.weir.benchmarks.acl.rival;
