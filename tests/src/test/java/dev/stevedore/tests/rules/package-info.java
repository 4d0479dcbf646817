/**
 * The rules of the tree: what may depend on what, and how long a file may be. Needs no root and
 * starts nothing.
 */
@NullMarked
package dev.stevedore.tests.rules;

import org.jspecify.annotations.NullMarked;
