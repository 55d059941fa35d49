/** What {@code weir plugin dev} runs beside its shell script: a compiler that stays. No part of a host. */
package io.weir.platform.dev;
