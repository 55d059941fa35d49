/** Sessions that rules with permit+reflect begin: five-tuples of an interface whose packets go on in both directions. */
package io.weir.acl.internal.session;
