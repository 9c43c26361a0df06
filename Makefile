# Custody: one build system. `make` builds build/custody; `make help` lists the rest.
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

train: $(TRAIN)
unit: $(UNIT)

clean:
	rm -rf build build-*

.PHONY: all train unit clean
.SECONDARY:
-include $(patsubst %.o,%.d,$(call objects,$(LIB_SRC) $(CLI_SRC) $(TRAIN_MAIN) $(TRAIN_SRC) $(UNIT_SRC)))
