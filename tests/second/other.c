/* tests/second/other.c
 * See other.h. */
#include "tests/second/other.h"

#include "tests/support/must.h"

enum { ENTRIES_MAX = 12, SOURCE_MAX_BYTES = 1024 };

static int64_t
no_time(void *ctx)
{
	(void)ctx;
	return 1790000000000000;
}

static void
begin(struct other *other)
{
	static const uint8_t label[] = {'o', 't', 'h', 'e', 'r'};
	struct vault_options options = {.memory_kib = 64 * 1024, .passes = 3};
	struct vault_seams seams;
	struct buf words;

	for (size_t i = 0; i < sizeof other->seeded.seed; i++)
		other->seeded.seed[i] = (uint8_t)dice_next(other->dice);
	other->disk = mem_io_new();
	seams = (struct vault_seams){.io = mem_io_seam(other->disk),
	    .clock = {no_time, no_time, NULL},
	    .entropy = entropy_of_seed(&other->seeded)};
	buf_init(&words, 256);
	must_ok(vault_create(
	    "o", &seams, slice_of(label, sizeof label), &options, &words, &other->vault, NULL));
	buf_fini(&words);
}

static void
write_more(struct other *other)
{
	struct entry entry = {.fields = {[FIELD_KIND] = SLICE_LITERAL("incident"),
				  [FIELD_TEXT] = SLICE_LITERAL("seen from over there")}};
	struct buf note;

	for (size_t i = dice_below(other->dice, ENTRIES_MAX); i != 0; i--) {
		for (size_t k = 0; k < sizeof entry.seed; k++)
			entry.seed[k] = (uint8_t)dice_next(other->dice);
		must_ok(log_append(other->vault, &entry, NULL, NULL));
	}
	buf_init(&note, NOTE_MAX_BYTES);
	must_ok(log_checkpoint(other->vault, &note, NULL));
	buf_fini(&note);
}

/* What the merge entry says: docs/format/log.md, section 11. */
static void
source_put(struct buf *out, const struct other *other, const struct log_copied *copied)
{
	struct slice id = vault_log_id(other->vault);
	struct buf origin;

	buf_init(&origin, 64);
	buf_put_c(&origin, "v1/");
	buf_put_slice(&origin, id);
	buf_put_c(out, "log ");
	buf_put_slice(out, id);
	buf_put_c(out, "\nkey ");
	vkey_put(out, buf_slice(&origin), vault_public_key(other->vault));
	buf_putf(out, "\nentries %llu\nroot ", (unsigned long long)copied->entries);
	buf_put_hex(out, copied->root, sizeof copied->root);
	buf_putf(out, "\nslot 1\nafter %llu\nhow device\n", (unsigned long long)other->taken);
	must_ok(buf_check(out, NULL));
	buf_fini(&origin);
}

static void
known_set(struct other *other, const struct log_copied *copied)
{
	struct slice id = vault_log_id(other->vault);

	other->known = (struct log_other){.entries = copied->entries};
	memcpy(other->known.id, id.p, id.n);
	memcpy(other->known.public_key, vault_public_key(other->vault), SIGN_PUBLIC_BYTES);
	memcpy(other->known.root, copied->root, sizeof copied->root);
}

void
other_take_in(struct other *other, struct vault *vault)
{
	struct entry entry = {.fields = {[FIELD_KIND] = SLICE_LITERAL("merge")}};
	struct log_copying copying;
	struct log_copied copied;
	struct buf source;

	if (other->vault == NULL)
		begin(other);
	else /* a vault that was opened again is told of it afresh */
		must_ok(log_other_know(vault, 1, &other->known, NULL));
	write_more(other);
	copying = (struct log_copying){.from = other->vault, .first = other->taken};
	must_ok(log_other_copy(vault, &copying, &copied, NULL));
	buf_init(&source, SOURCE_MAX_BYTES);
	source_put(&source, other, &copied);
	entry.fields[FIELD_SOURCE] = buf_slice(&source);
	must_ok(log_append(vault, &entry, NULL, NULL));
	other->taken = copied.entries;
	known_set(other, &copied);
	buf_fini(&source);
}

void
other_end(struct other *other)
{
	vault_close(other->vault);
	if (other->disk != NULL)
		mem_io_free(other->disk);
}
