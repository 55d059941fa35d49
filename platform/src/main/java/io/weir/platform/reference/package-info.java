/** The reference: what a host's registries hold, as Markdown, a page for each plugin. */
package io.weir.platform.reference;
