/* The least a fan-out can cost: one Redis subscription, one thread, one write for each client and event.
 *
 * fanout PORT REDIS_PORT CHANNEL.  Answers every connection with an event stream; no request is looked at.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define MOST 65536
static int clients[MOST], count;
static char heard[1 << 20];
static size_t filled;

static int loopback(int port, int listening) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    int failed = listening ? bind(fd, (void *)&address, sizeof address) || listen(fd, 4096)
                           : connect(fd, (void *)&address, sizeof address);
    if (failed) { perror("socket"); exit(1); }
    return fd;
}

static void tell(const char *data, int size) {
    static char frame[1 << 17];
    int length = snprintf(frame, sizeof frame, "event: handoff_created\ndata: %.*s\n\n", size, data);
    for (int i = 0; i < count; i++)
        if (send(clients[i], frame, length, MSG_NOSIGNAL | MSG_DONTWAIT) < 0 && close(clients[i]) == 0)
            clients[i--] = clients[--count];
}

/* "*3 $7 message $n channel $m payload", each on a line of its own. */
static void understand(void) {
    char *at = heard, *end = heard + filled;
    while (at < end) {
        char *line = at, *next; int size = 0, part = 0;
        for (; part < 6 && (next = memchr(line, '\n', end - line)); part++) {
            if (part == 5) size = atoi(line + 1);
            line = next + 1;
        }
        if (part < 6 || (strncmp(at, "*3\r\n$7\r\nmessage", 15) == 0 && end - line < size + 2)) break;
        if (strncmp(at, "*3\r\n$7\r\nmessage", 15) == 0) { tell(line, size); at = line + size + 2; } else at = line;
    }
    memmove(heard, at, end - at);
    filled = end - at;
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    int door = loopback(atoi(argv[1]), 1), redis = loopback(atoi(argv[2]), 0), loop = epoll_create1(0);
    dprintf(redis, "*2\r\n$9\r\nSUBSCRIBE\r\n$%zu\r\n%s\r\n", strlen(argv[3]), argv[3]);
    struct epoll_event wanted = {.events = EPOLLIN, .data.fd = door}, ready[64];
    epoll_ctl(loop, EPOLL_CTL_ADD, door, &wanted);
    wanted.data.fd = redis;
    epoll_ctl(loop, EPOLL_CTL_ADD, redis, &wanted);
    for (;;)
        for (int i = 0, n = epoll_wait(loop, ready, 64, -1); i < n; i++) {
            if (ready[i].data.fd == redis) {
                ssize_t got = read(redis, heard + filled, sizeof heard - filled);
                if (got <= 0) return 1;
                filled += got;
                understand();
            } else if (count < MOST) {
                int one = 1, client = accept(door, NULL, NULL);
                setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
                dprintf(client, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n");
                clients[count++] = client;
            }
        }
}
