/** Sessions and bindings in files, over a restart of the host. */
package io.weir.nat64.internal.file;
