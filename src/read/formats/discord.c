/* src/read/formats/discord.c
 * The format "discord": the files about messages in Discord's own package, and what
 * DiscordChatExporter writes as JSON (docs/formats/discord.md).
 * Not for: the exporter's HTML and text, and the rest of the package. */
#include "read/formats/discord.h"

#include "read/formats/formats.h"
#include "read/formats/owner_look.h"

static const char *const package_omits[][2] = {
    {"own-messages-only", "This download holds only what you wrote yourself. Not one word that "
			  "anybody else wrote to you "
			  "is in it: Discord leaves them all out. To keep theirs, photograph the "
			  "screen, or export the "
			  "chat with a program that saves both sides."},
    {"links-run-out",
	"The files of a Discord download are links to Discord, which stop working; the files "
	"themselves are not in it."},
    {"deleted-text", "A Discord download does not contain messages that were deleted."},
};

static const char *const export_omits[][2] = {
    {"deleted-text", "An export of a Discord chat does not contain messages that were deleted "
		     "before it was made, "
		     "or what a message said before it was edited."},
};

/* {"900100": "Direct Message with …", …}: nothing but ids, and one of them says what it is. */
static bool
is_index(const struct json_head *head, struct slice bytes)
{
	for (size_t i = 0; i < head->count; i++)
		if (head->pair[i].parent.p != NULL || !slice_all_digits(head->pair[i].key))
			return false;
	return head->count != 0 &&
	       (slice_find(bytes, SLICE_LITERAL("\"Direct Message with ")) != SIZE_MAX ||
		   slice_find(bytes, SLICE_LITERAL("\"Unknown channel")) != SIZE_MAX);
}

static bool
is_csv(struct slice bytes)
{
	if (slice_starts(bytes, "\xef\xbb\xbf"))
		bytes = slice_from(bytes, 3);
	return slice_starts(bytes, "ID,Timestamp,Contents,Attachments");
}

enum discord_shape
discord_shape_of(struct slice bytes)
{
	struct json_head head;

	if (is_csv(bytes))
		return DISCORD_CSV;
	json_head_scan(bytes, &head);
	if (head.first == '[')
		return json_head_has(&head, NULL, "ID") &&
			       json_head_has(&head, NULL, "Timestamp") &&
			       json_head_has(&head, NULL, "Contents")
			   ? DISCORD_MESSAGES
			   : DISCORD_NONE;
	if (head.first != '{')
		return DISCORD_NONE;
	if (json_head_has(&head, NULL, "guild") && json_head_has(&head, NULL, "channel"))
		return DISCORD_EXPORT;
	if (json_head_has(&head, NULL, "id") && json_head_has(&head, NULL, "type") &&
	    !json_head_has(&head, NULL, "messages") &&
	    (json_head_has(&head, NULL, "recipients") || json_head_has(&head, NULL, "guild")))
		return DISCORD_CHANNEL;
	return is_index(&head, bytes) ? DISCORD_INDEX : DISCORD_NONE;
}

static int
discord_probe(struct slice bytes)
{
	static const int scores[] = {[DISCORD_NONE] = 0,
	    [DISCORD_EXPORT] = 95,
	    [DISCORD_MESSAGES] = 95,
	    [DISCORD_CSV] = 95,
	    [DISCORD_CHANNEL] = 60,
	    [DISCORD_INDEX] = 60};

	return scores[discord_shape_of(bytes)];
}

static enum status
shape_find(const struct source *source, enum discord_shape *shape, struct err *err)
{
	struct window look;
	struct slice head;
	enum status status = window_init(&look, source, FORMAT_HEAD_BYTES, err);

	if (status == OK)
		status = window_peek(&look, FORMAT_HEAD_BYTES, &head, err);
	if (status == OK)
		*shape = discord_shape_of(head);
	window_fini(&look);
	if (status == OK && *shape == DISCORD_NONE)
		status = fail(err, E_FORMAT, "not a file of Discord's");
	return status;
}

/* "Messages/c900100/messages.json": the file does not say which conversation it is, its folder
 * does. */
static void
channel_of_folder(struct discord *d)
{
	struct slice folder = slice_of_text(d->m.options->folder);

	if (folder.n != 0 && folder.p[0] == 'c')
		folder = slice_from(folder, 1);
	if (slice_all_digits(folder) && folder.n <= RECORD_NAME_MAX_BYTES)
		d->channel = (struct text){(const char *)folder.p, folder.n};
}

static enum status
json_read(struct discord *d, enum discord_shape shape, const struct source *source, struct err *err)
{
	struct json_walk walk;
	uint8_t c;
	enum status status = json_walk_init(&walk, source, err);

	if (status == OK)
		status = json_walk_look(&walk, &c, err);
	if (status == OK && shape == DISCORD_EXPORT)
		status = discord_export(d, &walk);
	else if (status == OK && shape == DISCORD_MESSAGES)
		status = discord_messages(d, &walk);
	else if (status == OK && shape == DISCORD_CHANNEL)
		status = discord_channel(d, &walk);
	else if (status == OK)
		status = discord_index(d, &walk);
	if (status == OK)
		json_record_end(&d->m, &walk);
	json_walk_fini(&walk);
	return status;
}

/* Whoever reads these records must not take them for the whole conversation. */
static void
say_package(struct making *m)
{
	chat_omits(m, package_omits, COUNT_OF(package_omits));
	making_note(m, NOTE_GAP, "other-side-missing",
	    "What the other people wrote in these conversations is missing.");
}

static enum status
read_once(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct discord d = {.counted = false};
	enum discord_shape shape = DISCORD_NONE;
	enum status status = shape_find(source, &shape, err);

	if (status == OK)
		status = making_init(&d.m, options, sink, err);
	if (status == OK) {
		making_note(&d.m, NOTE_FORMAT, "discord", NULL);
		if (shape == DISCORD_EXPORT)
			chat_omits(&d.m, export_omits, COUNT_OF(export_omits));
		else if (shape == DISCORD_MESSAGES || shape == DISCORD_CSV)
			say_package(&d.m);
		channel_of_folder(&d);
		d.m.owner.known = shape != DISCORD_EXPORT;
		status = d.m.status;
	}
	if (status == OK && shape == DISCORD_CSV)
		status = discord_csv(&d, source, err);
	else if (status == OK)
		status = json_read(&d, shape, source, err);
	if (status == OK)
		status = making_finish(&d.m);
	making_fini(&d.m);
	return status;
}

static enum status
discord_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	return owner_look(read_once, source, options, sink, err);
}

const struct format discord_format = {
    .name = "discord", .probe = discord_probe, .read = discord_read, .prepare = NULL};
