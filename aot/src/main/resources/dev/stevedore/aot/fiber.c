/*
 * Takes the place of the file of this name that TeaVM writes. That one serves Java threads, which our programs do not
 * have, and does it by reading the user's locale (some 60 system calls, 14 mapped files) and by a timer on SIGRTMIN,
 * which it leaves blocked: the mask would survive execve into the container.
 */
#include "fiber.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <time.h>

void teavm_initFiber() {
}

void teavm_waitFor(int64_t timeout) {
    struct timespec time = { timeout / 1000, (timeout % 1000) * 1000000L };
    nanosleep(&time, NULL);
}

void teavm_interrupt() {
}

/* TeaVM's start-up asks for the user's locale once more; gcc is told to link this in its place. */
char *__wrap_setlocale(int category, const char *locale) {
    return NULL;
}

/* Debian's libseccomp is compiled for glibc. This is all of it that musl has not; only its dump of a filter as text, which
 * nobody here asks for, calls it. */
int __fprintf_chk(FILE *file, int flag, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int written = vfprintf(file, format, arguments);
    va_end(arguments);
    return written;
}
