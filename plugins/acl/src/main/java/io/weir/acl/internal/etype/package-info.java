/** Whitelists of EtherTypes: which frames beside those of IP an interface takes and sends. */
package io.weir.acl.internal.etype;
