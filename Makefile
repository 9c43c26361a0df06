# Custody: one build system. `make` builds build/custody; `make help` lists the rest.
#
#: make                the program, build/custody
#: make check          all tests
#: make score          how well it reads: claims against annotated reports (GOLD=folder)
#: make score-acts     the same, a row an act
#: make score-chain    tags, trees and names against treebanks
#: make score-names    pairs of names against what they should be; NAMES=FILE: others
#: make bench          how fast it reads
#: make models         trains all models; make model-tag (split, parse, name, claim, match) one of them
#: make lint, tidy     the rules of the house; clang-tidy
#: make fuzz           each parser of foreign bytes under libFuzzer (FUZZ_SECONDS=60 each; clang)
#: make install        into PREFIX (/usr/local), under DESTDIR; make uninstall
#: make format         clang-format over all sources
#: make clean
#
# BUILD=dir and SANITIZE=address,undefined make a second build beside the first.

BUILD ?= build
PREFIX ?= /usr/local
CC ?= gcc
VERSION = 0.1.0
OPTIMISE ?= -O2
PACKAGES = gumbo icu-uc icu-i18n jansson

CFLAGS_ALL = -std=c17 -D_GNU_SOURCE -Wall -Wextra -Werror -Wshadow -Wstrict-prototypes $(OPTIMISE) -g \
	-Iinclude -Isrc -DCUSTODY_VERSION='"$(VERSION)"' -DCUSTODY_PREFIX='"$(PREFIX)"' \
	$(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS)
LIBS = $(shell pkg-config --libs $(PACKAGES)) -lm -lpthread
ifdef SANITIZE
CFLAGS_ALL += -fsanitize=$(SANITIZE) -fno-omit-frame-pointer -fno-sanitize-recover=all -DCUSTODY_MALLOC
LIBS += -fsanitize=$(SANITIZE)
endif

LIB_SRC = $(sort $(wildcard src/*.c src/base/*.c src/read/*.c src/claim/*.c src/identity/*.c))
CLI_SRC = $(sort $(wildcard src/cli/*.c))
TRAIN_MAIN = $(sort $(wildcard train/train_*.c))
TRAIN_SRC = $(filter-out $(TRAIN_MAIN),$(sort $(wildcard train/*.c)))
UNIT_SRC = $(sort $(wildcard test/unit/test_*.c))
FUZZ_SRC = $(sort $(wildcard test/fuzz/fuzz_*.c))
BENCH_SRC = $(filter-out bench/bench_names.c bench/synthetic.c,$(sort $(wildcard bench/*.c)))
BENCH_NAMES_SRC = bench/bench_names.c bench/synthetic.c

objects = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIB = $(BUILD)/libcustody.a
UNIT = $(patsubst test/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
TRAIN = $(patsubst train/%.c,$(BUILD)/%,$(TRAIN_MAIN))

all: $(BUILD)/custody

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(if $(filter train/%,$<),-Itrain) -MMD -MP -c $< -o $@

$(LIB): $(call objects,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/custody: $(call objects,$(CLI_SRC)) $(LIB)
	$(CC) $^ $(LIBS) -o $@

$(TRAIN): $(BUILD)/%: $(BUILD)/obj/train/%.o $(call objects,$(TRAIN_SRC)) $(LIB)
	$(CC) $^ $(LIBS) -o $@

# Tests what the command line shows, which is not in the library.
$(BUILD)/unit/test_page: $(call objects,$(filter-out src/cli/main.c,$(CLI_SRC)))

$(UNIT): $(BUILD)/unit/%: $(BUILD)/obj/test/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $(filter %.o,$^) $(LIB) $(LIBS) -lcmocka -o $@

$(BUILD)/bench: $(call objects,$(BENCH_SRC)) $(LIB)
	$(CC) $^ $(LIBS) -o $@

$(BUILD)/bench_names: $(call objects,$(BENCH_NAMES_SRC)) $(LIB)
	$(CC) $^ $(LIBS) -o $@

train: $(TRAIN)
unit: $(UNIT)

# A second build with clang, in which every parser of foreign bytes runs under libFuzzer.
FUZZ_SECONDS ?= 60
FUZZ_TARGETS ?= $(patsubst test/fuzz/fuzz_%.c,%,$(FUZZ_SRC))
FUZZ = $(addprefix $(BUILD)/fuzz_,$(FUZZ_TARGETS))

$(FUZZ): $(BUILD)/fuzz_%: $(BUILD)/obj/test/fuzz/fuzz_%.o $(BUILD)/obj/test/fuzz/fuzz.o $(LIB)
	$(CC) $^ $(LIBS) -fsanitize=fuzzer -o $@

fuzz-programs: $(FUZZ)

fuzz:
	@$(MAKE) --no-print-directory BUILD=$(BUILD)/fuzz CC=clang SANITIZE=address,undefined \
		CFLAGS="-fsanitize=fuzzer-no-link $(CFLAGS)" fuzz-programs
	@BUILD=$(BUILD)/fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) script/fuzz $(FUZZ_TARGETS)

# Where the program looks for lexicon and model: beside itself, so that DESTDIR and PREFIX may be
# any (see man/custody-read.1).
bindir = $(PREFIX)/bin
libdir = $(PREFIX)/lib
includedir = $(PREFIX)/include
mandir = $(PREFIX)/share/man
datadir = $(PREFIX)/share/custody

install: $(BUILD)/custody $(LIB)
	install -D $(BUILD)/custody $(DESTDIR)$(bindir)/custody
	install -D -m 644 $(LIB) $(DESTDIR)$(libdir)/libcustody.a
	install -D -m 644 include/custody.h $(DESTDIR)$(includedir)/custody.h
	for f in man/*.1; do install -D -m 644 $$f $(DESTDIR)$(mandir)/man1/$${f#man/} || exit 1; done
	find lexicon model -type f ! -name '*.part' | while read -r f; do \
		install -D -m 644 "$$f" "$(DESTDIR)$(datadir)/$$f" || exit 1; done
	install -d $(DESTDIR)$(libdir)/pkgconfig
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: custody' \
		'Description: Reads reports about political prisoners, gives sourced claims' \
		'Version: $(VERSION)' 'Requires.private: $(PACKAGES)' 'Cflags: -I$${prefix}/include' \
		'Libs: -L$${prefix}/lib -lcustody' 'Libs.private: -lm -lpthread' \
		> $(DESTDIR)$(libdir)/pkgconfig/custody.pc

uninstall:
	rm -f $(DESTDIR)$(bindir)/custody $(DESTDIR)$(libdir)/libcustody.a \
		$(DESTDIR)$(includedir)/custody.h $(DESTDIR)$(libdir)/pkgconfig/custody.pc \
		$(addprefix $(DESTDIR)$(mandir)/man1/,$(notdir $(wildcard man/*.1)))
	rm -rf $(DESTDIR)$(datadir)

# Data of training, scoring and measuring stands beside the sources.
SHARED ?= ../shared
GOLD ?= $(firstword $(wildcard test/gold/dev) $(SHARED)/gold/dev)
MODELS = split tag parse name claim match

check:
	script/check

bench: $(BUILD)/custody $(BUILD)/bench $(BUILD)/bench_names
	@BUILD=$(BUILD) SHARED=$(SHARED) script/bench

score: $(BUILD)/custody
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score $(GOLD)

score-acts: $(BUILD)/custody
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score --acts $(GOLD)

score-names: $(BUILD)/train_match
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score-names $(NAMES)

score-chain: $(TRAIN)
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score-chain

# In this order: a model is trained on what the models before it write.
models: $(TRAIN)
	@for m in $(MODELS); do BUILD=$(BUILD) SHARED=$(SHARED) script/train $$m || exit 1; done

$(addprefix model-,$(MODELS)): model-%: $(TRAIN)
	@BUILD=$(BUILD) SHARED=$(SHARED) script/train $*

lint:
	@BUILD=$(BUILD) ONLY=lint test/run

format:
	find src include train bench test -name '*.[ch]' | xargs clang-format -i

tidy:
	@BUILD=$(BUILD) script/tidy

help:
	@sed -n 's/^#: //p' Makefile

clean:
	rm -rf build build-*

.PHONY: all train unit fuzz fuzz-programs install uninstall clean check bench score score-acts score-names score-chain models lint format tidy help \
	$(addprefix model-,$(MODELS))
.SECONDARY:
-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(CLI_SRC) $(TRAIN_MAIN) $(TRAIN_SRC) $(UNIT_SRC) $(BENCH_SRC) $(BENCH_NAMES_SRC) $(FUZZ_SRC)))
