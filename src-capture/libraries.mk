# Libraries that unpack compressed captures: those that are there. Without one, such a file is named as compressed.
ZIPS := zlib.h:HAVE_ZLIB:z zstd.h:HAVE_ZSTD:zstd lz4frame.h:HAVE_LZ4:lz4 lzma.h:HAVE_LZMA:lzma
HEADER = $(word 1,$(subst :, ,$(1)))
FOUND := $(foreach zip,$(ZIPS),$(if $(shell echo '\#include <$(call HEADER,$(zip))>' | $(CC) $(CPPFLAGS) -E - >/dev/null 2>&1 && echo yes),$(zip)))
CPPFLAGS += $(foreach zip,$(FOUND),-D$(word 2,$(subst :, ,$(zip))))
LDLIBS += $(foreach zip,$(FOUND),-l$(word 3,$(subst :, ,$(zip))))
