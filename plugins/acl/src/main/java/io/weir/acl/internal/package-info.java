/** The ACL plugin: what it brings to the host. */
package io.weir.acl.internal;
