/** Networks of whole stacks, with real packets: hosts beside each other in network namespaces. */
@NullMarked
package dev.stevedore.tests.network;

import org.jspecify.annotations.NullMarked;
