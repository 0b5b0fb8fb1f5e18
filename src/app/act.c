/* src/app/act.c
 * Entries put together and taken apart; see act.h. */
#include "app/act.h"

#include "base/encode.h"
#include "keep/log.h"
#include "sys/crypto/entropy.h"

static void
act_id(struct act *act, const struct entropy *entropy)
{
	uint8_t raw[16];
	struct buf id = {.p = (uint8_t *)act->id, .size = 26, .max = 26};

	entropy_fill(entropy, raw, sizeof raw);
	base32_put(&id, raw, sizeof raw);
	act->id[26] = '\0';
}

void
act_init(struct act *act, const struct app *app, const char *kind)
{
	struct buf written;

	*act = (struct act){0};
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		buf_init(&act->values[i], ENTRY_VALUE_MAX_BYTES);
	entropy_fill(&app->seams.entropy, act->entry.seed, sizeof act->entry.seed);
	act_id(act, &app->seams.entropy);
	act_text(act, FIELD_KIND, text_of_c(kind));
	act_text(act, FIELD_ID, text_of_c(act->id));
	buf_init(&written, 256);
	(void)time_put(&written, app_now_us(app));
	act_line_of(act, FIELD_WRITTEN, "utc", &written);
	buf_reset(&written);
	buf_put_i64(&written, app->seams.clock.boot_us(app->seams.clock.ctx));
	act_line_of(act, FIELD_WRITTEN, "boot", &written);
	act_line(act, FIELD_WRITTEN, "zone", text_of_c(app->zone_name));
	buf_fini(&written);
}

void
act_fini(struct act *act)
{
	for (size_t i = 0; i < ENTRY_FIELDS; i++)
		buf_fini(&act->values[i]);
}

void
act_line(struct act *act, enum entry_field field, const char *name, struct text value)
{
	struct buf *out = &act->values[field];

	if (value.n == 0)
		return;
	buf_put_c(out, name);
	buf_put_byte(out, ' ');
	for (size_t i = 0; i < value.n; i++)
		buf_put_byte(out, value.p[i] == '\n' ? ' ' : (uint8_t)value.p[i]);
	buf_put_byte(out, '\n');
}

void
act_text(struct act *act, enum entry_field field, struct text value)
{
	buf_reset(&act->values[field]);
	buf_put_text(&act->values[field], value);
}

/* Half a value must never be entered. */
static void
fail_along(struct act *act, enum entry_field field, const struct buf *value)
{
	if (value->failed != OK)
		act->values[field].failed = value->failed;
}

void
act_line_of(struct act *act, enum entry_field field, const char *name, const struct buf *value)
{
	act_line(act, field, name, buf_text(value));
	fail_along(act, field, value);
}

void
act_text_of(struct act *act, enum entry_field field, const struct buf *value)
{
	act_text(act, field, buf_text(value));
	fail_along(act, field, value);
}

void
act_content(struct act *act, const uint8_t sha256[SHA256_BYTES], uint64_t bytes)
{
	struct content content = {.bytes = bytes};

	memcpy(content.sha256, sha256, sizeof content.sha256);
	content_put(&act->values[FIELD_CONTENT], &content);
}

void
act_lines(struct act *act, enum entry_field field, const char *name, struct text value)
{
	if (value.n != 0)
		value_put_line(&act->values[field], name, value);
}

enum status
act_append(struct act *act, struct app *app, uint64_t *number, struct err *err)
{
	enum status status;

	for (size_t i = 0; i < ENTRY_FIELDS; i++) {
		status = buf_check(&act->values[i], err);
		if (status != OK)
			return status;
		act->entry.fields[i] = buf_slice(&act->values[i]);
	}
	return log_append(app->vault, &act->entry, number, err);
}

struct text
act_find(struct slice field, const char *name)
{
	struct text key, value;

	while (value_next_line(&field, &key, &value))
		if (text_eq_c(key, name))
			return value;
	return TEXT_NONE;
}

struct text
act_find_lines(struct slice field, const char *name, struct arena *arena)
{
	char *joined = arena_alloc(arena, field.n + 1, 1);
	struct text key, value;
	size_t n = 0, lines = 0;

	while (joined != NULL && value_next_line(&field, &key, &value)) {
		if (!text_eq_c(key, name))
			continue;
		if (lines++ != 0)
			joined[n++] = '\n';
		memcpy(joined + n, value.p, value.n);
		n += value.n;
	}
	return lines != 0 ? (struct text){joined, n} : TEXT_NONE;
}

struct text
act_field(const struct entry *entry, enum entry_field field)
{
	struct slice s = entry->fields[field];

	return s.n != 0 ? (struct text){(const char *)s.p, s.n} : TEXT_NONE;
}

struct text
act_corrected(const struct entry *entry)
{
	return text_eq_c(act_field(entry, FIELD_KIND), "correction")
		   ? act_find(entry->fields[FIELD_RELATIONS], "supersedes")
		   : TEXT_NONE;
}
