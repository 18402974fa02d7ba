/* A machine that loses its power and whose clock jumps, for one process: loaded in front of the C library.
 *
 * What the process writes below a folder is written to a journal first, the new bytes and the old ones, and so is every
 * fsync that has returned. Whoever ends the process can then leave on the disk what a power cut might have left
 * (src/disk.rs). Its wall clock is the machine's and as many seconds as a file says.
 *
 * Taken for safe at once: removals and renames. Not looked at: files of shared memory ("-shm"), which no cut survives. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum kind { NAME = 1, CREATED, WRITTEN, RESIZED, SYNCED, NAMES_SYNCED };

/* Followed by `length` new bytes and `kept` old ones. */
struct record {
    uint32_t kind;
    uint32_t file;
    uint64_t offset;
    uint64_t length;
    uint64_t kept;
    uint64_t before; /* the file's size; for the syncs: where the journal ended when they began */
};

#define FILES 1024
#define DESCRIPTORS 65536
#define FOLDER UINT16_MAX

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char folder[PATH_MAX];
static size_t folder_length;
static int journal = -1;
static char *names[FILES];
static uint16_t files; /* numbers begin at 1 */
static uint16_t descriptors[DESCRIPTORS];
static volatile int64_t *jump_s;

#define REAL(name) ((__typeof__(name) *)real(#name))

static void *real(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

static void fail(const char *what) {
    dprintf(2, "the machine that is mistreated broke by itself: %s: %s\n", what, strerror(errno));
    abort();
}

__attribute__((constructor)) static void begin(void) {
    const char *where = getenv("ENGAWA_CRASH_FOLDER"), *log = getenv("ENGAWA_CRASH_JOURNAL"), *clock = getenv("ENGAWA_CRASH_CLOCK");
    if (clock) {
        int fd = REAL(open)(clock, O_RDWR);
        void *page = mmap(NULL, sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
        if (page == MAP_FAILED) fail(clock);
        jump_s = page;
    }
    if (where && log) {
        if (!realpath(where, folder)) fail(where);
        folder_length = strlen(folder);
        journal = REAL(open)(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (journal < 0) fail(log);
    }
}

static void append(struct record record, const void *fresh, const void *old) {
    struct iovec parts[] = {{&record, sizeof record}, {(void *)fresh, record.length}, {(void *)old, record.kept}};
    ssize_t whole = sizeof record + record.length + record.kept;
    if (writev(journal, parts, 3) != whole) fail("its journal");
}

static uint16_t number_of(const char *path) {
    for (uint16_t at = 1; at <= files; at++)
        if (!strcmp(names[at], path)) return at;
    if (files + 1 == FILES) fail("too many files");
    names[++files] = strdup(path);
    append((struct record){.kind = NAME, .file = files, .length = strlen(path)}, path, NULL);
    return files;
}

static int ends_with(const char *text, const char *end) {
    size_t length = strlen(text), tail = strlen(end);
    return length >= tail && !strcmp(text + length - tail, end);
}

static int opened(int fd, int created) {
    char link[64], path[PATH_MAX];
    struct stat found;
    int kept = errno;
    if (journal < 0 || fd < 0 || fd >= DESCRIPTORS) return fd;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length > 0) {
        path[length] = 0;
        int inside = !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
        if (inside && !fstat(fd, &found) && !ends_with(path, "-shm")) {
            pthread_mutex_lock(&lock);
            if (S_ISDIR(found.st_mode)) {
                descriptors[fd] = FOLDER;
            } else if (S_ISREG(found.st_mode)) {
                descriptors[fd] = number_of(path);
                if (created) append((struct record){.kind = CREATED, .file = descriptors[fd]}, NULL, NULL);
            }
            pthread_mutex_unlock(&lock);
        }
    }
    errno = kept;
    return fd;
}

#define OPEN(name)                                                                                                       \
    int name(const char *path, int flags, ...) {                                                                         \
        va_list more;                                                                                                    \
        va_start(more, flags);                                                                                           \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                                          \
        va_end(more);                                                                                                    \
        int created = (flags & O_CREAT) && access(path, F_OK);                                                           \
        return opened(REAL(name)(path, flags, mode), created);                                                           \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                                                     \
    int name(int at, const char *path, int flags, ...) {                                                                 \
        va_list more;                                                                                                    \
        va_start(more, flags);                                                                                           \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                                          \
        va_end(more);                                                                                                    \
        int created = (flags & O_CREAT) && faccessat(at, path, F_OK, 0);                                                 \
        return opened(REAL(name)(at, path, flags, mode), created);                                                       \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    if (fd >= 0 && fd < DESCRIPTORS) descriptors[fd] = 0;
    return REAL(close)(fd);
}

static uint16_t file_of(int fd) {
    uint16_t file = fd >= 0 && fd < DESCRIPTORS ? descriptors[fd] : 0;
    return file == FOLDER ? 0 : file;
}

/* Notes bytes that are about to be written, and those that they cover. The lock is held, so that the journal's order is the
 * order of what happens. */
static void note(int fd, const void *bytes, size_t length, off_t offset) {
    struct stat found;
    if (fstat(fd, &found)) fail("the size of a file");
    size_t kept = found.st_size <= offset ? 0 : (size_t)(found.st_size - offset);
    if (kept > length) kept = length;
    void *old = malloc(kept + 1);
    /* A database's files are open for both. Opening one anew, and closing it, would let go of the locks on it. */
    if (kept && pread(fd, old, kept, offset) != (ssize_t)kept) {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        int reader = REAL(open)(link, O_RDONLY | O_CLOEXEC);
        if (reader < 0 || pread(reader, old, kept, offset) != (ssize_t)kept) fail("what is overwritten");
        REAL(close)(reader);
    }
    struct record record = {WRITTEN, descriptors[fd], offset, length, kept, found.st_size};
    append(record, bytes, old);
    free(old);
}

#define PWRITE(name, offset_type)                                                                                        \
    ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) {                                         \
        if (!file_of(fd)) return REAL(name)(fd, bytes, length, offset);                                                  \
        pthread_mutex_lock(&lock);                                                                                       \
        note(fd, bytes, length, offset);                                                                                 \
        ssize_t written = REAL(name)(fd, bytes, length, offset);                                                         \
        pthread_mutex_unlock(&lock);                                                                                     \
        return written;                                                                                                  \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t write(int fd, const void *bytes, size_t length) {
    if (!file_of(fd)) return REAL(write)(fd, bytes, length);
    pthread_mutex_lock(&lock);
    struct stat found;
    int appends = fcntl(fd, F_GETFL) & O_APPEND;
    if (appends && fstat(fd, &found)) fail("the size of a file");
    note(fd, bytes, length, appends ? found.st_size : lseek(fd, 0, SEEK_CUR));
    ssize_t written = REAL(write)(fd, bytes, length);
    pthread_mutex_unlock(&lock);
    return written;
}

#define TRUNCATE(name, offset_type)                                                                                      \
    int name(int fd, offset_type length) {                                                                               \
        uint16_t file = file_of(fd);                                                                                     \
        if (!file) return REAL(name)(fd, length);                                                                        \
        pthread_mutex_lock(&lock);                                                                                       \
        struct stat found;                                                                                               \
        if (fstat(fd, &found)) fail("the size of a file");                                                               \
        size_t kept = found.st_size > length ? (size_t)(found.st_size - length) : 0;                                     \
        void *old = malloc(kept + 1);                                                                                    \
        if (kept && pread(fd, old, kept, length) != (ssize_t)kept) fail("what is cut off");                              \
        append((struct record){RESIZED, file, length, 0, kept, found.st_size}, NULL, old);                               \
        free(old);                                                                                                       \
        int done = REAL(name)(fd, length);                                                                               \
        pthread_mutex_unlock(&lock);                                                                                     \
        return done;                                                                                                     \
    }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                                                                       \
    int name(int fd) {                                                                                                   \
        if (journal < 0 || fd < 0 || fd >= DESCRIPTORS || !descriptors[fd]) return REAL(name)(fd);                       \
        pthread_mutex_lock(&lock);                                                                                       \
        uint64_t began = lseek(journal, 0, SEEK_CUR);                                                                    \
        pthread_mutex_unlock(&lock);                                                                                     \
        int done = REAL(name)(fd);                                                                                       \
        if (done) return done;                                                                                           \
        pthread_mutex_lock(&lock);                                                                                       \
        uint16_t file = descriptors[fd];                                                                                 \
        uint32_t kind = file == FOLDER ? NAMES_SYNCED : SYNCED;                                                          \
        append((struct record){.kind = kind, .file = file, .before = began}, NULL, NULL);                                \
        pthread_mutex_unlock(&lock);                                                                                     \
        return 0;                                                                                                        \
    }
SYNC(fsync)
SYNC(fdatasync)

int rename(const char *from, const char *to) {
    char old[PATH_MAX], fresh[PATH_MAX];
    int known = journal >= 0 && realpath(from, old) != NULL;
    int done = REAL(rename)(from, to);
    if (!done && known && realpath(to, fresh)) {
        pthread_mutex_lock(&lock);
        for (uint16_t at = 1; at <= files; at++)
            if (!strcmp(names[at], old)) {
                names[at] = strdup(fresh);
                append((struct record){.kind = NAME, .file = at, .length = strlen(fresh)}, fresh, NULL);
            }
        pthread_mutex_unlock(&lock);
    }
    return done;
}

int clock_gettime(clockid_t which, struct timespec *now) {
    int done = REAL(clock_gettime)(which, now);
    if (!done && jump_s && which == CLOCK_REALTIME) now->tv_sec += *jump_s;
    return done;
}
