/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * When a registration that is wanted was not there: what begins and ends an outage, and how long it was.
 */
#include "sequence.h"

static const struct sequence_case cases[] = {
    /* --- Each kind: how it begins, and how it ends */
    DIAGNOSIS("outages", "A refusal begins an outage, and the next 2xx ends it",      /*********/
              "@0   R",                                                               //
              "@0   403 {outage=1 outage.kind=refused outage.open=1 availability=0}", //
              "@60  R {outage=1}",                                                    //
              "@60  200[K1;3600]",                                                    //
              "@120 settle",                                                          //
              "later 2 {outage=1 outage.open=0 outage.duration=60}",                  //
              "later 4 {availability=50}"),
    DIAGNOSIS("outages", "Refused credentials begin an outage in the challenge that refuses them",
              "@0    R",                                      //
              "@0.1  401[n1] {outage=-}",                     //
              "@0.2  R A[n1,1]",                              //
              "@0.3  401[n2] {outage=1 outage.kind=refused}", //
              "@10.2 R",                                      //
              "@10.3 401[n3] {outage=1}",                     //
              "@10.4 R A[n3,1]",                              //
              "@10.5 200[K1;3600]",                           //
              "later 4 {outage=1 outage.open=0 outage.duration=10.2}"),
    DIAGNOSIS("outages",
              "A client that starts over at once after a challenge, and is accepted, had no outage",
              "@0     R",                       //
              "@0.001 401[n1]",                 //
              "@0.9   R call-id=c9",            //
              "@0.901 401[n2]",                 //
              "@0.902 R A[n2,1] call-id=c9",    //
              "@0.903 200[K1;3600] {outage=-}", //
              "later 2 {outage=- diagnosis=-}"),
    DIAGNOSIS("outages", "A client that starts over long after a challenge had one",
              "@0     R",                    //
              "@0.001 401[n1]",              //
              "@9     R call-id=c9",         //
              "@9.001 401[n2]",              //
              "@9.002 R A[n2,1] call-id=c9", //
              "@9.003 200[K1;3600]",         //
              "later 2 {outage=1 outage.duration=9.002}"),
    DIAGNOSIS(
        "outages",
        "A client that starts over at once and does not follow that challenge either is in one",
        "@0     R",            //
        "@0.001 401[n1]",      //
        "@0.9   R call-id=c9", //
        "@0.901 401[n2]",      //
        "@60    settle",       //
        "later 4 {outage=1 outage.open=1}"),
    DIAGNOSIS("outages", "No response begins an outage when the transaction ends",
              "@0  R",                                              //
              "@40 R {outage=1 outage.kind='no response'}",         //
              "@40 200[K1;3600]",                                   //
              "@80 settle",                                         //
              "later 1 {outage=1 outage.open=0 outage.duration=8}", //
              "later 3 {availability=50}"),
    DIAGNOSIS("outages", "A connection without responses has an outage, too", /*********/
              "@0  R transport=tcp",                                          //
              "@0  200[K1;600]",                                              //
              "@500 R transport=tcp",                                         //
              "@700 settle",                                                  //
              "later 3 {outage=1 outage.kind='no response' outage.open=1}"),
    DIAGNOSIS("outages", "A binding that is not refreshed begins an outage when it expires",
              "@0    R",                                                              //
              "@0    200[K1;60] {outage=- availability=100}",                         //
              "@120  R {outage=1 outage.kind=expired outage.open=1 availability=50}", //
              "@120  200[K1;60] {past='Expired for 60 s until frame 4. Probably the client "
              "refreshes too late: '}", //
              "later 2 {outage=1 outage.open=0 outage.duration=60}"),
    DIAGNOSIS("outages", "A binding that is never refreshed is an open outage",
              "@0    R",          //
              "@0    200[K1;60]", //
              "@240 settle",      //
              "later 2 {outage=1 outage.kind=expired outage.open=1 availability=25}"),
    DIAGNOSIS("outages", "No response to the refresh: the outage begins when the binding expires",
              "@0    R",                                                         //
              "@0    200[K1;60]",                                                //
              "@50   R",                                                         //
              "@90   R",                                                         //
              "@90   200[K1;60]",                                                //
              "later 3 {outage=1 outage.kind='no response' outage.duration=30}", //
              "later 5 {availability=66.666667}"),
    DIAGNOSIS("outages",
              "No response to the refresh, and never another: it begins with the expiry, too",
              "@0    R",          //
              "@0    200[K1;60]", //
              "@50   R",          //
              "@240  settle",     //
              "later 3 {outage=1 outage.kind='no response' outage.open=1 availability=25}"),
    DIAGNOSIS("outages", "A binding that another client removes is an outage of its owner",
              "@0   R",                                                             //
              "@0   200[K1;3600]",                                                  //
              "@10  R client=2 contact=* expires=0",                                //
              "@10  200[]",                                                         //
              "@20  R {outage=1 outage.kind='removed by another' availability=50}", //
              "@20  200[K1;3600]",                                                  //
              "later 4 {outage=-}", "later 5 {outage.duration=10}"),
    DIAGNOSIS("outages", "A binding that the network ends is an outage of its client",
              "@0   R",                                             //
              "@0   200[K1;3600]",                                  //
              "@10  NOTIFY[K1;terminated;deactivated]",             //
              "@30  R {outage=1 outage.kind='removed by another'}", //
              "@30  200[K1;3600]",                                  //
              "later 4 {outage.duration=20}"),
    DIAGNOSIS("outages", "A 2xx without the Contact begins an outage, and one with it ends it",
              "@0   R",                                                        //
              "@0   200[] {outage=1 outage.kind='not listed' availability=0}", //
              "@10  R",                                                        //
              "@10  200[K1;3600]",                                             //
              "@20  settle",                                                   //
              "later 2 {outage.duration=10 availability=50}"),
    DIAGNOSIS("outages", "An ICMP error begins an outage",           /*********/
              "@0   R",                                              //
              "@0   ICMP[3/3] {outage=1 outage.kind=undeliverable}", //
              "@5   R {outage=1}",                                   //
              "@5   200[K1;3600]",                                   //
              "later 2 {outage.open=0 outage.duration=5}"),
    DIAGNOSIS("outages", "A refused connection begins an outage",          /*********/
              "@0   traffic 10.0.0.1:5061 10.0.0.9:5060",                  //
              "@0   R transport=tcp",                                      //
              "@1   rst 10.0.0.9:5060 10.0.0.1:5060",                      //
              "@10  R transport=tcp {outage=1 outage.kind=undeliverable}", //
              "@10  200[K1;3600]"),

    /* --- What is none */
    DIAGNOSIS("outages", "A challenge that is followed up is no outage", /*********/
              CHALLENGED_AND_ACCEPTED, "healthy",                        //
              "later 2 {outage=-}", "later 4 {outage=- availability=100}"),
    DIAGNOSIS("outages", "A challenge that is not followed up is one", /*********/
              "@0    R",                                               //
              "@0    401[n1] {outage=-}",                              //
              "@100  settle",                                          //
              "later 2 {outage=1 outage.kind=refused outage.open=1 availability=0}"),
    DIAGNOSIS("outages", "A retry with a fresh nonce after stale=true is no outage", /*********/
              CHALLENGED_AND_ACCEPTED,                                               //
              "@3000    R A[n1,2]",                                                  //
              "@3000.02 401[n2;stale] {outage=-}",                                   //
              "@3000.03 R A[n2,1]",                                                  //
              "@3000.05 200[K1;3600] {outage=- availability=100}",                   //
              "later 6 {outage=-}", "healthy"),
    DIAGNOSIS("outages", "Stale nonces without end are one", /*********/
              CHALLENGED_AND_ACCEPTED,                       //
              "@3000    R A[n1,2]",                          //
              "@3000.02 401[n2;stale]",                      //
              "@3000.03 R A[n2,1]",                          //
              "@3000.05 401[n3;stale]",                      //
              "@3000.06 R A[n3,1]",                          //
              "@3000.07 401[n4;stale]",                      //
              "@3700    settle",                             //
              "later 10 {outage=1 outage.open=1}"),
    DIAGNOSIS("outages", "A second server that accepts within the attempt leaves no outage",
              "@0    R",                               //
              "@0.1  503",                             //
              "@0.2  R dst=10.0.0.8:5060",             //
              "@0.3  200[K1;3600] {availability=100}", //
              "later 2 {outage=-}"),
    DIAGNOSIS("outages", "423 and the longer interval are no outage", /*********/
              "@0    R expires=10",                                   //
              "@0.1  423[60] {outage=-}",                             //
              "@0.2  R expires=60",                                   //
              "@0.3  200[K1;60] {outage=- availability=100}"),
    DIAGNOSIS("outages", "A redirect that is followed is no outage", /*********/
              "@0    R",                                             //
              "@0.1  302[<sip:10.0.0.8>] {outage=-}",                //
              "@0.2  R dst=10.0.0.8:5060 uri=sip:10.0.0.8",          //
              "@0.3  200[K1;3600] {outage=-}",                       //
              "later 2 {outage=-}"),
    DIAGNOSIS("outages", "A fetch neither begins nor ends an outage", /*********/
              "@0    R",                                              //
              "@0    200[K1;3600]",                                   //
              "@10   R contact=none",                                 //
              "@10   403 {outage=-}",                                 //
              "@20   R",                                              //
              "@20   403 {outage=1}",                                 //
              "@30   R contact=none {outage=1}",                      //
              "@30   200[] {outage=1 outage.open=1}"),
    DIAGNOSIS("outages", "A fetch that gets no response is no outage", /*********/
              "@0    R contact=none",                                  //
              "@100  settle",                                          //
              "later 1 {outage=- availability=-}"),
    DIAGNOSIS("outages", "A refused additional Contact leaves the one that is bound", /*********/
              "@0    R",                                                              //
              "@0    200[K1;3600]",                                                   //
              "@10   R contact=K2",                                                   //
              "@10   403 {intent=add outage=-}",                                      //
              "@20   R",                                                              //
              "@20   200[K1;3600] {availability=100}"),
    DIAGNOSIS("outages", "A client that removes its binding has no outage", /*********/
              "@0    R",                                                    //
              "@0    200[K1;3600]",                                         //
              "@10   R expires=0",                                          //
              "@10   200[] {outage=- availability=100}",                    //
              "@100  settle",                                               //
              "later 4 {availability=100}"),
    DIAGNOSIS("outages", "The client's own removal ends an outage", /*********/
              "@0    R",                                            //
              "@0    200[K1;60]",                                   //
              "@100  R expires=0",                                  //
              "@100  200[]",                                        //
              "@200  settle",                                       //
              "later 2 {outage=1 outage.open=0 outage.duration=40}"),
    DIAGNOSIS("outages", "A client that gives up removing has none", /*********/
              "@0    R",                                             //
              "@0    200[K1;60]",                                    //
              "@50   R expires=0",                                   //
              "@200  settle",                                        //
              "later 2 {outage=-}", "later 3 {outage=-}"),
    DIAGNOSIS("outages", "Two devices of one AOR: the outage of one is none of the other's",
              "@0    R",                                      //
              "@0    200[K1;60]",                             //
              "@1    R client=2",                             //
              "@1    200[K1;59][K2;3600]",                    //
              "@100  R client=2 {outage=- availability=100}", //
              "@100  200[K2;3600] {outage=-}",                //
              "@110  R {outage=1 outage.kind=expired}",       //
              "@110  200[K1;60][K2;3590]"),

    /* --- Failures that are followed up */
    DIAGNOSIS("outages", "503 says when to come again, and the client does", "@0    R",
              "@0.1  503[20] {outage=- cause=overloaded}", "@21   R {outage=-}",
              "@21.1 200[K1;3600] {outage=- diagnosis=- availability=100}", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "... and gets 503 again: it has been out since the first one", "@0    R",
              "@0    503[20]", "@21   R", "@21   503[20] {outage=1 outage.kind=refused}", "@42   R",
              "@42   200[K1;3600]", "later 2 {outage=1 outage.duration=42}",
              "later 4 {outage=1 cause=overloaded certain=0}"),
    DIAGNOSIS("outages", "... and gets no response", "@0    R", "@0    503[20]", "@21   R",
              "@60   settle", "later 2 {outage=1 outage.kind=refused outage.open=1}",
              "later 3 {outage=1}"),
    DIAGNOSIS("outages", "... and does not come for 64*T1", "@0    R", "@0    503[120]",
              "@121  R {outage=1}", "@121  200[K1;3600]",
              "later 2 {outage=1 outage.kind=refused outage.duration=121}"),
    DIAGNOSIS("outages", "500 says when to come again, and the client does", "@0    R",
              "@0.1  500 header='Retry-After: 5' {outage=-}", "@6    R {outage=-}",
              "@6.1  200[K1;3600] {outage=- diagnosis=- availability=100}", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "... and does not", "@0    R",
              "@0    500 header='Retry-After: 5' {outage=-}", "@40   settle",
              "later 2 {outage=1 outage.kind=refused outage.open=1}"),
    DIAGNOSIS("outages", "500 does not say when: it is one at once", "@0    R",
              "@0    500 {outage=1}", "@6    R", "@6    200[K1;3600]",
              "later 2 {outage=1 outage.duration=6}"),
    DIAGNOSIS("outages", "439 and then without reg-id is none",
              "@0    R reg-id=1 instance=A header='Supported: outbound, path'",
              "@0.1  439 {outage=- cause=outbound_unsupported}", "@0.2  R instance=A {attempt=1}",
              "@0.3  200[K1;3600] {outage=- diagnosis=-}", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "439 and then nothing is one",
              "@0    R reg-id=1 instance=A header='Supported: outbound, path'", "@0    439",
              "@32   settle", "later 2 {outage=1 outage.open=1 cause=outbound_unsupported}"),
    DIAGNOSIS("outages", "420, 494 and 302 in a row, all followed, are none",
              "@0    R header='Require: path'", "@0.1  420 header='Unsupported: path' {outage=-}",
              "@0.2  R", "@0.3  302[<sip:10.0.0.8>] {outage=-}",
              "@0.4  R dst=10.0.0.8:5060 uri=sip:10.0.0.8", "@0.5  200[K1;3600] {diagnosis=-}",
              "later 2 {outage=-}", "later 4 {outage=-}"),
    DIAGNOSIS("outages", "What follows is refused for good: it begins with the first response",
              "@0    R header='Require: path'", "@0    420 header='Unsupported: path'", "@10   R",
              "@10   404 {outage=1}", "@20   R", "@20   200[K1;3600]",
              "later 2 {outage=1 outage.duration=20}", "later 4 {outage=1}"),

    /* --- Failures while it is bound */
    DIAGNOSIS("outages", "503 to a refresh is followed in time", "@0    R", "@0    200[K1;600]",
              "@300  R", "@300  503[20] {outage=- cause=overloaded certain=0}",
              "@321  R {outage=-}", "@321  200[K1;600] {outage=- diagnosis=- availability=100}",
              "later 4 {outage=-}"),
    DIAGNOSIS("outages", "503 without Retry-After to a refresh, and the same server accepts",
              "@0    R", "@0    200[K1;600]", "@300  R", "@300  503 {outage=-}",
              "@360  R {outage=-}", "@360  200[K1;600] {outage=- diagnosis=- availability=100}",
              "later 4 {outage=-}"),
    DIAGNOSIS("outages", "Failures that end before the binding does", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  500 {outage=-}", "@330  R",
              "@330  408 {outage=-}", "@360  R", "@360  480 {outage=-}", "@440  R",
              "@440  200[K1;600] {outage=- diagnosis=- availability=100}", "later 4 {outage=-}",
              "later 6 {outage=-}"),
    DIAGNOSIS("outages", "Failures until the binding expires begin one then", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  500 {outage=-}", "@400  R",
              "@400  500 {outage=-}", "@700  R {outage=1 outage.kind=refused}", "@700  200[K1;600]",
              "later 2 {outage=-}", "later 4 {outage=1 outage.duration=100 cause=server_failed}",
              "later 6 {cause=server_failed}", "later 8 {availability=85.714285}"),
    DIAGNOSIS("outages", "... or with the failure after that, if a refresh is awaited", "@0    R",
              "@0    200[K1;60]", "@59   R", "@61   500 {outage=1 outage.kind=refused}", "@70   R",
              "@70   200[K1;60]", "later 4 {outage=1 outage.duration=10}"),
    DIAGNOSIS("outages", "An ICMP error to a refresh is followed in time", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  ICMP[3/3] {outage=- cause=unreachable_since}",
              "@340  R", "@340  200[K1;600] {outage=- diagnosis=- availability=100}",
              "later 4 {outage=-}"),
    DIAGNOSIS("outages", "An ICMP error to the last refresh", "@0    R", "@0    200[K1;600]",
              "@300  R", "@300  ICMP[3/3]", "@700  settle",
              "later 4 {outage=1 outage.kind=undeliverable outage.open=1 availability=85.714285}"),
    DIAGNOSIS("outages", "A challenge to a refresh that is not followed up", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  401[n1] {outage=-}", "@400  R",
              "@400  401[n2] {outage=-}", "@700  settle",
              "later 4 {outage=1 outage.kind=refused outage.open=1 availability=85.714285}"),
    DIAGNOSIS("outages", "A refresh that is forbidden begins one at once", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  500", "@310  R",
              "@310  403 {outage=1 outage.kind=refused}", "@320  R", "@320  200[K1;600]",
              "later 6 {outage=1 outage.duration=10}"),
    DIAGNOSIS("outages", "A client that has moved is not reached at the Contact that is bound",
              "@0    R instance=A", "@0    200[K1;600;instance=A]",
              "@300  R instance=A src=10.0.7.1:5060 contact='<sip:bob@10.0.7.1>'",
              "@300  500 {outage=1 outage.kind=refused}",
              "@310  R instance=A src=10.0.7.1:5060 contact='<sip:bob@10.0.7.1>'",
              "@310  200[<sip:bob@10.0.7.1>;600;instance=A]",
              "later 4 {intent=change outage=1 outage.duration=10}"),
    DIAGNOSIS("outages", "A failure and then the client's own removal is none", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  500", "@310  R expires=0", "@310  200[]",
              "@700  settle", "later 2 {outage=-}", "later 4 {outage=-}"),
    DIAGNOSIS("outages", "... that is too long ago is not the begin of another", "@0    R",
              "@0    200[K1;600]", "@300  R", "@300  500", "@310  R expires=0", "@310  200[]",
              "@5000 R", "@5000 403", "@5010 R", "@5010 200[K1;600]", "later 4 {outage=-}",
              "later 8 {outage=1 outage.duration=10}"),

    /* --- Lost frames, and devices that begin anew */
    DIAGNOSIS("outages", "The retry was not captured, as the CSeq shows", "@0    R",
              "@0    401[n1]", "@1800 R A[n1,2] cseq=3", "@1800 200[K1;3600] {availability=100}",
              "later 2 {outage=-}"),
    DIAGNOSIS("outages", "The refresh was not captured, as the CSeq shows", "@0    R expires=60",
              "@0    200[K1;60]", "@90   R expires=60 cseq=4 {outage=-}",
              "@90   200[K1;60] {availability=100}", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "One REGISTER that was not captured explains no silence of half an hour",
              "@0    R expires=60", "@0    200[K1;60]", "@1800 R expires=60 cseq=4 {outage=1}",
              "@1800 200[K1;60]"),
    DIAGNOSIS("outages", "The capture cut the credentials", "@0    R", "@0    401[n1]",
              "@0.1  R A[n1,1] cut=300", "@0.2  200[K1;3600]", "later 2 {outage=-}",
              "later 3 {outage=-}"),
    DIAGNOSIS("outages", "The capture cut the list", "@0    R",
              "@0    200[K1;3600] cut=Contact {outage=-}"),
    DIAGNOSIS("outages", "A phone that starts anew clears what it had bound", "@0    R",
              "@0    200[K1;3600]", "@100  R call-id=c9 from-tag=f9 contact=* expires=0",
              "@100  200[]", "@101  R call-id=c9 from-tag=f9 contact='<sip:bob@10.0.0.1:5070>'",
              "@101  200[<sip:bob@10.0.0.1:5070>;3600]", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "A phone in another network removes the Contact that it had",
              "@0    R instance=A", "@0    200[K1;3600]",
              "@100  R src=10.0.7.1:5060 call-id=c9 from-tag=f9 instance=A contact='K1;0' "
              "contact='<sip:bob@10.0.7.1>'",
              "@100  200[<sip:bob@10.0.7.1>;3600]", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "A phone in another network leaves its Contact to expire",
              "@0    R header='User-Agent: X 1'", "@0    200[K1;60]",
              "@50   R src=10.0.7.1:5060 call-id=c9 from-tag=f9 header='User-Agent: X 1' "
              "contact='<sip:bob@10.0.7.1>'",
              "@50   200[<sip:bob@10.0.7.1>;3600][K1;10]", "@200  settle", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "Two phones of one kind: the one that stops is out",
              "@0    R header='User-Agent: X 1'", "@0    200[K1;60]",
              "@1    R client=2 header='User-Agent: X 1'", "@1    200[K1;59][K2;60]",
              "@40   R header='User-Agent: X 1'", "@40   200[K1;60][K2;21]",
              "@50   R client=2 header='User-Agent: X 1'", "@50   200[K1;50][K2;60]",
              "@105  R client=2 header='User-Agent: X 1'", "@105  200[K2;60]", "@200  settle",
              "later 6 {outage=1 outage.kind=expired}"),
    DIAGNOSIS("outages", "A registrar that lists nobody else", "@0    R", "@0    200[K1;3600]",
              "@1    R client=2", "@1    200[K2;3600]", "@1800 R",
              "@1800 200[K1;3600] {availability=100}", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "A phone that starts anew on another port, and replaces its Contact",
              "@0    R", "@0    200[K1;3600]", "@1    R client=2", "@1    200[K1;3599][K2;3600]",
              "@60   R call-id=c7 contact='<sip:bob@10.0.0.1:5064>' src=10.0.0.1:5064 "
              "sent-by=10.0.0.1:5064",
              "@60   200[<sip:bob@10.0.0.1:5064>;3600][K2;3540]", "later 2 {outage=-}"),
    DIAGNOSIS("outages", "A registrar that lists the others, and one no longer", "@0    R",
              "@0    200[K1;3600]", "@1    R client=2", "@1    200[K1;3599][K2;3600]",
              "@2    R client=3", "@2    200[K2;3599][K3;3600]",
              "@600  R {outage=1 outage.kind='not listed'}", "@600  200[K1;3600]",
              "later 4 {outage=-}"),

    /* --- Its course */
    DIAGNOSIS("outages", "Two outages in a row are two", /*********/
              "@0    R",                                 //
              "@0    200[K1;60]",                        //
              "@70   R {outage=1}",                      //
              "@70   200[K1;60]",                        //
              "@200  R {outage=2 outage.kind=expired}",  //
              "@200  403 {outage=2}",                    //
              "@210  R {outage=2}",                      //
              "@210  200[K1;60]",                        //
              "later 2 {outage=1 outage.duration=10}",   //
              "later 5 {outage=2 outage.duration=80}"),
    DIAGNOSIS("outages", "Other causes in an outage do not begin another", /*********/
              "@0    R",                                                   //
              "@0    503",                                                 //
              "@10   R",                                                   //
              "@50   R",                                                   //
              "@50   ICMP[3/3] {outage=1 outage.kind=refused}",            //
              "@60   R",                                                   //
              "@60   200[] {outage=1}",                                    //
              "@100  settle",                                              //
              "later 3 {outage=1 outage.open=1 availability=0}"),
    DIAGNOSIS("outages", "Retransmissions and copies lie in it", /*********/
              "@0    R",                                         //
              "@0    403",                                       //
              "@10   R",                                         //
              "@10.5 again=3 {step=retransmission outage=1}",    //
              "@10.6 relay=3 {step=copy outage=1}",              //
              "@10.7 403 answers=3 {outage=1}",                  //
              "@11   again=6 {outage=1}"),
    DIAGNOSIS("outages", "A message after it tells what it was", /*********/
              "@0    R",                                         //
              "@0    403 reason='No such account'",              //
              "@60   R",                                         //
              "@60   200[K1;3600]",                              //
              "@3000 R {outage=- past='Refused for 60 s until frame 4. Registrar refuses, '}", //
              "@3000 200[K1;3600] {past='Refused for 60 s until frame 4. Registrar refuses, '}"),
    DIAGNOSIS("outages", "A retransmitted 2xx ends nothing twice", /*********/
              "@0    R",                                           //
              "@0    403",                                         //
              "@60   R",                                           //
              "@60   200[K1;3600]",                                //
              "@62   again=4",                                     //
              "later 2 {outage.duration=60}"),
    DIAGNOSIS("outages", "Two registrations in any order have each their own", /*********/
              "@0    R user=alice",                                            //
              "@0    R client=2 user=carol",                                   //
              "@0.1  403 answers=1 {outage=1 id=0}",                           //
              "@0.1  200[K2;60] answers=2 {outage=- id=1}",                    //
              "@70   R client=2 user=carol {outage=1 outage.kind=expired}",    //
              "@70   R user=alice {outage=1 outage.kind=refused}",             //
              "@70.1 200[K1;3600] answers=6",                                  //
              "@70.1 403 answers=5 {outage=1 outage.open=1}",                  //
              "@140  settle",                                                  //
              "later 3 {outage=1 outage.open=0 outage.duration=70}",           //
              "later 4 {outage=1 outage.open=1}"),
    DIAGNOSIS("outages", "A healthy client has been there all the time", /*********/
              "@0    R",                                                 //
              "@0.5  200[K1;3600] {availability=100}",                   //
              "@3000 R", "@3000.5 200[K1;3600] {availability=100}"),
    DIAGNOSIS("outages", "A client that is never let in has not been there", /*********/
              "@0    R",                                                     //
              "@0.1  404",                                                   //
              "@60   R",                                                     //
              "@60.1 404 {availability=0}",                                  //
              "@90   settle", "later 4 {outage=1 outage.open=1 availability=0}"),
    DIAGNOSIS("outages", "A list that lacks another's binding, and has it again, was no outage",
              "@0    R",                     //
              "@0    200[K1;3600]",          //
              "@1    R client=2",            //
              "@1    200[K2;3600]",          //
              "@2    R contact=none",        //
              "@2    200[K1;3598][K2;3599]", //
              "later 2 {outage=-}", "later 6 {outage=-}"),
};

void test_outages(void)
{
    SEQUENCES_ADD(cases);
}
