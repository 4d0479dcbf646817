/**
 * The OCI runtime's command line on bundles, told once and held for our runc; and for Debian's, to
 * see whether the tests are right.
 */
@NullMarked
package dev.stevedore.tests.runtime;

import org.jspecify.annotations.NullMarked;
