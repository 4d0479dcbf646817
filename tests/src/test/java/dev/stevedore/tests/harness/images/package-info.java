/** Small images, built by the tests themselves: no network and no registry is needed. */
@NullMarked
package dev.stevedore.tests.harness.images;

import org.jspecify.annotations.NullMarked;
