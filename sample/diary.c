/* sample/diary.c
 * See diary.h.  The blocks stand here as they are written; the counts for facts.json are taken from
 * the same text. */
#include "sample/diary.h"

#include <string.h>

#include "sample/str.h"

#define PHOTO "attach: exports/photos/"
#define BY    "by: Owen Tarrick\n"

static const char *const blocks[] = {
    "when: 2023-01-01\nprecision: year\n"
    "what: During the year he asked for the code of my phone and began to read my messages. I gave "
    "it to "
    "him to keep the peace.\n" BY "kind: monitoring\nknown: saw\n"
    "effect: I thought about every message twice before I sent it.\n",

    "when: 2024-01-01\nprecision: month\n"
    "what: Several times in January things in the flat had been moved while I was at work. He "
    "still had a "
    "key.\nplace: Home\n" BY "kind: interfering\nknown: found\n",

    "when: 2024-02-18T19:20:10+00:00\nprecision: second\n"
    "what: I ended the relationship by message, with Kasia beside me.\nplace: Home\nkind: "
    "relationship-ended\nwitness: Kasia Halden\nknown: saw\n" PHOTO
    "Screenshot_20240218-192645.png\n",

    "when: 2024-02-18 19:40\nuntil: 2024-02-18 20:30\nprecision: minute\n"
    "what: He rang the bell for fifty minutes and walked up and down in front of the house. We did "
    "not "
    "open.\nplace: Home\n" BY "kind: visit\nkind: loitering\nwitness: Kasia Halden\nknown: heard\n"
    "effect: I could not stop shaking.\nchanged: Kasia stayed the night, and the two after "
    "that.\n" PHOTO "IMG_20240218_200114.jpg\n",

    "when: 2024-02-26 16:20\nuntil: 2024-02-26 18:00\nprecision: minute\n"
    "what: He asked for Marta at the enquiries desk. I said that we do not give out who is "
    "working. He "
    "sat in the local history corner and watched the staff door until we closed.\nplace: Ashbeck "
    "Library\n" BY "kind: visit\nkind: watching\nobserver: Saima Rahim\nknown: saw\n" PHOTO
    "IMG_20240226_171002.jpg\n",

    "when: 2024-03-05\nprecision: day\n"
    "what: A letter in his handwriting came by post. He writes what I wore on Tuesday and says he "
    "will "
    "come and help me if I do not meet him.\nplace: Home\n" BY "kind: contacting\nkind: watching\n"
    "known: found\nchanged: I stopped wearing the blue scarf.\n"
    "attach: exports/letters/scan-letter-1.jpg\n" PHOTO "IMG_20240305_123411.jpg\n",

    "when: 2024-03-14 22:00\nprecision: hour\n"
    "what: His dark car stood opposite with the engine running for more than an hour. The interior "
    "light "
    "went on twice and I could see it was him.\nplace: Weir Street, opposite number 4\n" BY
    "kind: loitering\nkind: watching\nknown: saw\neffect: I sat on the kitchen floor in the "
    "dark.\n" PHOTO "IMG_20240314_223050.jpg\n" PHOTO "IMG_20240314_231812.jpg\n",

    "when: 2024-03-22 18:05\nprecision: minute\n"
    "what: I told him on WhatsApp, by text and by e-mail that I want no contact of any kind, not "
    "through "
    "others either.\nkind: told-to-stop\nwitness: Kasia Halden\nknown: saw\n" PHOTO
    "Screenshot_20240322-181240.png\n",

    "when: 2024-03-25 20:10\nprecision: minute\n"
    "what: Payments of one penny arrive in my account with messages as reference: ANSWER ME, PICK "
    "UP.\n" BY "kind: contacting\nknown: found\n" PHOTO "Screenshot_20240325-201105.png\n",

    "when: 2024-04-06\nprecision: day\n"
    "what: In the morning the big plant pot by the steps was broken and the gate stood open. I did "
    "not "
    "hear anything.\nplace: Home, front garden\nkind: damage\nknown: found\n" PHOTO
    "IMG_20240406_081522.jpg\n" PHOTO "IMG_20240406_081601.jpg\n"
    "private: I am not certain that it was him. I want to say so if I am asked.\n",

    "when: 2024-04-13 22:10\nuntil: 2024-04-14 04:33\nprecision: minute\n"
    "what: Sixty calls in one night, one about every six minutes. He had announced it: I'm going "
    "to ring "
    "until you pick up.\nplace: Home\n" BY "kind: contacting\nknown: heard\n"
    "effect: No sleep. I was sick in the morning and could not go to work.\n"
    "changed: The phone is off at night, so the surgery and my family cannot reach me then.\n" PHOTO
    "Screenshot_20240414-044502.png\n" PHOTO "Screenshot_20240414-044611.png\n",

    "when: 2024-04-23 13:40\nprecision: minute\n"
    "what: He wrote to me at my work address: You work with her, when does she finish on Tuesdays. "
    "I did "
    "not answer and gave it to Marta.\nplace: Ashbeck Library\n" BY
    "kind: contacting\nkind: third-party\nobserver: Saima Rahim\nknown: saw\n"
    "attach: exports/email/Fwd Marta.eml\n",

    "when: 2024-05-04 21:40\nprecision: minute\n"
    "what: I blocked his number and his WhatsApp.\nkind: blocked\nknown: saw\n",

    "when: 2024-05-17 22:48\nuntil: 2024-05-17 22:55\nprecision: minute\n"
    "what: He wrote that he likes my curtains and that I should come to the window. A man in a "
    "dark coat "
    "stood under the lamp opposite.\nplace: Home\n" BY
    "kind: watching\nkind: contacting\nknown: saw\n"
    "effect: I crawled to the bedroom.\nchanged: The curtains stay shut, also in the day.\n" PHOTO
    "Screenshot_20240517-225230.png\n" PHOTO "IMG_20240517_225310.jpg\n" PHOTO
    "IMG_20240517_225344.jpg\n",

    "when: 2024-05-29 17:00\nprecision: hour\n"
    "what: I walked home by the canal instead of Weir Street. Half an hour later he wrote how many "
    "minutes "
    "longer that was.\nplace: Canal path, Ashbeck\n" BY
    "kind: following\nkind: monitoring\nknown: found\n"
    "effect: I feel watched wherever I go.\nchanged: Saima or Kasia drives me home now. I gave up "
    "walking.\n",

    "when: 2024-06-10 11:30\nprecision: minute\n"
    "what: I reported everything to Derbyshire Constabulary, in person. Reference DEMO-24-0610, PC "
    "Ellery.\nplace: Police station\nkind: reported\nwitness: Kasia Halden\nknown: saw\n"
    "attach: exports/email/Your report DEMO-24-0610.eml\n",

    "when: 2024-06-24 16:00\nprecision: minute\n"
    "what: PC Ellery rang: he has been spoken to and warned to stay away.\nkind: warned\nknown: "
    "told\n",

    "when: 2024-08-23 18:30\nprecision: minute\n"
    "what: A bunch of flowers with a card stood on the step. Mei next door saw a man put it there "
    "and wait "
    "for a few minutes.\nplace: Home\n" BY
    "kind: gift\nkind: visit\nwitness: Mei Chen\nknown: told\n" PHOTO
    "IMG_20240823_184210.jpg\n" PHOTO "IMG_20240823_184255.jpg\n",

    "when: 2024-09-01\nprecision: month\n"
    "what: Some time in September somebody tried the handle of the back door at night, on at least "
    "two "
    "nights.\nplace: Home, back door\nkind: visit\nknown: heard\n"
    "changed: New locks front and back, 186 pounds.\nprivate: The locksmith is Kasia's "
    "neighbour.\n",

    "when: 2024-09-14 19:02\nprecision: minute\n"
    "what: His friend Dean wrote to my work phone on his behalf and announced that he would wait "
    "outside "
    "the library on Tuesday.\nby: Dean Ashlock\n" BY "kind: third-party\nknown: saw\n" PHOTO
    "IMG_0231.PNG\n",

    "when: 2024-09-17 17:55\nuntil: 2024-09-17 18:40\nprecision: minute\n"
    "what: He stood by the bench across the road from the library. I left by the staff "
    "door.\nplace: "
    "Ashbeck Library\n" BY "kind: loitering\nwitness: Saima Rahim\nknown: saw\n" PHOTO
    "IMG_20240917_175512.jpg\n",

    "when: 2024-09-26 18:20\nprecision: minute\n"
    "what: Dean put a letter from him through my door and stuck a note to it.\nplace: Home\nby: "
    "Dean "
    "Ashlock\n" BY "kind: third-party\nkind: contacting\nknown: found\n"
    "attach: exports/letters/scan-letter-2.jpg\n" PHOTO "IMG_20240926_183001.jpg\n",

    "when: 2024-09-27 21:30\nprecision: minute\n"
    "what: Kasia found a profile that pretends to be me, with my address and the time I finish "
    "work.\n" BY "kind: publishing\nwitness: Kasia Halden\nknown: told\n"
    "effect: I am ashamed in the shop, I do not know who has read it.\n" PHOTO
    "IMG_0244.PNG\n" PHOTO "IMG_0245.PNG\n",

    "when: 2024-09-28 23:47\nuntil: 2024-09-28 23:52\nprecision: minute\n"
    "what: The doorbell camera shows a person in a hood on the path for five minutes. No face to "
    "be seen. "
    "At the same time he sent me a picture of my road.\nplace: Home\nkind: watching\nkind: "
    "visit\nknown: "
    "found\n" PHOTO "doorbell-20240928-234703.jpg\n" PHOTO "doorbell-20240928-235110.jpg\n",

    "when: 2024-10-12 14:00\nprecision: hour\n"
    "what: At the market he walked behind Marta and my daughter from stall to stall. When I turned "
    "round "
    "he smiled and took a picture.\nplace: Ashbeck market\n" BY
    "kind: following\nobserver: Kasia Halden\nknown: saw\nwitness: Zosia (child)\n"
    "changed: The children are collected by family only.\n" PHOTO "IMG-20241012-WA0001.jpg\n"
    "private: Zosia's school and her times must not be in anything that he could get to read.\n",

    "when: 2024-10-27T01:12:00+00:00\nprecision: minute\n"
    "what: The night the clocks went back he wrote all through both hours, that my light is on and "
    "that he "
    "can hear my radio. This is the second twelve minutes past one.\nplace: Home\n" BY
    "kind: contacting\nkind: watching\nknown: saw\n" PHOTO "Screenshot_20241027-014300.png\n" PHOTO
    "Screenshot_20241027-011500.png\n",

    "when: 2024-11-01 18:30\nprecision: minute\n"
    "what: 黑色的车停在门口，一个男人坐在车里看着 Marta 的窗户，大约二十分钟。 A black car stood "
    "in front of the "
    "house, a man sat in it and looked at Marta's window, about twenty minutes.\nplace: Weir "
    "Street\nkind: "
    "loitering\nkind: watching\nobserver: Mei Chen\nknown: saw\n" PHOTO
    "IMG-20241101-WA0003.jpg\n" PHOTO "from-mei-night.jpg\n",

    "when: 2024-11-15 20:05\nuntil: 2024-11-15 20:25\nprecision: minute\n"
    "what: He wrote that he is at the end of my road and that I should not ring anyone. I blocked "
    "the "
    "second number and rang 101.\nplace: Weir Street\n" BY
    "kind: blocked\nkind: loitering\nkind: threat\n"
    "known: saw\n" PHOTO "IMG_20241115_200633.jpg\n",

    "when: 2024-11-30 12:00\nprecision: minute\n"
    "what: I changed my telephone number.\nkind: changed-number\nknown: saw\n"
    "effect: I lost touch with people I did not dare to tell.\n"
    "changed: New number, new contract, 240 pounds for leaving the old one.\n"
    "private: The new number is known to Kasia, Saima, Mei, Joyce, the surgery and PC Ellery.\n",

    "when: 2024-12-25\nprecision: day\n"
    "what: A card in the letterbox, brought by hand. It says that I will be home for it next "
    "year.\nplace: "
    "Home\n" BY "kind: gift\nkind: visit\nknown: found\n" PHOTO "IMG_20241225_101530.jpg\n" PHOTO
    "IMG_20241225_101702.jpg\n",

    "when: 2025-01-19 18:40\nprecision: minute\n"
    "what: He has found my new number and writes from a number I did not know.\n" BY
    "kind: contacting\nkind: monitoring\nknown: saw\neffect: I did not go out for four "
    "days.\n" PHOTO "Screenshot_20250119-184130.png\n",

    "when: 2025-02-03 17:10\nprecision: minute\n"
    "what: A note under my windscreen wiper gave the level, the bay and the time on my parking "
    "ticket.\nplace: Market car park, level 2\n" BY
    "kind: interfering\nkind: following\nknown: found\n"
    "changed: I no longer take the car to town.\n" PHOTO "IMG_20250203_171844.jpg\n",

    "when: 2025-02-11 17:20\nprecision: minute\n"
    "what: My phone warned of a tracker that travels with me. The garage found a round disc in the "
    "wheel "
    "arch. He wrote: You found it then. There are others.\nplace: Garage, Ashbeck\n" BY
    "kind: monitoring\nwitness: The mechanic at the garage\nknown: found\n"
    "effect: I take the car apart in my head every time I sit in it.\n" PHOTO
    "IMG_20250211_172240.jpg\n" PHOTO "IMG_20250211_172301.jpg\n" PHOTO
    "Screenshot_20250211-171902.png\n"
    "private: The disc is in the freezer bag in Kasia's cupboard, not touched since.\n",

    "when: 2025-02-22 07:25\nprecision: minute\n"
    "what: A front tyre was cut. Three minutes after I found it he wrote: Flat? That's bad luck on "
    "a "
    "Saturday.\nplace: Weir Street\n" BY "kind: damage\nkind: watching\nknown: found\n"
    "changed: 94 pounds for the tyre. I park at Kasia's and take two buses.\n" PHOTO
    "IMG_20250222_072812.jpg\n" PHOTO "IMG_20250222_073040.jpg\n" PHOTO
    "Screenshot_20250222-073205.png\n",

    "when: 2025-03-02 23:58\nprecision: minute\n"
    "what: I will finish this one way or another. You can read that out to whoever you like. I "
    "rang the "
    "police at once.\nplace: Home\n" BY "kind: threat\nkind: contacting\nknown: saw\n"
    "effect: I was afraid that he would come that night and hurt me, because of the tyre and "
    "because he "
    "had waited outside before.\n" PHOTO "Screenshot_20250303-000102.png\n",

    "when: 2025-03-05 10:00\nprecision: minute\n"
    "what: I made a full statement to Derbyshire Constabulary. Reference DEMO-25-0305.\nplace: "
    "Police "
    "station\nkind: reported\nwitness: Kasia Halden\nknown: saw\n",

    "when: 2025-03-20 15:30\nprecision: minute\n"
    "what: PC Ellery rang: he was arrested this morning and let go on condition that he does not "
    "contact "
    "me or come to Weir Street or the library.\nkind: warned\nknown: told\n",

    "when: 2025-05-06\nprecision: day\n"
    "what: A letter without a name, in his handwriting: I am not allowed to write to you, so this "
    "is not a "
    "letter.\nplace: Home\n" BY "kind: contacting\nknown: found\n"
    "attach: exports/letters/scan-letter-3.jpg\n" PHOTO "IMG_20250506_091210.jpg\n",

    "when: 2025-07-05 10:00\nprecision: hour\n"
    "what: A long scratch along the driver's side of the car, where I park at Kasia's.\nplace: "
    "Kasia's "
    "road\nkind: damage\nobserver: Kasia Halden\nknown: found\n" PHOTO
    "IMG_20250705_101122.jpg\n" PHOTO "IMG_20250705_101150.jpg\n"
    "private: Kasia's address must not be shown to the other side.\n",

    "when: unknown\n"
    "what: Once, in the rain, he stood on the other side of the road with his hood up and did not "
    "move "
    "until I turned the light off. I no longer know when that was. It was cold.\nplace: Weir "
    "Street\n" BY "kind: watching\nkind: loitering\nknown: saw\n",
};

static bool
has(const char *block, const char *line_start)
{
	const char *at = block;
	size_t n = strlen(line_start);

	while (at != NULL) {
		if (strncmp(at, line_start, n) == 0)
			return true;
		at = strchr(at, '\n');
		if (at != NULL)
			at++;
	}
	return false;
}

static uint64_t
blocks_with(const char *line_start)
{
	uint64_t n = 0;

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
		n += has(blocks[i], line_start);
	return n;
}

static uint64_t
lines_with(const char *line_start)
{
	uint64_t n = 0;

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		const char *at = blocks[i];

		for (; at != NULL && *at != '\0';
		     at = strchr(at, '\n') != NULL ? strchr(at, '\n') + 1 : NULL)
			n += strncmp(at, line_start, strlen(line_start)) == 0;
	}
	return n;
}

static void
count_each(struct json *j, const char *key, const char *prefix, const char *const *values, size_t n)
{
	json_open(j, key, '{');
	for (size_t i = 0; i < n; i++) {
		struct str line = {0};

		str_addf(&line, "%s: %s\n", prefix, values[i]);
		json_int(j, values[i], blocks_with(line.p));
		str_fini(&line);
	}
	json_close(j, '{');
}

void
diary_write(struct out *o, struct facts *f)
{
	static const char *const precisions[] = {
	    "second", "minute", "hour", "day", "month", "year"};
	static const char *const kinds[] = {"following", "contacting", "publishing", "monitoring",
	    "loitering", "interfering", "watching", "gift", "threat", "damage", "third-party",
	    "visit", "relationship-ended", "told-to-stop", "blocked", "changed-number", "reported",
	    "warned"};
	struct str s = {0};
	struct json *j = &f->incidents;

	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		if (i > 0)
			str_addc(&s, '\n');
		str_addz(&s, blocks[i]);
	}
	out_write(o, "diary.txt", s.p, s.n);
	json_int(j, "all", sizeof blocks / sizeof blocks[0]);
	count_each(
	    j, "by_precision", "precision", precisions, sizeof precisions / sizeof precisions[0]);
	json_int(j, "undated", blocks_with("when: unknown\n"));
	count_each(j, "by_kind", "kind", kinds, sizeof kinds / sizeof kinds[0]);
	json_int(j, "by_an_observer", blocks_with("observer: "));
	json_int(j, "known_by_being_told", blocks_with("known: told\n"));
	json_int(j, "with_private_note", blocks_with("private: "));
	json_int(j, "attachments", lines_with("attach: "));
	str_fini(&s);
}
