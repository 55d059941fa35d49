/** What packets are held against: which lists are applied where, as workers see it. */
package io.weir.acl.internal.policy;
