/** Rules of access lists: what they match, how they are written and read. */
package io.weir.acl.internal.rule;
