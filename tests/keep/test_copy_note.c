/* tests/keep/test_copy_note.c
 * The note in a copy: its bytes against docs/format/vectors/copy.txt, and what is refused. */
#include <stdio.h>

#include "base/encode.h"
#include "keep/copy_note.h"
#include "sys/os/file.h"
#include "sys/os/os_io.h"
#include "tests/support/check.h"

#define VECTORS "docs/format/vectors/copy.txt"

struct sample {
	uint8_t vault_key[KEY_BYTES], key[KEY_BYTES], nonce[WRAP_NONCE_BYTES];
	struct copy_note note;
	uint8_t bytes[COPY_NOTE_BYTES];
};

static void
sample_make(struct sample *s)
{
	*s = (struct sample){.note = {.state = COPY_WHOLE,
				 .looked = COPY_LOOKED_SAMPLE,
				 .begun_us = 1790000000000000,
				 .finished_us = 1790000012345678,
				 .entries = 5,
				 .objects = 2,
				 .bytes = 86000}};
	for (uint8_t i = 0; i < KEY_BYTES; i++) {
		s->vault_key[i] = i;
		s->note.root[i] = (uint8_t)(0x40 + i);
	}
	for (uint8_t i = 0; i < WRAP_NONCE_BYTES; i++)
		s->nonce[i] = (uint8_t)(0x80 + i);
	for (uint8_t i = 0; i < COPY_NOTE_LOG_ID_BYTES; i++)
		s->note.log_id[i] = (uint8_t)(0xc0 + i);
	keys_use(s->vault_key, KEY_BACKUP, s->key);
	copy_note_put(s->key, s->nonce, &s->note, s->bytes);
}

static void
copy_note__bytes_are_those_of_the_vectors(void **state)
{
	struct io io = os_io();
	struct sample s;
	struct buf text, file;
	struct err err = {0};

	(void)state;
	sample_make(&s);
	buf_init(&text, 8192);
	buf_init(&file, 8192);
	buf_put_c(&text, "vault-key ");
	buf_put_hex(&text, s.vault_key, sizeof s.vault_key);
	buf_putf(&text,
	    "\nstate 2\nlooked 1\nbegun 1790000000000000\nfinished 1790000012345678\nentries 5\n"
	    "objects 2\nbytes 86000\nlacking 0\nroot ");
	buf_put_hex(&text, s.note.root, sizeof s.note.root);
	buf_put_c(&text, "\nlog-id ");
	buf_put_hex(&text, s.note.log_id, sizeof s.note.log_id);
	buf_put_c(&text, "\nnonce ");
	buf_put_hex(&text, s.nonce, sizeof s.nonce);
	buf_put_c(&text, "\nnote ");
	buf_put_hex(&text, s.bytes, sizeof s.bytes);
	buf_put_byte(&text, '\n');
	assert_ok(file_load(&io, VECTORS, 8000, &file, &err), &err);
	assert_int_equal(text.n, file.n);
	assert_memory_equal(text.p, file.p, file.n);
	buf_fini(&text);
	buf_fini(&file);
}

static void
copy_note__reads_back_as_it_was_written(void **state)
{
	struct copy_note note;
	struct sample s;
	struct err err = {0};

	(void)state;
	sample_make(&s);
	assert_ok(copy_note_parse(s.key, slice_of(s.bytes, sizeof s.bytes), &note, &err), &err);
	assert_memory_equal(note.log_id, s.note.log_id, sizeof note.log_id);
	assert_memory_equal(note.root, s.note.root, sizeof note.root);
	assert_int_equal(note.state, s.note.state);
	assert_int_equal(note.looked, s.note.looked);
	assert_int_equal(note.begun_us, s.note.begun_us);
	assert_int_equal(note.finished_us, s.note.finished_us);
	assert_int_equal(note.entries, s.note.entries);
	assert_int_equal(note.objects, s.note.objects);
	assert_int_equal(note.bytes, s.note.bytes);
	assert_int_equal(note.lacking, 0);
}

static void
copy_note__every_flipped_bit_and_every_cut_is_noticed(void **state)
{
	struct copy_note note;
	struct sample s;

	(void)state;
	sample_make(&s);
	for (size_t bit = 0; bit < (size_t)8 * COPY_NOTE_BYTES; bit++) {
		s.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
		assert_int_not_equal(
		    copy_note_parse(s.key, slice_of(s.bytes, sizeof s.bytes), &note, NULL), OK);
		s.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	for (size_t n = 0; n < COPY_NOTE_BYTES; n++)
		assert_int_equal(
		    copy_note_parse(s.key, slice_of(s.bytes, n), &note, NULL), E_FORMAT);
}

/* Sealed by somebody with the key, and still nonsense. */
static void
copy_note__what_does_not_hold_together_is_refused(void **state)
{
	struct copy_note note;
	struct sample s;

	(void)state;
	for (int i = 0; i < 4; i++) {
		sample_make(&s);
		if (i == 0)
			s.note.state = (enum copy_state)4;
		else if (i == 1)
			s.note.state = COPY_BEING_MADE; /* with sums of a finished one */
		else if (i == 2)
			s.note.state = COPY_NOT_WHOLE; /* with nothing lacking */
		else
			s.note.looked = (enum copy_looked)3;
		copy_note_put(s.key, s.nonce, &s.note, s.bytes);
		assert_int_equal(
		    copy_note_parse(s.key, slice_of(s.bytes, sizeof s.bytes), &note, NULL),
		    E_FORMAT);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(copy_note__bytes_are_those_of_the_vectors),
	    cmocka_unit_test(copy_note__reads_back_as_it_was_written),
	    cmocka_unit_test(copy_note__every_flipped_bit_and_every_cut_is_noticed),
	    cmocka_unit_test(copy_note__what_does_not_hold_together_is_refused),
	};

	return cmocka_run_group_tests_name("copy_note", tests, NULL, NULL);
}
