/* src/read/formats/telegram_id.c
 * One spelling for a user of Telegram.  Exports since the summer of 2021 write "user700000202",
 * those before it the number alone; for about a year (and in the ids of chats always, till then)
 * with 2^32 added, which told users from groups.  See telegram.h. */
#include "base/buf.h"
#include "read/formats/telegram.h"

static const uint64_t user_shift = UINT64_C(1) << 32;

/* The number alone.  Users of that time had ids below 2^32; from twice that on they are groups. */
static bool
bare_user(struct text written, uint64_t *id)
{
	uint64_t n;

	if (!u64_parse(slice_of_text(written), &n) || n >= 2 * user_shift)
		return false;
	*id = n >= user_shift ? n - user_shift : n;
	return true;
}

struct text
telegram_user(struct making *m, struct text written)
{
	struct text out;
	struct buf buf;
	uint64_t id;

	if (!bare_user(written, &id))
		return TEXT_NONE;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_c(&buf, "user");
	buf_put_u64(&buf, id);
	out = making_keep(m, buf_text(&buf));
	buf_fini(&buf);
	return out;
}

bool
telegram_same_user(struct text written, struct text chat_id)
{
	const size_t n = sizeof "user" - 1;
	uint64_t user, chat;

	if (written.n > n && memcmp(written.p, "user", n) == 0)
		return text_eq((struct text){written.p + n, written.n - n}, chat_id);
	if (text_eq(written, chat_id))
		return written.n != 0;
	return bare_user(written, &user) && bare_user(chat_id, &chat) && user == chat;
}

void
telegram_owner(struct owner *owner, struct text id, struct buf *room)
{
	uint64_t n;

	buf_reset(room);
	buf_put_c(room, "user");
	buf_put_text(room, id);
	owner_tell(owner, buf_text(room));
	owner_tell(owner, id);
	if (!u64_parse(slice_of_text(id), &n) || n >= user_shift)
		return;
	buf_reset(room);
	buf_put_u64(room, n + user_shift);
	owner_tell(owner, buf_text(room));
}
