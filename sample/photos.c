/* sample/photos.c
 * See photos.h.  The table is the album: what each picture shows, when it was taken, and what the
 * file says about that.  Older phone: no offset.  Chat apps: no EXIF at all. */
#include "sample/photos.h"

#include <string.h>

#include "sample/exif.h"
#include "sample/picture.h"
#include "sample/zone.h"

enum claim {
	CLAIM_NONE,      /* no EXIF */
	CLAIM_LOCAL,     /* DateTimeOriginal only */
	CLAIM_OFFSET,    /* and OffsetTimeOriginal */
	CLAIM_GPS,       /* and a place */
	CLAIM_GPS_DAY,   /* and a GPS date that is a day off */
	CLAIM_CLOCK,     /* the camera's clock had never been set */
	CLAIM_SHOT,      /* screenshot, PNG without metadata */
	CLAIM_SHOT_EXIF, /* screenshot, PNG with an eXIf chunk, as from an iPhone */
};

struct photo {
	const char *file;
	enum picture what;
	bool night;
	const char *at; /* local */
	enum claim claim;
	const char *text;
};

#define CHAT_CURTAINS                                                                              \
	"+44 7700 900418\n22:52\n17 May 2024\n22:31 Still awake? Me too.\n22:48 I like the "       \
	"curtains. Are "                                                                           \
	"they new?\n22:50 I'm not far."

static const struct photo photos[] = {
    {"IMG_20240218_200114.jpg", PICTURE_DOOR, true, "2024-02-18 20:01:14", CLAIM_LOCAL, NULL},
    {"IMG_20240226_171002.jpg", PICTURE_STREET_FIGURE, false, "2024-02-26 17:10:02", CLAIM_LOCAL,
	NULL},
    {"IMG_20240305_123411.jpg", PICTURE_ENVELOPE, false, "2024-03-05 12:34:11", CLAIM_LOCAL,
	"02 MAR 24"},
    {"IMG_20240314_223050.jpg", PICTURE_CAR, true, "2024-03-14 22:30:50", CLAIM_LOCAL, NULL},
    {"IMG_20240314_231812.jpg", PICTURE_CAR, true, "2024-03-14 23:18:12", CLAIM_LOCAL, NULL},
    {"IMG_20240317_141500.jpg", PICTURE_HILLS, false, "2024-03-17 14:15:00", CLAIM_GPS_DAY, NULL},
    {"IMG_20240406_081522.jpg", PICTURE_POT, false, "2024-04-06 08:15:22", CLAIM_LOCAL, NULL},
    {"IMG_20240406_081601.jpg", PICTURE_GATE, false, "2024-04-06 08:16:01", CLAIM_LOCAL, NULL},
    {"IMG_20240414_043801.jpg", PICTURE_WINDOW, true, "2024-04-14 04:38:01", CLAIM_LOCAL, NULL},
    {"IMG_20240517_225310.jpg", PICTURE_WINDOW, true, "2024-05-17 22:53:10", CLAIM_LOCAL, NULL},
    {"IMG_20240517_225344.jpg", PICTURE_STREET_FIGURE, true, "2024-05-17 22:53:44", CLAIM_LOCAL,
	NULL},
    {"DSC00012.JPG", PICTURE_STREET, false, "2019-01-01 00:07:32", CLAIM_CLOCK, NULL},
    {"DSC00013.JPG", PICTURE_CAR, false, "2019-01-01 00:09:05", CLAIM_CLOCK, NULL},
    {"IMG_20240605_190233.jpg", PICTURE_GATE, false, "2024-06-05 19:02:33", CLAIM_OFFSET, NULL},
    {"IMG_20240810_160000.jpg", PICTURE_CAKE, false, "2024-08-10 16:00:00", CLAIM_OFFSET, NULL},
    {"IMG_20240823_184210.jpg", PICTURE_DOOR_FLOWERS, false, "2024-08-23 18:42:10", CLAIM_GPS,
	NULL},
    {"IMG_20240823_184255.jpg", PICTURE_FLOWERS, false, "2024-08-23 18:42:55", CLAIM_GPS,
	"Happy birthday. I never forget."},
    {"IMG_20240917_175512.jpg", PICTURE_STREET_FIGURE, false, "2024-09-17 17:55:12", CLAIM_GPS,
	NULL},
    {"IMG_20240926_183001.jpg", PICTURE_DOOR_NOTE, false, "2024-09-26 18:30:01", CLAIM_OFFSET,
	"Marta.\nRead it.\nO."},
    {"doorbell-20240928-234703.jpg", PICTURE_DOORBELL, true, "2024-09-28 23:47:03", CLAIM_NONE,
	"DOORBELL 2024-09-28 23:47:03"},
    {"doorbell-20240928-235110.jpg", PICTURE_DOORBELL, true, "2024-09-28 23:51:10", CLAIM_NONE,
	"DOORBELL 2024-09-28 23:51:10"},
    {"IMG-20241012-WA0001.jpg", PICTURE_STREET_FIGURE, false, "2024-10-12 14:20:00", CLAIM_NONE,
	NULL},
    {"IMG_20241027_014505.jpg", PICTURE_STREET, true, "2024-10-27 01:45:05", CLAIM_OFFSET, NULL},
    {"IMG-20241101-WA0003.jpg", PICTURE_CAR, true, "2024-11-01 18:34:00", CLAIM_NONE, NULL},
    {"IMG_20241115_200633.jpg", PICTURE_CAR, true, "2024-11-15 20:06:33", CLAIM_GPS, NULL},
    {"IMG_20241225_101530.jpg", PICTURE_ENVELOPE, false, "2024-12-25 10:15:30", CLAIM_OFFSET, NULL},
    {"IMG_20241225_101702.jpg", PICTURE_NOTE, false, "2024-12-25 10:17:02", CLAIM_OFFSET,
	"Merry Christmas Marta.\nNext year you will be home for it.\nO."},
    {"IMG_20250203_171844.jpg", PICTURE_NOTE, false, "2025-02-03 17:18:44", CLAIM_GPS,
	"Level 2, bay 41.\nTicket until six.\nYou see I only want to look after you."},
    {"IMG_20250211_172240.jpg", PICTURE_TRACKER, false, "2025-02-11 17:22:40", CLAIM_GPS, NULL},
    {"IMG_20250211_172301.jpg", PICTURE_TRACKER, false, "2025-02-11 17:23:01", CLAIM_OFFSET, NULL},
    {"IMG_20250222_072812.jpg", PICTURE_TYRE, false, "2025-02-22 07:28:12", CLAIM_GPS, NULL},
    {"IMG_20250222_073040.jpg", PICTURE_STREET, false, "2025-02-22 07:30:40", CLAIM_OFFSET, NULL},
    {"IMG_20250506_091210.jpg", PICTURE_ENVELOPE, false, "2025-05-06 09:12:10", CLAIM_OFFSET,
	"02 MAY 25"},
    {"IMG_20250614_064512.jpg", PICTURE_GATE, false, "2025-06-14 06:45:12", CLAIM_OFFSET, NULL},
    {"IMG_20250705_101122.jpg", PICTURE_SCRATCH, false, "2025-07-05 10:11:22", CLAIM_GPS, NULL},
    {"IMG_20250705_101150.jpg", PICTURE_SCRATCH, false, "2025-07-05 10:11:50", CLAIM_OFFSET, NULL},
    {"from-mei-parcel.jpg", PICTURE_DOOR_PARCEL, false, "2024-10-04 11:05:00", CLAIM_NONE, NULL},
    {"from-mei-night.jpg", PICTURE_DOOR, true, "2024-11-01 18:40:00", CLAIM_NONE, NULL},
    {"zosia-cat.jpg", PICTURE_CAT, false, "2024-05-26 15:30:00", CLAIM_NONE, NULL},
    {"whitby.jpg", PICTURE_HILLS, false, "2025-05-24 12:00:00", CLAIM_NONE, NULL},

    {"Screenshot_20240218-192645.png", PICTURE_SHOT_CHAT, true, "2024-02-18 19:26:45", CLAIM_SHOT,
	"Owen Tarrick\n19:26\n18 February 2024\n>19:20 Owen, I have thought about this for a long "
	"time. It's "
	"over between us. I don't want to be together any more.\n19:21 What?\n19:21 You can't do "
	"this by "
	"message\n19:24 I'm coming round\n>19:25 Please don't. Kasia is here. I'm not going to "
	"open the "
	"door."},
    {"Screenshot_20240322-181240.png", PICTURE_SHOT_CHAT, false, "2024-03-22 18:12:40", CLAIM_SHOT,
	"Owen Tarrick\n18:12\n22 March 2024\n>18:05 Owen. I do not want any contact with you. Do "
	"not message "
	"me, ring me, e-mail me or come to my home or my work, and do not ask other people to. I "
	"will not "
	"answer again.\n18:06 You don't mean that.\n18:06 Someone told you to write that. Was it "
	"Kasia?\n18:11 I'll stop when you talk to me."},
    {"Screenshot_20240325-201105.png", PICTURE_SHOT_BANK, false, "2024-03-25 20:11:05", CLAIM_SHOT,
	"MillerBank\n20:11\n+ 0.01 GBP|25 Mar, O TARRICK, reference ANSWER ME\n+ 0.01 GBP|25 Mar, "
	"O TARRICK, "
	"reference I AM SORRY\n+ 0.01 GBP|25 Mar, O TARRICK, reference PICK UP\n+ 0.01 GBP|24 Mar, "
	"O "
	"TARRICK, reference MARTA\n- 12.40 GBP|24 Mar, Ashbeck Market"},
    {"Screenshot_20240414-044502.png", PICTURE_SHOT_CALLS, true, "2024-04-14 04:45:02", CLAIM_SHOT,
	"Recent calls (60 missed)\n04:45\nOwen Tarrick|Missed, mobile, 04:33\nOwen Tarrick|Missed, "
	"mobile, 04:26\nOwen Tarrick|Missed, mobile, 04:20\nOwen Tarrick|Missed, mobile, "
	"04:13\nOwen Tarrick|Missed, mobile, 04:06\nOwen Tarrick|Missed, mobile, 04:00\nOwen "
	"Tarrick|Missed, mobile, 03:54\nOwen Tarrick|Missed, mobile, 03:48\nOwen Tarrick|Missed, "
	"mobile, 03:41\nOwen Tarrick|Missed, mobile, 03:34"},
    {"Screenshot_20240414-044611.png", PICTURE_SHOT_LOCK, true, "2024-04-14 04:46:11", CLAIM_SHOT,
	"Sunday 14 April\n04:46\nMissed calls (60): Owen Tarrick\nOwen Tarrick: Sixty. I counted. "
	"Good "
	"morning Marta\nOwen Tarrick: That's thirty. I'm not tired.\nWhatsApp: 3 new messages"},
    {"Screenshot_20240506-071530.png", PICTURE_SHOT_CHAT, false, "2024-05-06 07:15:30", CLAIM_SHOT,
	"+44 7700 900418\n07:15\n6 May 2024\n07:13 Morning. It's me.\n07:15 Every time you block "
	"one I'll "
	"get another. They're a pound each at the market."},
    {"Screenshot_20240517-225230.png", PICTURE_SHOT_CHAT_DARK, true, "2024-05-17 22:52:30",
	CLAIM_SHOT, CHAT_CURTAINS},
    {"Screenshot_20240609-231702.png", PICTURE_SHOT_CHAT_DARK, true, "2024-06-09 23:17:02",
	CLAIM_SHOT,
	"+44 7700 900418\n23:17\n9 June 2024\n23:15 If you go to the police I'll tell them about "
	"you. Who do "
	"you think they'll believe?"},
    {"Screenshot_20240620-080512.png", PICTURE_SHOT_LOCK, false, "2024-06-20 08:05:12", CLAIM_SHOT,
	"Thursday 20 June\n08:05\n+44 7700 900418: They came to my mum's. That was a mistake "
	"Marta.\nReminder: library 09:30"},
    {"Screenshot_20240811-090210.png", PICTURE_SHOT_CHAT, false, "2024-08-11 09:02:10", CLAIM_SHOT,
	"+44 7700 900418\n09:02\n11 August 2024\n09:01 Happy birthday for yesterday. I stayed away "
	"for seven "
	"weeks and you never even thanked me."},
    {"IMG_0231.PNG", PICTURE_SHOT_CHAT, true, "2024-09-14 19:08:15", CLAIM_SHOT_EXIF,
	"Dean Ashlock\n19:08\n14 September 2024\n19:02 Hi it's Dean, Owen's mate. He asked me to "
	"pass "
	"something on.\n19:02 He says he's not angry and he'll wait outside the library on Tuesday "
	"so you "
	"can talk.\n>19:06 Dean, I have told Owen to have no contact with me, also not through "
	"others."},
    {"IMG_0244.PNG", PICTURE_SHOT_PROFILE, true, "2024-09-27 21:30:41", CLAIM_SHOT_EXIF,
	"Marta H from Ashbeck\n21:30\nSingle and lonely again. Come and find me at the library, I "
	"finish at "
	"six.\nI lie to everyone who loves me.\nAsk me about my sister's children."},
    {"IMG_0245.PNG", PICTURE_SHOT_PROFILE, true, "2024-09-27 21:31:20", CLAIM_SHOT_EXIF,
	"Marta H from Ashbeck\n21:31\n4 Weir Street, green door. Ring twice.\nNo, it's really me. "
	"Message "
	"me."},
    {"Screenshot_20241027-014300.png", PICTURE_SHOT_CHAT_DARK, true, "2024-10-27 01:43:00",
	CLAIM_SHOT,
	"+44 7700 900418\n01:43\n27 October 2024\n01:12 The clocks go back tonight. One more hour "
	"to think "
	"about you.\n01:41 Light's still on."},
    {"Screenshot_20241027-011500.png", PICTURE_SHOT_CHAT_DARK, true, "2024-10-27 01:15:00",
	CLAIM_SHOT,
	"+44 7700 900418\n01:15\n27 October 2024\n01:12 The clocks go back tonight. One more hour "
	"to think "
	"about you.\n01:41 Light's still on.\n01:50 I can hear your radio.\n01:05 Same hour twice "
	"and you "
	"still can't answer me.\n01:12 12 past one. Again. Strange feeling, isn't it?"},
    {"Screenshot_20250119-184130.png", PICTURE_SHOT_CHAT, true, "2025-01-19 18:41:30", CLAIM_SHOT,
	"+44 7700 900663\n18:41\n19 January 2025\n18:40 Nice new number. Took me seven weeks. "
	"People talk, "
	"Marta. O."},
    {"Screenshot_20250211-171902.png", PICTURE_SHOT_MAP, false, "2025-02-11 17:19:02", CLAIM_SHOT,
	"Unknown tracker detected\n17:19\nThis tracker was first seen with you on 3 February at "
	"17:40.\nIts "
	"owner can see where it is.\nPlay sound    |    Disable"},
    {"Screenshot_20250222-073205.png", PICTURE_SHOT_CHAT, false, "2025-02-22 07:32:05", CLAIM_SHOT,
	"+44 7700 900663\n07:32\n22 February 2025\n07:31 Flat? That's bad luck on a Saturday."},
    {"Screenshot_20250303-000102.png", PICTURE_SHOT_LOCK, true, "2025-03-03 00:01:02", CLAIM_SHOT,
	"Monday 3 March\n00:01\n+44 7700 900663: I will finish this one way or another. You can "
	"read that "
	"out to whoever you like.\nMissed calls (3): +44 7700 900663"},
    {"Screenshot_20250601-211500.png", PICTURE_SHOT_MAIL, false, "2025-06-01 21:15:00", CLAIM_SHOT,
	"Inbox\n21:15\nA Friend|Really the last one\nA Friend|You owe me an answer\nDale "
	"Notices|Your weekly "
	"picks\nA Friend|Ten minutes\nKasia Halden|From Kasia\nParcelGo|Your delivery"},
};

static void
fill_exif(const struct photo *p, const struct picture_order *o, struct exif *x)
{
	bool older = zone_ms(p->at) < zone_ms("2024-06-01");

	*x = (struct exif){.make = "Example",
	    .model = p->claim == CLAIM_CLOCK ? "Compact C1"
		     : older                 ? "EX-3"
					     : "EX-5",
	    .software = p->claim == CLAIM_SHOT_EXIF ? "17.6"
			: older                     ? "EX-3 1.4"
						    : "EX-5 2.0.1",
	    .big_endian = older,
	    .comment = p->claim == CLAIM_SHOT_EXIF ? "Screenshot" : NULL,
	    .taken_ms = zone_ms(p->at),
	    .offset = p->claim == CLAIM_OFFSET || p->claim == CLAIM_GPS ||
		      p->claim == CLAIM_GPS_DAY || p->claim == CLAIM_SHOT_EXIF,
	    .gps = p->claim == CLAIM_GPS || p->claim == CLAIM_GPS_DAY,
	    .lat_e6 = 53178400 + (int32_t)(zone_ms(p->at) / 1000 % 3000),
	    .lon_e6 = -1602100 - (int32_t)(zone_ms(p->at) / 1000 % 4000),
	    .gps_day_shift = p->claim == CLAIM_GPS_DAY ? -1 : 0,
	    .width = o->width,
	    .height = o->height};
}

static void
record(
    struct facts *f, const char *path, const struct photo *p, const struct exif *x, bool with_exif)
{
	struct json *j = &f->files;
	bool shot = p->claim == CLAIM_SHOT || p->claim == CLAIM_SHOT_EXIF;

	facts_file(f, path, shot ? "png" : "jpeg");
	json_bool(j, "exif", with_exif);
	if (with_exif) {
		json_local(j, "exif_time", x->taken_ms, true);
		json_bool(j, "exif_offset", x->offset);
		json_bool(j, "gps", x->gps);
	}
	facts_file_end(f);
	f->photographs += !shot;
	f->screenshots += shot;
	f->photographs_exif += with_exif;
	f->photographs_offset += with_exif && x->offset;
	f->photographs_gps += with_exif && x->gps;
}

static void
write_photo(struct out *o, struct facts *f, uint64_t seed, const struct photo *p)
{
	bool shot = p->claim == CLAIM_SHOT || p->claim == CLAIM_SHOT_EXIF;
	bool with_exif = p->claim != CLAIM_NONE && p->claim != CLAIM_SHOT;
	struct picture_order order = {
	    p->what, shot ? 540 : 1024, shot ? 1080 : 768, p->night, !shot, p->text};
	cairo_surface_t *surface;
	struct exif x;
	struct str meta = {0};
	struct str bytes = {0};
	struct str path = {0};
	struct rng rng;

	rng_init(&rng, seed, p->file);
	fill_exif(p, &order, &x);
	surface = picture_draw(&order, &rng);
	str_addf(&path, "exports/photos/%s", p->file);
	if (with_exif && shot)
		exif_tiff(&x, &meta);
	else if (with_exif)
		exif_app1(&x, &meta);
	if (shot)
		picture_png(surface, with_exif ? &meta : NULL, &bytes);
	else
		picture_jpeg(surface, 80, false, 110000, with_exif ? &meta : NULL, &bytes);
	out_write(o, path.p, bytes.p, bytes.n);
	record(f, path.p, p, &x, with_exif);
	cairo_surface_destroy(surface);
	str_fini(&meta);
	str_fini(&bytes);
	str_fini(&path);
}

void
photos_write(struct out *o, struct facts *f, uint64_t seed)
{
	out_folder(o, "exports/photos");
	for (size_t i = 0; i < sizeof photos / sizeof photos[0]; i++)
		write_photo(o, f, seed, &photos[i]);
}

static const struct {
	const char *file;
	const char *text;
} letters[] = {
    {"scan-letter-1.jpg", "2nd March\n\nDear Marta,\n\nI am writing by hand because you do not "
			  "answer anything else. I know that "
			  "you are upset. I am upset as well, but I am the only one of us who is "
			  "trying.\n\nI walk past the "
			  "library most days now. I am not doing anything wrong, it is a public "
			  "street. On Tuesday you had the "
			  "blue scarf on, the one I gave you, so you cannot hate me as much as you "
			  "say.\n\nI want you to come "
			  "to the reservoir on Sunday at three. If you come, I will believe you "
			  "that it is over. If you do not "
			  "come, I will know that you are not free to decide, and I will come and "
			  "help you.\n\nYours always,\n"
			  "Owen"},
    {"scan-letter-2.jpg", "Marta,\n\nDean is giving you this because you have made sure that I "
			  "cannot.\n\nYou told them that I "
			  "am dangerous. I have thought about that word a great deal. I have never "
			  "touched you. I only look, "
			  "and I only ask. If that is dangerous then you have not met anyone "
			  "dangerous yet.\n\nI have kept "
			  "everything. The photographs, the messages, the ticket from the first "
			  "film. I have them in order of "
			  "date. One day somebody will read them and see who is telling the "
			  "truth.\n\nTen minutes. You choose "
			  "the place. I shall choose it if you do not.\n\nO."},
    {"scan-letter-3.jpg",
	"1 May\n\nI am not allowed to write to you, so this is not a letter. It is a piece of "
	"paper that "
	"somebody left.\n\nThey took my telephone and my car keys. They asked me what I want. I "
	"said that I "
	"want it to be last January again.\n\nYou have a new number and a new lock and a camera "
	"and a "
	"policewoman. I have all day.\n\nNie zapomnij o mnie.\n\nNo name this time."},
};

void
letters_write(struct out *o, struct facts *f, uint64_t seed)
{
	out_folder(o, "exports/letters");
	for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
		struct picture_order order = {
		    PICTURE_LETTER, 1000, 1414, false, true, letters[i].text};
		struct str bytes = {0};
		struct str path = {0};
		struct rng rng;
		cairo_surface_t *surface;

		rng_init(&rng, seed, letters[i].file);
		surface = picture_draw(&order, &rng);
		picture_jpeg(surface, 70, true, 190000, NULL, &bytes);
		str_addf(&path, "exports/letters/%s", letters[i].file);
		out_write(o, path.p, bytes.p, bytes.n);
		facts_file(f, path.p, "jpeg");
		json_bool(&f->files, "exif", false);
		json_bool(&f->files, "scanned_letter", true);
		facts_file_end(f);
		f->letters++;
		cairo_surface_destroy(surface);
		str_fini(&bytes);
		str_fini(&path);
	}
}
