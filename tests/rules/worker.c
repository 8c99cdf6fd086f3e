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
    int results;   /* ... texts come out: a length and so many bytes */
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

static bool write_text(int file, const GString *text)
{
    return write_all(file, &text->len, sizeof(text->len)) && write_all(file, text->str, text->len);
}

static bool read_text(int file, GString *text)
{
    gsize length;

    if (!read_all(file, &length, sizeof(length)))
        return false;
    g_string_set_size(text, length);
    return read_all(file, text->str, length);
}

/* Addresses mean the same here as in the process that this one was forked from. */
static void work(worker_play play, int cases, int results)
{
    const struct sequence_case *row;

    while (read_all(cases, &row, sizeof(row))) {
        GString *failures = g_string_new(NULL), *findings = g_string_new(NULL);

        play(row, failures, findings);
        if (!write_text(results, failures) || !write_text(results, findings))
            exit(1);
        g_string_free(failures, TRUE);
        g_string_free(findings, TRUE);
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
    worker.results = out[0];
}

static int finish(void)
{
    int status = 0;

    close(worker.cases);
    g_assert_cmpint(waitpid(worker.process, &status, 0), ==, worker.process);
    close(worker.results);
    worker.process = 0;
    return status;
}

void worker_run(worker_play play, const struct sequence_case *row, GString *failures,
                GString *findings)
{
    int status;

    if (!worker.process)
        start(play);
    if (write_all(worker.cases, &row, sizeof(row)) && read_text(worker.results, failures) &&
        read_text(worker.results, findings))
        return;
    g_string_truncate(findings, 0);
    status = finish();
    if (WIFSIGNALED(status))
        g_string_printf(failures, "it crashed with signal %d (%s)\n", WTERMSIG(status),
                        g_strsignal(WTERMSIG(status)));
    else
        g_string_printf(failures, "it ended the program with status %d\n", WEXITSTATUS(status));
}

int worker_end(void)
{
    int status = worker.process ? finish() : 0;

    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
