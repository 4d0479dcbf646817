/**
 * Pull, push and login with real registries and real clients. What a registry client does with odd
 * answers is tested in lib/registry.
 */
@NullMarked
package dev.stevedore.tests.registry;

import org.jspecify.annotations.NullMarked;
