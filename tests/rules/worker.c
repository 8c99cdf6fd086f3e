/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "worker.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
    pid_t process; /* 0: there is none */
    int cases;     /* addresses of cases go in, */
    int failures;  /* ... a length and so many bytes come out */
} worker;

static bool read_all(int file, void *memory, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t got = read(file, (char *)memory + done, size - done);

        if (got <= 0)
            return false;
        done += (size_t)got;
    }
    return true;
}

static bool write_all(int file, const void *memory, size_t size)
{
    for (size_t done = 0; done < size;) {
        ssize_t put = write(file, (const char *)memory + done, size - done);

        if (put <= 0)
            return false;
        done += (size_t)put;
    }
    return true;
}

/* Addresses mean the same here as in the process that this one was forked from. */
static void work(worker_play play, int cases, int failures)
{
    const struct sequence_case *row;

    while (read_all(cases, &row, sizeof(row))) {
        char *said = play(row);
        size_t length = strlen(said);

        if (!write_all(failures, &length, sizeof(length)) || !write_all(failures, said, length))
            exit(1);
        g_free(said);
    }
    exit(0);
}

static void start(worker_play play)
{
    int in[2], out[2];

    signal(SIGPIPE, SIG_IGN); /* a worker that died is seen by what it does not say */
    g_assert_cmpint(pipe(in), ==, 0);
    g_assert_cmpint(pipe(out), ==, 0);
    worker.process = fork();
    g_assert_cmpint(worker.process, >=, 0);
    if (worker.process == 0) {
        close(in[1]);
        close(out[0]);
        work(play, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    worker.cases = in[1];
    worker.failures = out[0];
}

static int finish(void)
{
    int status = 0;

    close(worker.cases);
    g_assert_cmpint(waitpid(worker.process, &status, 0), ==, worker.process);
    close(worker.failures);
    worker.process = 0;
    return status;
}

char *worker_run(worker_play play, const struct sequence_case *row)
{
    size_t length;
    char *said = NULL;
    int status;

    if (!worker.process)
        start(play);
    if (write_all(worker.cases, &row, sizeof(row)) &&
        read_all(worker.failures, &length, sizeof(length))) {
        said = g_malloc(length + 1);
        said[length] = '\0';
        if (read_all(worker.failures, said, length))
            return said;
    }
    g_free(said);
    status = finish();
    if (WIFSIGNALED(status))
        return g_strdup_printf("it crashed with signal %d (%s)\n", WTERMSIG(status),
                               g_strsignal(WTERMSIG(status)));
    return g_strdup_printf("it ended the program with status %d\n", WEXITSTATUS(status));
}

int worker_end(void)
{
    int status = worker.process ? finish() : 0;

    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
