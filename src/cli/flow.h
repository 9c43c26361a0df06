/* SPDX-License-Identifier: Apache-2.0
 *
 * Text into columns: words wrapped at a width, with an indent, in colours where the reader is a
 * terminal. What comes from a report is stripped of all that would steer a terminal.
 */
#ifndef CUSTODY_CLI_FLOW_H
#define CUSTODY_CLI_FLOW_H

#include "base/base.h"

enum cli_tone {
    CLI_PLAIN,
    CLI_STRONG,
    CLI_FAINT,
    CLI_HARM,   /* arrest, sentence, abuse; a sum that does not hold */
    CLI_RELIEF, /* release, pardon; a sum that holds */
    CLI_WORDS,  /* talks, statements, demands */
    CLI_DOUBT,  /* not asserted */
    CLI_TONES
};

struct cli_flow {
    struct cu_buf *out;
    unsigned width;
    bool colour;
    unsigned indent; /* of lines that follow */
    unsigned column;
    bool fresh;   /* nothing on this line but the indent */
    uint8_t tone; /* enum cli_tone that the terminal shows now */
    bool rail;    /* lines begin with a bar at the indent: quoted words */
};

struct cli_flow cli_flow_of(struct cu_buf *out, unsigned width, bool colour);
/* Ends the line, if one was begun, and starts one at `indent`; later lines hang at `hang`. */
void cli_flow_line(struct cli_flow *f, unsigned indent, unsigned hang);
void cli_flow_end(struct cli_flow *f);
/* Words, parted from what stands before by a space or a line's end. */
void cli_flow_text(struct cli_flow *f, enum cli_tone tone, struct cu_str text);
void cli_flow_puts(struct cli_flow *f, enum cli_tone tone, const char *text);
/* The same, but nothing parts its first word from what stands before. */
void cli_flow_join(struct cli_flow *f, enum cli_tone tone, struct cu_str text);
/* The same as cli_flow_puts, but it stays on one line: "15 years". */
void cli_flow_whole(struct cli_flow *f, enum cli_tone tone, const char *text);
/* Spaces up to `column`, at least two. */
void cli_flow_tab(struct cli_flow *f, unsigned column);

/* Columns that the text takes on a terminal (Unicode Annex 11; marks take none). */
unsigned cli_columns(struct cu_str text);

#endif
