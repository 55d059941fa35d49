/** How text from outside is shown: one place for terminals and logs. */
package io.weir.platform.text;
