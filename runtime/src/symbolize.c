/*
 * What ThreadSanitizer asks of programs: its options, and names for code addresses.
 *
 * Only in the variant `watched` (see watch.h). The names come from the
 * program's own symbol table, so reports name Bolt functions without any tool of the system; the
 * names are declaration ids. What libraries contain is left to ThreadSanitizer, which shows file
 * and offset.
 */
#ifdef BOLT_THREAD_SANITIZER

#include <elf.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define EXPORTED __attribute__((visibility("default"), used))

/* Faults and stacks for signals are fault.c's affair, and a panic of a signal handler may print. What
   the runtime has the C library do, often in its frames, is not the program's. Locks are taken in any
   order: a deadlock is found when it happens. At the end no task is left to wait for. */
EXPORTED const char *__tsan_default_options(void);
const char *__tsan_default_options(void) {
  return "handle_segv=0:handle_sigbus=0:use_sigaltstack=0:report_signal_unsafe=0:"
         "ignore_interceptors_accesses=1:detect_deadlocks=0:atexit_sleep_ms=0:exitcode=66";
}

/* The program's file, mapped at the first question; `bytes` is NULL where that is impossible. */
static struct {
  bool is_read;
  char path[4096];
  const unsigned char *bytes;
  size_t size;
} program;

static void read_program(void) {
  if (program.is_read) {
    return;
  }
  program.is_read = true;
  ssize_t length = readlink("/proc/self/exe", program.path, sizeof program.path - 1);
  int file = length < 0 ? -1 : open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return;
  }
  struct stat about;
  if (fstat(file, &about) == 0 && (size_t)about.st_size > sizeof(Elf64_Ehdr)) {
    void *bytes = mmap(NULL, (size_t)about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (bytes != MAP_FAILED) {
      program.bytes = bytes;
      program.size = (size_t)about.st_size;
    }
  }
  close(file);
}

/* The section of that type, or NULL; the linker has written the file, so only its end is checked. */
static const Elf64_Shdr *find_section(uint32_t type) {
  const Elf64_Ehdr *header = (const void *)program.bytes;
  if (header->e_shoff + (uint64_t)header->e_shnum * sizeof(Elf64_Shdr) > program.size) {
    return NULL;
  }
  const Elf64_Shdr *sections = (const void *)(program.bytes + header->e_shoff);
  for (unsigned i = 0; i < header->e_shnum; i++) {
    if (sections[i].sh_type == type && sections[i].sh_offset + sections[i].sh_size <= program.size) {
      return &sections[i];
    }
  }
  return NULL;
}

/* The name of the function at an offset from the program's load address, or NULL. */
static const char *function_at(uint64_t offset) {
  const Elf64_Shdr *table = program.bytes == NULL ? NULL : find_section(SHT_SYMTAB);
  if (table == NULL) {
    return NULL;
  }
  const Elf64_Ehdr *header = (const void *)program.bytes;
  const Elf64_Shdr *sections = (const void *)(program.bytes + header->e_shoff);
  const Elf64_Shdr *names = &sections[table->sh_link];
  const Elf64_Sym *symbols = (const void *)(program.bytes + table->sh_offset);
  for (uint64_t i = 0; i < table->sh_size / sizeof *symbols; i++) {
    const Elf64_Sym *symbol = &symbols[i];
    if (ELF64_ST_TYPE(symbol->st_info) == STT_FUNC && symbol->st_shndx != SHN_UNDEF &&
        offset >= symbol->st_value && offset < symbol->st_value + symbol->st_size) {
      return (const char *)program.bytes + names->sh_offset + symbol->st_name;
    }
  }
  return NULL;
}

/* Called under a lock of ThreadSanitizer, one thread at a time. */
EXPORTED bool __sanitizer_symbolize_code(const char *module, uint64_t offset, char *buffer,
                                         int size);
bool __sanitizer_symbolize_code(const char *module, uint64_t offset, char *buffer, int size) {
  read_program();
  const char *name = strcmp(module, program.path) == 0 ? function_at(offset) : NULL;
  if (name == NULL) {
    return false;
  }
  int length = snprintf(buffer, (size_t)size, "%s\n??:0:0\n\n", name);
  return length > 0 && length < size;
}

/* Both have to be there for either to be asked; programs have no variables that race. */
EXPORTED bool __sanitizer_symbolize_data(const char *module, uint64_t offset, char *buffer,
                                         int size);
bool __sanitizer_symbolize_data(const char *module, uint64_t offset, char *buffer, int size) {
  (void)module;
  (void)offset;
  (void)buffer;
  (void)size;
  return false;
}

#else

/* A file of C has at least one declaration. */
typedef int bolt_without_thread_sanitizer;

#endif
