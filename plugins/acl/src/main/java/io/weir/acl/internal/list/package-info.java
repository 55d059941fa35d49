/** Lists as main has them: their rules and tags, where they are applied, and what goes over in an upgrade. */
package io.weir.acl.internal.list;
