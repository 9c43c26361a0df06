/* SPDX-License-Identifier: Apache-2.0
 *
 * Groups of people within resolution: see group.c.
 */
#ifndef CUSTODY_CLAIM_GROUP_H
#define CUSTODY_CLAIM_GROUP_H

#include "claim/view.h"

/* Fills `members` of phrases that go on with names; these get the phrase as `alias`. After names
 * are chained. false: no memory. */
bool cl_name_members(struct cl_view *v);
/* The best earlier group for "they", "the two men", "all 47"; `number` 0: any size. RD_NONE: none.
 */
uint32_t cl_group_before(const struct cl_view *v, uint32_t mention, int64_t number);
/* Fills `members` of "the other two" and "the rest" (`number` 0) where a named group leaves as many
 * that were not named since. false: no memory. */
bool cl_resolve_rest(struct cl_view *v, uint32_t mention, int64_t number);
/* Fills `members` of "all four" where as many persons were told of one by one before, of those who
 * may be meant. false: no memory. */
bool cl_gather(struct cl_view *v, uint32_t mention, int64_t number);

#endif
