/* A private PostgreSQL for a test program: see cluster.h. */
#include "cluster.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/banned.h"

enum { NOBODY = 65534, WAIT_STEPS = 600, STEP_NS = 50000000, MOST_DATABASES = 256, PATH_BYTES = 200 };

static struct {
    char folder[40], programs[64];
    pid_t owner, server;
    bool tried;
    int databases;
} cluster;

/* Where initdb and postgres are: the newest version of Debian's. */
static bool find_programs(void) {
    int best = 0;
    DIR *all = opendir("/usr/lib/postgresql");
    if (!all) return false;
    for (const struct dirent *e; (e = readdir(all));) {
        char path[sizeof cluster.programs + 16];
        const int version = (int)strtol(e->d_name, NULL, 10);
        if (version <= best || version > 999) continue;
        snprintf(path, sizeof path, "/usr/lib/postgresql/%d/bin/initdb", version);
        if (access(path, X_OK) == 0) best = version;
    }
    closedir(all);
    snprintf(cluster.programs, sizeof cluster.programs, "/usr/lib/postgresql/%d/bin", best);
    return best > 0;
}

/* Runs a program of the server's as an unprivileged user, its words in folder/log; it does not outlive this one. */
static pid_t start(const char *name, char *const *words) {
    char program[PATH_BYTES], log[PATH_BYTES];
    snprintf(program, sizeof program, "%s/%s", cluster.programs, name);
    snprintf(log, sizeof log, "%s/log", cluster.folder);
    const pid_t parent = getpid(), child = fork();
    if (child != 0) return child;
    if (getuid() == 0 && (setgid(NOBODY) || setuid(NOBODY))) _exit(126);
    prctl(PR_SET_PDEATHSIG, SIGQUIT);
    const int out = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600), nothing = open("/dev/null", O_RDONLY);
    if (getppid() != parent || out < 0 || nothing < 0 || chdir(cluster.folder)) _exit(126);
    dup2(nothing, 0);
    dup2(out, 1);
    dup2(out, 2);
    execv(program, words);
    _exit(127);
}

static void remove_folder(void) {
    const pid_t child = fork();
    if (child == 0) {
        execlp("rm", "rm", "-rf", "--", cluster.folder, (char *)NULL);
        _exit(127);
    }
    if (child > 0) waitpid(child, NULL, 0);
}

/* Not by the children of the tests. */
static void stop(void) {
    if (getpid() != cluster.owner) return;
    if (cluster.server > 0) {
        kill(cluster.server, SIGQUIT); /* at once: nobody wants these data */
        waitpid(cluster.server, NULL, 0);
    }
    remove_folder();
}

static bool make_cluster(void) {
    char *const words[] = {(char *)"initdb",
                           (char *)"-N",
                           (char *)"-D",
                           (char *)"data",
                           (char *)"-U",
                           (char *)"antigone",
                           (char *)"-A",
                           (char *)"trust",
                           (char *)"-E",
                           (char *)"UTF8",
                           (char *)"--locale=C",
                           (char *)"--no-instructions",
                           NULL};
    int status;
    const pid_t child = start("initdb", words);
    return child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static PGconn *administrate(void) {
    char information[PATH_BYTES];
    snprintf(information, sizeof information, "host=%s user=antigone dbname=postgres", cluster.folder);
    return PQconnectdb(information);
}

static bool is_up(void) {
    PGconn *c = administrate();
    const bool up = PQstatus(c) == CONNECTION_OK;
    PQfinish(c);
    return up;
}

static bool start_server(void) {
    char *const words[] = {(char *)"postgres",
                           (char *)"-D",
                           (char *)"data",
                           (char *)"-k",
                           cluster.folder,
                           (char *)"-c",
                           (char *)"listen_addresses=",
                           (char *)"-c",
                           (char *)"fsync=off",
                           (char *)"-c",
                           (char *)"shared_buffers=64MB",
                           NULL};
    cluster.server = start("postgres", words);
    for (int i = 0; cluster.server > 0 && i < WAIT_STEPS; i++) {
        if (is_up()) return true;
        if (waitpid(cluster.server, NULL, WNOHANG) != 0) cluster.server = 0;
        nanosleep(&(struct timespec){.tv_nsec = STEP_NS}, NULL);
    }
    return false;
}

static bool start_cluster(void) {
    snprintf(cluster.folder, sizeof cluster.folder, "/tmp/antigone-cluster-XXXXXX");
    if (!find_programs()) {
        printf("# PostgreSQL is not installed: apt-get install postgresql\n");
        return false;
    }
    if (!mkdtemp(cluster.folder)) return false;
    cluster.owner = getpid();
    atexit(stop);
    if ((getuid() != 0 || chown(cluster.folder, NOBODY, NOBODY) == 0) && make_cluster() && start_server()) return true;
    printf("# PostgreSQL does not start\n");
    return false;
}

const char *cluster_location(void) {
    static char locations[MOST_DATABASES][PATH_BYTES];
    static bool up;
    if (!cluster.tried) up = start_cluster();
    cluster.tried = true;
    if (!up || cluster.databases == MOST_DATABASES) return NULL;
    char *location = locations[cluster.databases];
    char sql[64];
    snprintf(sql, sizeof sql, "CREATE DATABASE test%d", ++cluster.databases);
    PGconn *c = administrate();
    PGresult *r = PQexec(c, sql);
    const bool made = PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!made) printf("# no new database: %s", PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    snprintf(location, PATH_BYTES, "postgresql://antigone@/test%d?host=%s", cluster.databases, cluster.folder);
    return made ? location : NULL;
}

static bool run(const char *location, const char *sql) {
    PGconn *c = PQconnectdb(location);
    PGresult *r = PQexec(c, sql);
    const bool done = PQresultStatus(r) == PGRES_COMMAND_OK;
    if (!done) printf("# %s", PQerrorMessage(c));
    PQclear(r);
    PQfinish(c);
    return done;
}

bool cluster_keep(const char *location) {
    return run(location, "CREATE SCHEMA kept;"
                         "DO $$ DECLARE t name; BEGIN"
                         " FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP"
                         "  EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', t);"
                         " END LOOP; END $$");
}

bool cluster_restore(const char *location) {
    return run(location, "DO $$ DECLARE t name; BEGIN"
                         " FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'kept' LOOP"
                         "  EXECUTE format('DELETE FROM public.%1$I', t);"
                         "  EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', t);"
                         " END LOOP; END $$");
}
