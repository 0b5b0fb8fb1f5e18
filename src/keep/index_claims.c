/* src/keep/index_claims.c
 * Claims that are searched; see index_claims.h. */
#include "keep/index_claims.h"

#define WORDS(key)                                                                                 \
	{                                                                                          \
		key, sizeof(key) - 1                                                               \
	}

/* What each one is: docs/formats/. */
static const struct text words[] = {
    WORDS("annotation"),
    WORDS("appointment-place"),
    WORDS("attached-mail-attachment"),
    WORDS("attached-mail-cc"),
    WORDS("attached-mail-from"),
    WORDS("attached-mail-subject"),
    WORDS("attached-mail-text"),
    WORDS("attached-mail-to"),
    WORDS("bot-button"),
    WORDS("button"),
    WORDS("calendar-text"),
    WORDS("caption"),
    WORDS("contact-address"),
    WORDS("contact-email"),
    WORDS("contact-name"),
    WORDS("contact-nickname"),
    WORDS("contact-organisation"),
    WORDS("contact-phone"),
    WORDS("contact-text"),
    WORDS("court"),
    WORDS("deleted-part"),
    WORDS("earlier"),
    WORDS("earlier-wording"),
    WORDS("event-text"),
    WORDS("excerpt-after"),
    WORDS("excerpt-before"),
    WORDS("exif-user-comment"),
    WORDS("force"),
    WORDS("gift-text"),
    WORDS("group-description"),
    WORDS("handle"),
    WORDS("jpeg-comment"),
    WORDS("link"),
    WORDS("link-author"),
    WORDS("link-description"),
    WORDS("link-field"),
    WORDS("link-footer"),
    WORDS("link-text"),
    WORDS("link-title"),
    WORDS("location-name"),
    WORDS("note"),
    WORDS("officer"),
    WORDS("other"),
    WORDS("other-words"),
    WORDS("page-text"),
    WORDS("place-address"),
    WORDS("place-name"),
    WORDS("poll-option"),
    WORDS("poll-vote"),
    WORDS("promised"),
    WORDS("quoted"),
    WORDS("quoted-text"),
    WORDS("reference"),
    WORDS("shared-contact"),
    WORDS("shared-contact-name"),
    WORDS("terms"),
    WORDS("text-outside-parts"),
    WORDS("title"),
    WORDS("tnef-subject"),
    WORDS("tnef-text"),
    WORDS("todo-item"),
    WORDS("transcript"),
    WORDS("transcription"),
};

bool
index_claim_is_words(struct text key)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (text_eq(key, words[i]))
			return true;
	/* A cell of a table whose column nobody knows. */
	return slice_starts(slice_of_text(key), "column-");
}
