/*
 * Keeps a journal of all that a process writes below a folder, in order, so that a test can tell what a power failure
 * may leave of it: loaded by LD_PRELOAD, POWER_CUT_FOLDER names the folder and POWER_CUT_JOURNAL the journal.
 *
 * An entry is: operation (1 byte: 'o'pened, 'w'ritten, 't'runcated, 's'ynced, 'u'nlinked), and in 8 bytes each,
 * little-endian, the offset or the length, the length of the path, and that of the data; then path and data.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { most_files = 4096 };

/* What is done and that it was done are one step: the journal has the order in which it happened. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char *paths[most_files];
static int journal = -1;

static void note(char operation, uint64_t at, const char *path, const void *data, uint64_t length) {
  if (journal < 0) journal = (int)syscall(SYS_openat, AT_FDCWD, getenv("POWER_CUT_JOURNAL"),
                                          O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  uint64_t numbers[3] = {at, strlen(path), length};
  char head[1 + sizeof numbers];
  head[0] = operation;
  memcpy(head + 1, numbers, sizeof numbers);
  struct iovec parts[3] = {
      {head, sizeof head}, {(void *)path, numbers[1]}, {(void *)data, length}};
  if (syscall(SYS_writev, journal, parts, 3) != (long)(sizeof head + numbers[1] + length)) abort();
}

/* The shared memory beside a write-ahead log means nothing after a power failure. */
static int is_watched(const char *path) {
  const char *folder = getenv("POWER_CUT_FOLDER");
  size_t length = strlen(path);
  return folder && getenv("POWER_CUT_JOURNAL") && strncmp(path, folder, strlen(folder)) == 0 &&
         !(length > 4 && strcmp(path + length - 4, "-shm") == 0);
}

static const char *path_of(int file) { return file >= 0 && file < most_files ? paths[file] : NULL; }

static int opened(int file, const char *path, int flags) {
  if (file < 0 || file >= most_files || !is_watched(path)) return file;
  struct stat status;
  pthread_mutex_lock(&lock);
  free(paths[file]);
  paths[file] = strdup(path);
  int is_folder = fstat(file, &status) == 0 && S_ISDIR(status.st_mode);
  if (!is_folder && (flags & O_CREAT)) note('o', 0, path, NULL, 0);
  if (!is_folder && (flags & O_TRUNC)) note('t', 0, path, NULL, 0);
  pthread_mutex_unlock(&lock);
  return file;
}

#define OPEN(name)                                                              \
  int name(const char *path, int flags, ...) {                                  \
    va_list more;                                                               \
    va_start(more, flags);                                                      \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;     \
    va_end(more);                                                               \
    return opened(openat(AT_FDCWD, path, flags, mode), path, flags);            \
  }
OPEN(open)
OPEN(open64)

int close(int file) {
  pthread_mutex_lock(&lock);
  if (path_of(file)) {
    free(paths[file]);
    paths[file] = NULL;
  }
  pthread_mutex_unlock(&lock);
  return (int)syscall(SYS_close, file);
}

static ssize_t written(int file, const void *data, size_t length, off64_t at) {
  pthread_mutex_lock(&lock);
  const char *path = path_of(file);
  if (path && at < 0) at = lseek64(file, 0, SEEK_CUR);
  ssize_t count = path ? syscall(SYS_pwrite64, file, data, length, at) : -1;
  if (path && count > 0) note('w', (uint64_t)at, path, data, (uint64_t)count);
  pthread_mutex_unlock(&lock);
  return count;
}

ssize_t pwrite64(int file, const void *data, size_t length, off64_t at) {
  if (!path_of(file)) return syscall(SYS_pwrite64, file, data, length, at);
  return written(file, data, length, at);
}

ssize_t pwrite(int file, const void *data, size_t length, off_t at) {
  return pwrite64(file, data, length, at);
}

ssize_t write(int file, const void *data, size_t length) {
  if (!path_of(file)) return syscall(SYS_write, file, data, length);
  ssize_t count = written(file, data, length, -1);
  if (count > 0) lseek64(file, count, SEEK_CUR);
  return count;
}

int ftruncate64(int file, off64_t length) {
  pthread_mutex_lock(&lock);
  int status = (int)syscall(SYS_ftruncate, file, length);
  if (status == 0 && path_of(file)) note('t', (uint64_t)length, path_of(file), NULL, 0);
  pthread_mutex_unlock(&lock);
  return status;
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int synced(int file, long call) {
  if (!path_of(file)) return (int)syscall(call, file);
  pthread_mutex_lock(&lock);
  /* That the disk has it is what the journal says: no test need wait for the real one. */
  note('s', 0, path_of(file), NULL, 0);
  pthread_mutex_unlock(&lock);
  return 0;
}

int fsync(int file) { return synced(file, SYS_fsync); }
int fdatasync(int file) { return synced(file, SYS_fdatasync); }

int unlink(const char *path) {
  pthread_mutex_lock(&lock);
  int status = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
  if (status == 0 && is_watched(path)) note('u', 0, path, NULL, 0);
  pthread_mutex_unlock(&lock);
  return status;
}
