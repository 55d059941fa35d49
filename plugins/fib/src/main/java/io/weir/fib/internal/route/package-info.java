/** Routes outside the heap, the path lists that they share, where these lead, and what follows when that changes. */
package io.weir.fib.internal.route;
