@NullMarked
package dev.stevedore.runc.resctrl;

import org.jspecify.annotations.NullMarked;
