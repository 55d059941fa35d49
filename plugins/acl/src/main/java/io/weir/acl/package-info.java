/**
 * What the plugin of access lists offers to other plugins: lists of rules to hold packets against, apart from interfaces (VPP:
 * plugins/acl/exports.h).
 */
package io.weir.acl;
