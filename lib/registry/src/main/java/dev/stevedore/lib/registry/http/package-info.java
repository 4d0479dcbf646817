/**
 * What registries need of HTTP beyond what the JDK gives: TLS from directories of certificates, a
 * limit for transfers that stand still, and failures in the words of Docker's users.
 */
@NullMarked
package dev.stevedore.lib.registry.http;

import org.jspecify.annotations.NullMarked;
