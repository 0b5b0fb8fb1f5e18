/* src/cli/incident_args.h
 * What add, correct and event take and say alike. */
#ifndef CLI_INCIDENT_ARGS_H
#define CLI_INCIDENT_ARGS_H

#include "app/incident.h"
#include "cli/cli.h"

#define INCIDENT_SPECS                                                                             \
	{"when", false}, {"until", false}, {"precision", false}, {"what", false},                  \
	    {"place", false}, {"by", false}, {"kind", false}, {"witness", false},                  \
	    {"effect", false}, {"changed", false}, {"known", false}, {"observer", false},          \
	{                                                                                          \
		"private", false                                                                   \
	}
/* The names of diary/detail.h; "of" is the record that shows it. */
#define DETAIL_SPECS                                                                               \
	{"force", false}, {"reference", false}, {"officer", false}, {"court", false},              \
	    {"promised", false}, {"promised-by", false}, {"terms", false}, {"expires", false},     \
	    {"handle", false},                                                                     \
	{                                                                                          \
		"of", false                                                                        \
	}

/* E_FORMAT, E_LIMIT with a sentence for cli_usage(). */
MUST_USE enum status incident_take(const struct args *args, struct incident *out, struct err *err);
/* "Saved as …", its doubt, and what to do when it is not listed yet.  The exit code. */
int incident_print_saved(struct cli *cli, const struct incident_saved *saved);
/* The exit code of a failure. */
int incident_failed(struct cli *cli, enum status status, const struct err *err);

#endif
