/**
 * What one version of a plugin hands to the next: records whose classes the two have each for themselves, compared and
 * copied field by field.
 */
package io.weir.platform.plugin.state;
