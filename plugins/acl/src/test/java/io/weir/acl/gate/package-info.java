/** A plugin that asks lists, as others write one. */
package io.weir.acl.gate;
