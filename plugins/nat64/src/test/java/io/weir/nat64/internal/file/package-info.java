/** Tests of files with sessions. */
package io.weir.nat64.internal.file;
