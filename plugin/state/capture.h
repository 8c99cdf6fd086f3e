/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the capture itself lacks or distorts: lost frames, one direction alone, disorder, a clock that
 * was set. Where that may explain what is missing, nobody is to blame for it.
 */
#ifndef SIPREG_STATE_CAPTURE_H
#define SIPREG_STATE_CAPTURE_H

#include "facts/facts.h"

enum {
    /* Responses in front of their requests at a time: neighbours of two interfaces. */
    CAPTURE_EARLY_MAX = 4,
    /* ... this often, the capture is out of order. */
    CAPTURE_DISORDER_FROM = 3,
    /* Client-server pairs of which it is said that one direction is missing. */
    CAPTURE_PAIRS_MAX = 1024,
    /* Responses or requests in a row that are missing, with nothing of that direction ever seen. */
    CAPTURE_ONE_WAY_FROM = 3
};

/* Packets are out of time order by up to this (ns). */
#define CAPTURE_DISORDER_WITHIN (100 * MILLISECOND)

/* What shows that frames of a registration are missing. */
enum capture_gap {
    GAP_NONE,
    GAP_REQUEST,   /* a response without its REGISTER */
    GAP_RESPONSE,  /* the client went on as after a response */
    GAP_CHALLENGE, /* credentials for a challenge that is not there */
    GAP_CSEQ,      /* the CSeq rose by more than one */
    GAP_SEGMENTS   /* TCP: bytes of its connection are not there */
};

/* What is missing of one registration. */
struct completeness {
    uint32_t gap_in;  /* frame that shows the latest gap; 0: none */
    uint32_t attempt; /* in which it showed */
    uint32_t told_in; /* gap_in of the gap that was reported last */
    uint32_t clock; /* frame of the latest change of the clock that it has lived through; 0: none */
    uint32_t clock_attempt;
    uint8_t gap;          /* enum capture_gap */
    uint8_t no_requests;  /* orphan responses in a row, no REGISTER ever seen */
    uint8_t no_responses; /* REGISTERs in a row whose response is missing, none ever seen */
    bool had_request : 1;
    bool had_response : 1;
    bool one_way : 1;
    bool mid_start : 1; /* the registration began before the capture */
    bool is_over : 1;   /* an attempt without a gap has ended since the latest one */
};

/* A response that came before its REGISTER. */
struct early_response {
    struct facts facts;
    struct packet packet;
    struct completeness before; /* of its registration */
    struct report *report;      /* NULL: none, or its REGISTER has come */
};

/* Of the whole capture. */
struct capture {
    struct early_response *early; /* NULL: none yet; owned */
    unsigned next_early;
    unsigned disorder; /* responses that stood in front of their requests */
    uint32_t
        clock_in; /* frame in which the clock was first seen changed, the latest time; 0: never */
    int64_t clock_back; /* ... by how much (ns); 0: it jumped */
    bool clock_told;
    bool disorder_told;
    GHashTable *one_way; /* hashes of client-server pairs that are captured one way; NULL: none */
};

void capture_clear(struct capture *capture);

/* Keeps a final response without a REGISTER, in case that comes next. */
void capture_keep_early(struct capture *capture, const struct facts *facts,
                        const struct completeness *before, struct report *report);

/* The response to this REGISTER, if it came just before it; the caller takes it over, and sets its report
 * to NULL. NULL: none. */
struct early_response *capture_find_early(struct capture *capture, const struct facts *facts);

/* True once for each pair of client and server. */
bool capture_is_new_pair(struct capture *capture, const struct endpoint *client,
                         const struct endpoint *server);

/* A gap shows in this frame, in this attempt. */
void completeness_gap(struct completeness *completeness, enum capture_gap gap, uint32_t frame,
                      uint32_t attempt);

/* A REGISTER, a response: that direction is in the capture. */
void completeness_has_request(struct completeness *completeness);
void completeness_has_response(struct completeness *completeness);

/* A final response that belongs to no REGISTER of the capture; a REGISTER whose response is missing. */
void completeness_lacks_request(struct completeness *completeness);
void completeness_lacks_response(struct completeness *completeness);

/* In the attempt in which a gap showed and in the next one, which is compared with it, what is missing may
 * have been lost; not any more once the next one has ended. */
bool completeness_is_doubtful(const struct completeness *completeness, uint32_t attempt);

#endif
