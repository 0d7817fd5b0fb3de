/* Intercepts the C library calls of a program that change files, and counts, records or disturbs them.
 *
 * Loaded with LD_PRELOAD. Only files in FAULTS_ROOT count. The program, or its parent process, sets the mode:
 *   count   number the calls
 *   kill    SIGKILL at call number `at`: before it, during it (half of the bytes are written), or after it
 *   fail    call number `at` and, if `lasting`, all later ones fail with `code` (ENOSPC spares what frees space)
 *   record  write every call with its bytes to the file FAULTS_LOG, from which power failures are simulated
 * Environment: FAULTS_ROOT, FAULTS_MODE, FAULTS_AT, FAULTS_WHEN (0 before, 1 middle, 2 after), FAULTS_CODE,
 * FAULTS_LASTING, FAULTS_LOG, FAULTS_COUNT (file to write the number of calls to at exit).
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>
#include <pthread.h>

enum mode { OFF, COUNT, KILL, FAIL, RECORD };
enum when { BEFORE, MIDDLE, AFTER };
enum kind { GROWS = 1, SYNCS = 2, NAMES = 4, READS = 8 };

static atomic_int mode = OFF;
static atomic_long calls = 0;
static long at = -1;
static int when_ = BEFORE, code = EIO, lasting = 0;
static char root[4096] = "";
static size_t root_length = 0;
static int log_file = -1;
static pthread_mutex_t record_lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) \
    static __typeof__(name) *real_##name = NULL; \
    if (!real_##name) real_##name = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)

/* The shim's own calls go directly to the kernel. */
static void raw_write(int fd, const void *data, size_t size) {
    while (size) {
        ssize_t done = syscall(SYS_write, fd, data, size);
        if (done <= 0) _exit(97);
        data = (const char *)data + done;
        size -= (size_t)done;
    }
}

void faults_root(const char *folder) {
    strncpy(root, folder, sizeof root - 1);
    root_length = strlen(root);
}

void faults_arm(int new_mode, long new_at, int new_when, int new_code, int new_lasting) {
    calls = 0;
    at = new_at;
    when_ = new_when;
    code = new_code;
    lasting = new_lasting;
    mode = new_mode;
}

void faults_log(const char *path) {
    log_file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

long faults_calls(void) { return calls; }

static void at_exit(void) {
    const char *path = getenv("FAULTS_COUNT");
    char text[32];
    if (path == NULL) return;
    int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (fd < 0) return;
    raw_write(fd, text, (size_t)snprintf(text, sizeof text, "%ld\n", (long)calls));
    syscall(SYS_close, fd);
}

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("FAULTS_ROOT"), *wanted = getenv("FAULTS_MODE");
    if (text) faults_root(text);
    if (getenv("FAULTS_LOG")) faults_log(getenv("FAULTS_LOG"));
    if (getenv("FAULTS_COUNT")) atexit(at_exit);
    if (!wanted) return;
    int m = !strcmp(wanted, "count") ? COUNT : !strcmp(wanted, "kill") ? KILL
          : !strcmp(wanted, "fail") ? FAIL : !strcmp(wanted, "record") ? RECORD : OFF;
#define NUMBER(name, otherwise) (getenv(name) ? atol(getenv(name)) : (otherwise))
    faults_arm(m, NUMBER("FAULTS_AT", -1), (int)NUMBER("FAULTS_WHEN", 0), (int)NUMBER("FAULTS_CODE", EIO),
               (int)NUMBER("FAULTS_LASTING", 0));
}

static int below(const char *path) {
    char whole[8192];
    if (mode == OFF || !root_length || path == NULL) return 0;
    if (path[0] != '/') {
        if (getcwd(whole, 4096) == NULL) return 0;
        strcat(whole, "/");
        strncat(whole, path, 4000);
        path = whole;
    }
    return !strncmp(path, root, root_length) && (path[root_length] == '/' || path[root_length] == 0);
}

static int named(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, 4095);
    if (length < 0) return 0;
    path[length] = 0;
    char *gone = strstr(path, " (deleted)");
    if (gone) *gone = 0;
    return 1;
}

static int ours(int fd, char *path) {
    if (mode == OFF || !root_length) return 0;
    return named(fd, path) && below(path);
}

static void die(void) {
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

/* Count a call. Return 0 to continue, 1 to fail with errno set; *half requests half of a write, then SIGKILL. */
static int met(int kind, int *half, int *after) {
    *half = *after = 0;
    if (kind == READS && mode != FAIL) return 0;
    if (kind == READS && (code == ENOSPC)) return 0;
    long number = atomic_fetch_add(&calls, 1);
    if (mode == KILL && number == at) {
        if (when_ == BEFORE) die();
        if (when_ == MIDDLE) *half = 1; else *after = 1;
    }
    if (mode == FAIL && (number == at || (lasting && number > at && at >= 0))) {
        if (code == ENOSPC && !(kind & GROWS)) return 0;
        errno = code;
        return 1;
    }
    return 0;
}

static void record(const char *what, const char *path, const char *other, int64_t offset, const void *data, int64_t size) {
    if (mode != RECORD || log_file < 0) return;
    char head[10000];
    pthread_mutex_lock(&record_lock);
    int length = snprintf(head, sizeof head, "%s\t%s\t%s\t%lld\t%lld\n", what, path, other, (long long)offset, (long long)size);
    raw_write(log_file, head, (size_t)length);
    if (data && size > 0) raw_write(log_file, data, (size_t)size);
    pthread_mutex_unlock(&record_lock);
}

/* What the program has reported as stored. */
void faults_mark(const char *text) { record("mark", text, "", 0, NULL, 0); }

ssize_t write(int fd, const void *data, size_t size) {
    char path[4096]; int half, after;
    REAL(write);
    if (!ours(fd, path)) return real_write(fd, data, size);
    if (met(GROWS, &half, &after)) return -1;
    if (half) { real_write(fd, data, size / 2); die(); }
    int64_t offset = (fcntl(fd, F_GETFL) & O_APPEND) ? lseek(fd, 0, SEEK_END) : lseek(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, data, size);
    if (done > 0) record("write", path, "", offset, data, done);
    if (after) die();
    return done;
}

static ssize_t write_at(int fd, const void *data, size_t size, off64_t offset) {
    char path[4096]; int half, after;
    if (!ours(fd, path)) return syscall(SYS_pwrite64, fd, data, size, offset);
    if (met(GROWS, &half, &after)) return -1;
    if (half) { syscall(SYS_pwrite64, fd, data, size / 2, offset); die(); }
    ssize_t done = syscall(SYS_pwrite64, fd, data, size, offset);
    if (done > 0) record("write", path, "", offset, data, done);
    if (after) die();
    return done;
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return write_at(fd, data, size, offset); }
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) { return write_at(fd, data, size, offset); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    ssize_t total = 0;
    REAL(writev);
    char path[4096];
    if (!ours(fd, path)) return real_writev(fd, parts, count);
    for (int i = 0; i < count; i++) {
        ssize_t done = write(fd, parts[i].iov_base, parts[i].iov_len);
        if (done < 0) return total ? total : -1;
        total += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return total;
}

/* Copies inside the kernel are refused, so that Python's shutil copies with write(), which is intercepted. */
ssize_t sendfile(int out, int in, off_t *offset, size_t size) {
    char path[4096];
    REAL(sendfile);
    if (ours(out, path)) { errno = EINVAL; return -1; }
    return real_sendfile(out, in, offset, size);
}
ssize_t sendfile64(int out, int in, off64_t *offset, size_t size) { return sendfile(out, in, offset, size); }
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t size, unsigned flags) {
    char path[4096];
    if (ours(out, path)) { errno = EXDEV; return -1; }
    return syscall(SYS_copy_file_range, in, from, out, to, size, flags);
}

static ssize_t read_at(int fd, void *data, size_t size, off64_t offset) {
    char path[4096]; int half, after;
    if (mode == FAIL && ours(fd, path) && met(READS, &half, &after)) return -1;
    return syscall(SYS_pread64, fd, data, size, offset);
}
ssize_t pread(int fd, void *data, size_t size, off_t offset) { return read_at(fd, data, size, offset); }
ssize_t pread64(int fd, void *data, size_t size, off64_t offset) { return read_at(fd, data, size, offset); }

static int cut(int fd, off64_t size) {
    char path[4096]; int half, after;
    if (!ours(fd, path)) return (int)syscall(SYS_ftruncate, fd, size);
    struct stat before;
    int grows = fstat(fd, &before) == 0 && size > before.st_size;
    if (met(grows ? GROWS : NAMES, &half, &after)) return -1;
    if (half) die();
    int result = (int)syscall(SYS_ftruncate, fd, size);
    if (result == 0) record("truncate", path, "", size, NULL, 0);
    if (after) die();
    return result;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off64_t size) { return cut(fd, size); }

int truncate(const char *path, off_t size) {
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd < 0) return -1;
    int result = cut(fd, size), kept = errno;
    close(fd);
    errno = kept;
    return result;
}
int truncate64(const char *path, off64_t size) { return truncate(path, size); }

static int room(int fd, off64_t offset, off64_t size) {
    char path[4096]; int half, after;
    if (ours(fd, path)) {
        if (met(GROWS, &half, &after)) return errno;
        if (half) die();
        record("room", path, "", offset + size, NULL, 0);
    }
    return syscall(SYS_fallocate, fd, 0, offset, size) ? errno : 0;
}
int posix_fallocate(int fd, off_t offset, off_t size) { return room(fd, offset, size); }
int posix_fallocate64(int fd, off64_t offset, off64_t size) { return room(fd, offset, size); }

static int synced(int fd, int data_only) {
    char path[4096]; int half, after;
    int number = data_only ? SYS_fdatasync : SYS_fsync;
    if (!ours(fd, path)) return (int)syscall(number, fd);
    if (met(SYNCS, &half, &after)) return -1;
    if (half) die();
    int result = mode == RECORD ? 0 : (int)syscall(number, fd); /* the simulated disk decides what survives */
    record("sync", path, "", 0, NULL, 0);
    if (after) die();
    return result;
}
int fsync(int fd) { return synced(fd, 0); }
int fdatasync(int fd) { return synced(fd, 1); }

static int opened(int folder, const char *path, int flags, mode_t rights) {
    int half, after;
    int changes = (flags & (O_CREAT | O_TRUNC)) && (folder == AT_FDCWD || path[0] == '/') && below(path);
    struct stat before;
    int made = 0;
    if (changes) {
        made = stat(path, &before) != 0;
        changes = made || ((flags & O_TRUNC) && before.st_size > 0);
    }
    if (!changes) return (int)syscall(SYS_openat, folder, path, flags, rights);
    if (met(made ? GROWS : NAMES, &half, &after)) return -1;
    if (half) die();
    int fd = (int)syscall(SYS_openat, folder, path, flags, rights);
    if (fd >= 0) {
        char whole[4096];
        if (named(fd, whole)) record(made ? "create" : "truncate", whole, "", 0, NULL, 0);
    }
    if (after) die();
    return fd;
}
#define RIGHTS mode_t rights = 0; \
    if (flags & (O_CREAT | O_TMPFILE)) { va_list list; va_start(list, flags); rights = va_arg(list, mode_t); va_end(list); }
int open(const char *path, int flags, ...) { RIGHTS return opened(AT_FDCWD, path, flags, rights); }
int open64(const char *path, int flags, ...) { RIGHTS return opened(AT_FDCWD, path, flags | O_LARGEFILE, rights); }
int openat(int folder, const char *path, int flags, ...) { RIGHTS return opened(folder, path, flags, rights); }
int openat64(int folder, const char *path, int flags, ...) { RIGHTS return opened(folder, path, flags | O_LARGEFILE, rights); }

#define NAMING(call_, kind_, what_, path_, other_) do { \
    int half, after; \
    if (!below(path_)) return (int)(call_); \
    if (met(kind_, &half, &after)) return -1; \
    if (half) die(); \
    int result = (int)(call_); \
    if (result == 0) record(what_, path_, other_, 0, NULL, 0); \
    if (after) die(); \
    return result; } while (0)

int rename(const char *from, const char *to) {
    NAMING(syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0), NAMES, "rename", from, to);
}
int unlink(const char *path) { NAMING(syscall(SYS_unlinkat, AT_FDCWD, path, 0), NAMES, "unlink", path, ""); }
int rmdir(const char *path) { NAMING(syscall(SYS_unlinkat, AT_FDCWD, path, AT_REMOVEDIR), NAMES, "rmdir", path, ""); }
int mkdir(const char *path, mode_t rights) {
    NAMING(syscall(SYS_mkdirat, AT_FDCWD, path, rights), GROWS, "mkdir", path, "");
}
int link(const char *from, const char *to) {
    NAMING(syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0), GROWS, "link", to, from);
}
