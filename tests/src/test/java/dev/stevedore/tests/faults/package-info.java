/**
 * What happens when things break: processes killed, a full disk, broken images. It goes on, or says
 * what is wrong, and leaves nothing.
 */
@NullMarked
package dev.stevedore.tests.faults;

import org.jspecify.annotations.NullMarked;
