/**
 * What authentication says on the wire: challenges (RFC 9110, 11.6.1) and token answers (Docker's
 * token specification). Here are no requests: who asks is one package up.
 */
@NullMarked
package dev.stevedore.lib.registry.auth;

import org.jspecify.annotations.NullMarked;
