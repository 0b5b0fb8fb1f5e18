/* src/read/formats/discord.h
 * Inside the reader of Discord: the shapes its files have, and what becomes of each part. */
#ifndef READ_FORMATS_DISCORD_H
#define READ_FORMATS_DISCORD_H

#include "read/formats/chat.h"
#include "read/formats/csv_rows.h"
#include "read/formats/json_head.h"

enum discord_shape {
	DISCORD_NONE,
	DISCORD_EXPORT,   /* DiscordChatExporter: guild, channel, messages */
	DISCORD_MESSAGES, /* messages.json of Discord's own package */
	DISCORD_CSV,      /* messages.csv of the same, until 2024 */
	DISCORD_CHANNEL,  /* channel.json: who is in a conversation */
	DISCORD_INDEX,    /* index.json: what the conversations are called */
};

struct discord {
	struct making m;
	/* What the file says of the conversation, each in its room; absent where it does not.  All
	 * but the first: of DiscordChatExporter. */
	struct text channel; /* to show */
	struct text guild, id;
	struct text made; /* when the export was made */
	char channel_room[RECORD_NAME_MAX_BYTES], guild_room[RECORD_NAME_MAX_BYTES];
	char id_room[RECORD_NAME_MAX_BYTES], made_room[RECORD_NAME_MAX_BYTES];
	bool counted; /* the export says how many messages it holds */
	int64_t count;
	uint64_t met;
};

/* What is written in one of the owner's own messages of the package. */
struct discord_own {
	struct text id, timestamp, contents, attachments;
};

enum discord_shape discord_shape_of(struct slice head);
/* A message of the package out of its four fields.  For the record in hand. */
void discord_own(struct discord *d, const struct discord_own *own);
/* The files of the package, from their first value on. */
MUST_USE enum status discord_messages(struct discord *d, struct json_walk *walk);
MUST_USE enum status discord_csv(struct discord *d, const struct source *source, struct err *err);
MUST_USE enum status discord_channel(struct discord *d, struct json_walk *walk);
MUST_USE enum status discord_index(struct discord *d, struct json_walk *walk);
/* DiscordChatExporter's. */
MUST_USE enum status discord_export(struct discord *d, struct json_walk *walk);
/* One message of it becomes a record, and is sent. */
void discord_message(struct discord *d, const struct json_taken *taken);
/* For the record in hand: "embeds" and "stickers" of a message or of one that it passes on. */
void discord_embeds(
    struct making *m, const struct json_taken *taken, const struct json_node *message);
/* The same for "components" of a message, and of those. */
void discord_buttons(struct making *m, const struct json_taken *taken, const struct json_node *of);
/* Of a message that has no words of its own: those of its embeds become the body. */
void discord_embed_words(struct making *m, const struct json_node *message);
/* Not the way to a file that was saved with the export. */
bool discord_is_link(struct text url);
/* A file that was saved with the export, at the way it wrote, becomes an attachment. */
void discord_attach(struct making *m, struct text way);

#endif
