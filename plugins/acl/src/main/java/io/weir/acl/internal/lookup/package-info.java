/** Lists that other plugins ask: users, contexts, and what asks on a thread. */
package io.weir.acl.internal.lookup;
