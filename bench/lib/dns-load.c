// Asks name servers from inside many network namespaces, as their containers would, and says how long answers took.
//
//   dns-load SECONDS PER_SECOND NAME PID…     PER_SECOND: questions of each namespace in a second; 0: all at once, twenty times
//
// Each namespace (of process PID) has a socket of its own. Prints: questions, lost, p50, p99, max in microseconds.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1e6 + t.tv_nsec / 1e3;
}

static int compare(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return d < 0 ? -1 : d > 0;
}

static int question(unsigned char *out, const char *name) {
  static const unsigned char head[12] = {0, 0, 1, 0, 0, 1};
  memcpy(out, head, 12);
  int at = 12;
  for (const char *label = name; *label;) {
    const char *end = strchrnul(label, '.');
    out[at++] = end - label;
    memcpy(out + at, label, end - label);
    at += end - label;
    label = *end ? end + 1 : end;
  }
  static const unsigned char tail[5] = {0, 0, 1, 0, 1};
  memcpy(out + at, tail, 5);
  return at + 5;
}

int main(int argc, char **argv) {
  if (argc < 5) return 2;
  double seconds = atof(argv[1]), rate = atof(argv[2]);
  int count = argc - 4, own = open("/proc/self/ns/net", O_RDONLY), epoll = epoll_create1(0);
  int *sockets = calloc(count, sizeof(int)), *ids = calloc(count, sizeof(int));
  double *asked = calloc(count, sizeof(double)), *due = calloc(count, sizeof(double));
  long most = rate > 0 ? (long)(seconds * rate + 2) * count : 20L * count, answers = 0, questions = 0;
  double *times = calloc(most, sizeof(double));
  unsigned char message[300], answer[4096];
  int length = question(message, argv[3]);
  struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons(53)};
  inet_pton(AF_INET, "127.0.0.11", &server.sin_addr);
  for (int i = 0; i < count; i++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%s/ns/net", argv[4 + i]);
    int ns = open(path, O_RDONLY);
    if (ns < 0 || setns(ns, CLONE_NEWNET)) return perror(path), 1;
    close(ns);
    sockets[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (connect(sockets[i], (struct sockaddr *)&server, sizeof server)) return perror("connect"), 1;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = i};
    epoll_ctl(epoll, EPOLL_CTL_ADD, sockets[i], &event);
  }
  setns(own, CLONE_NEWNET);
  double start = now(), end = start + seconds * 1e6;
  for (int i = 0; i < count; i++) due[i] = rate > 0 ? start + (1e6 / rate) * i / count : start;
  while (1) {
    double next = 1e18, t = now();
    if (rate > 0 && t > end + 1e6) break;
    if (rate <= 0 && ids[count - 1] >= 20 && t > due[0] + 5e5) break;
    for (int i = 0; i < count; i++) {
      if (rate > 0 ? due[i] < end : ids[i] < 20) {
        if (due[i] <= now()) {
          message[0] = ++ids[i] >> 8;
          message[1] = ids[i];
          asked[i] = now();
          if (send(sockets[i], message, length, 0) == length) questions++;
          due[i] += rate > 0 ? 1e6 / rate : 2e5;
        }
        if (due[i] < next) next = due[i];
      }
    }
    struct epoll_event events[64];
    double wait = next - now();
    struct timespec limit = {0, wait < 0 ? 0 : wait > 1e5 ? 100000000 : (long)(wait * 1e3)};
    int n = epoll_pwait2(epoll, events, 64, &limit, 0);
    for (int k = 0; k < n; k++) {
      int i = events[k].data.u32;
      ssize_t got;
      while ((got = recv(sockets[i], answer, sizeof answer, 0)) > 0) {
        if (got > 7 && answer[0] == (unsigned char)(ids[i] >> 8) && answer[1] == (unsigned char)ids[i] && answer[7] && answers < most)
          times[answers++] = now() - asked[i];
      }
    }
  }
  qsort(times, answers, sizeof(double), compare);
  if (!answers) return printf("%ld questions, no answer\n", questions), 1;
  printf("%ld questions, %ld lost, p50 %.0f us, p99 %.0f us, max %.0f us\n", questions, questions - answers, times[answers / 2],
         times[answers * 99 / 100], times[answers - 1]);
  return 0;
}
