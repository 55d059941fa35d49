/** The operator's commands that belong to no plugin: what is shown, cleared, traced, and set on interfaces. */
package io.weir.platform.show;
