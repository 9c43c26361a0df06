# Custody: one build system. `make` builds build/custody; `make help` lists the rest.
#
#: make                the program, build/custody
#: make check          all tests
#: make score          how well it reads: claims against annotated reports (GOLD=folder)
#: make score-acts     the same, a row an act
#: make score-chain    tags, trees and names against treebanks
#: make bench          how fast it reads
#: make models         trains all models; make model-tag (split, parse, name, claim) one of them
#: make lint, tidy     the rules of the house; clang-tidy
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

LIB_SRC = $(sort $(wildcard src/*.c src/base/*.c src/read/*.c src/claim/*.c))
CLI_SRC = $(sort $(wildcard src/cli/*.c))
TRAIN_MAIN = $(sort $(wildcard train/train_*.c))
TRAIN_SRC = $(filter-out $(TRAIN_MAIN),$(sort $(wildcard train/*.c)))
UNIT_SRC = $(sort $(wildcard test/unit/test_*.c))
FUZZ_SRC = $(sort $(wildcard test/fuzz/fuzz_*.c))
BENCH_SRC = $(sort $(wildcard bench/*.c))

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

$(UNIT): $(BUILD)/unit/%: $(BUILD)/obj/test/unit/%.o $(LIB)
	@mkdir -p $(@D)
	$(CC) $^ $(LIBS) -lcmocka -o $@

$(BUILD)/bench: $(call objects,$(BENCH_SRC)) $(LIB)
	$(CC) $^ $(LIBS) -o $@

train: $(TRAIN)
unit: $(UNIT)

# Data of training, scoring and measuring stands beside the sources.
SHARED ?= ../shared
GOLD ?= $(firstword $(wildcard test/gold/dev) $(SHARED)/gold/dev)
MODELS = split tag parse name claim

check:
	script/check

bench: $(BUILD)/custody $(BUILD)/bench
	@BUILD=$(BUILD) SHARED=$(SHARED) script/bench

score: $(BUILD)/custody
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score $(GOLD)

score-acts: $(BUILD)/custody
	@BUILD=$(BUILD) SHARED=$(SHARED) script/score --acts $(GOLD)

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

.PHONY: all train unit clean check bench score score-acts score-chain models lint format tidy help \
	$(addprefix model-,$(MODELS))
.SECONDARY:
-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(CLI_SRC) $(TRAIN_MAIN) $(TRAIN_SRC) $(UNIT_SRC) $(BENCH_SRC)))
