/** Lists of who may send what: MAC addresses and the addresses that go with them, on frames as they come in. */
package io.weir.acl.internal.macip;
