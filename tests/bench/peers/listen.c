/* Reads many event streams and measures each event from its publishing to its arrival.
 *
 * listen PORT: on its input the number of requests, then each as its length, a newline and its bytes; once all are
 * sent it says "open".  Each further line "report" is answered by how many events came since the last one, and the
 * p50 and p99 of their delay in nanoseconds.  An event carries "sent":NANOSECONDS of CLOCK_MONOTONIC.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define MOST 4000000
static long long delays[MOST];
static int taken;

static long long now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
    long long x = *(const long long *)a, y = *(const long long *)b;
    return (x > y) - (x < y);
}

static void report(void) {
    qsort(delays, taken, sizeof *delays, compare);
    printf("%d %lld %lld\n", taken, taken ? delays[taken / 2] : 0, taken ? delays[(int)(taken * 0.99)] : 0);
    fflush(stdout);
    taken = 0;
}

static int take(int fd) {
    static char chunk[1 << 18];
    ssize_t got = recv(fd, chunk, sizeof chunk - 1, MSG_DONTWAIT);
    if (got == 0) return 0;
    if (got < 0) return 1;
    chunk[got] = 0;
    long long arrived = now();
    for (char *at = chunk; (at = memmem(at, chunk + got - at, "\"sent\":", 7)) && taken < MOST;) {
        at += 7;
        delays[taken++] = arrived - atoll(at);
    }
    return 1;
}

int main(int argc, char **argv) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(argv[1])), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int loop = epoll_create1(0), requests, length;
    static char request[65536];
    if (scanf("%d", &requests) != 1) return 1;
    for (int i = 0; i < requests; i++) {
        if (scanf("%d", &length) != 1 || getchar() != '\n' || fread(request, 1, length, stdin) != (size_t)length) return 1;
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (connect(fd, (void *)&address, sizeof address) || send(fd, request, length, 0) != length) { perror("connect"); return 1; }
        struct epoll_event wanted = {.events = EPOLLIN, .data.fd = fd};
        epoll_ctl(loop, EPOLL_CTL_ADD, fd, &wanted);
        usleep(6000);
    }
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = 0}, ready[256];
    epoll_ctl(loop, EPOLL_CTL_ADD, 0, &wanted);
    printf("open\n");
    fflush(stdout);
    for (;;)
        for (int i = 0, n = epoll_wait(loop, ready, 256, -1); i < n; i++) {
            int fd = ready[i].data.fd;
            if (fd == 0) {
                if (read(0, request, sizeof request) <= 0) return 0;
                report();
            } else if (!take(fd))
                epoll_ctl(loop, EPOLL_CTL_DEL, fd, NULL);
        }
}
