/* Runs a command and says what it cost: `measure RESULT COMMAND...`. RESULT gets, as JSON, wall time, CPU time of the
 * command with all its descendants, and the peak memory of the largest of them, by wait4(2). SIGINT and SIGTERM go to
 * the command. Small, because a child's peak memory is never below that of the program that forked it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t command;

static void pass_on(int number) {
    if (command > 0) kill((pid_t)command, number);
}

static long long wall_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (long long)now.tv_sec * 1000000000 + now.tv_nsec;
}

static long long ns(struct timeval time) { return (long long)time.tv_sec * 1000000000 + time.tv_usec * 1000LL; }

int main(int argc, char **argv) {
    if (argc < 3) return fputs("usage: measure RESULT COMMAND...\n", stderr), 2;
    /* Descendants whose parents end first come to this process, and are counted too. */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    /* The command ends with the benchmark, whatever way that goes. */
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    struct sigaction action = {.sa_handler = pass_on};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
    long long start = wall_ns(), wall = 0, cpu = 0, memory = 0;
    pid_t child = fork();
    if (child == 0) {
        execvp(argv[2], argv + 2);
        perror(argv[2]);
        _exit(127);
    }
    command = child;
    int status = 127, ended;
    struct rusage usage;
    for (pid_t pid; (pid = wait4(-1, &ended, 0, &usage)) > 0 || errno == EINTR;) {
        if (pid <= 0) continue;
        cpu += ns(usage.ru_utime) + ns(usage.ru_stime);
        if (usage.ru_maxrss > memory) memory = usage.ru_maxrss;
        if (pid != child) continue;
        command = 0;
        wall = wall_ns() - start;
        status = WIFEXITED(ended) ? WEXITSTATUS(ended) : 128 + WTERMSIG(ended);
    }
    FILE *result = fopen(argv[1], "w");
    if (result == NULL) return perror(argv[1]), 1;
    fprintf(result, "{\"wallNs\":%lld,\"cpuNs\":%lld,\"peakKib\":%lld}\n", wall, cpu, memory);
    fclose(result);
    return status;
}
