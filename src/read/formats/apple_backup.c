/* src/read/formats/apple_backup.c
 * See apple_backup.h. */
#include "read/formats/apple_backup.h"

#include "read/formats/sha1.h"

enum { PATH_MAX_BYTES = 8192 };

#define WHATSAPP          "AppDomainGroup-group.net.whatsapp.WhatsApp.shared"
#define WHATSAPP_BUSINESS "AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared"

const struct apple_backup_store apple_backup_stores[APPLE_BACKUP_STORES] = {
    {"HomeDomain", "Library/SMS/sms.db"},
    {"HomeDomain", "Library/CallHistoryDB/CallHistory.storedata"},
    {"HomeDomain", "Library/Voicemail/voicemail.db"},
    {"HomeDomain", "Library/AddressBook/AddressBook.sqlitedb"},
    {WHATSAPP, "ChatStorage.sqlite"},
    {WHATSAPP, "CallHistory.sqlite"},
    {WHATSAPP, "ContactsV2.sqlite"},
    {WHATSAPP_BUSINESS, "ChatStorage.sqlite"},
    {WHATSAPP_BUSINESS, "CallHistory.sqlite"},
    {WHATSAPP_BUSINESS, "ContactsV2.sqlite"},
};

/* False without memory, or where a path is too long for any backup. */
static bool
digest_of(const char *domain, struct text path, uint8_t digest[SHA1_BYTES])
{
	bool whole;
	struct buf name;

	buf_init(&name, PATH_MAX_BYTES);
	buf_put_c(&name, domain);
	buf_put_c(&name, "-");
	buf_put_text(&name, path);
	whole = name.failed == OK;
	if (whole)
		sha1_of(buf_slice(&name), digest);
	buf_fini(&name);
	return whole;
}

void
apple_backup_put(struct buf *out, const char *domain, struct text path)
{
	uint8_t digest[SHA1_BYTES];

	if (!digest_of(domain, path, digest))
		return;
	buf_put_hex(out, digest, 1);
	buf_put_c(out, "/");
	buf_put_hex(out, digest, sizeof digest);
}

void
apple_backup_put_store(struct buf *out, size_t i)
{
	const struct apple_backup_store *store = &apple_backup_stores[i];
	uint8_t digest[SHA1_BYTES];

	if (digest_of(store->domain, text_of_c(store->path), digest))
		buf_put_hex(out, digest, sizeof digest);
}
