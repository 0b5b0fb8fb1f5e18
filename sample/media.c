/* sample/media.c
 * See media.h. */
#include "sample/media.h"

#include <assert.h>
#include <stdlib.h>

#include "sample/attachment.h"
#include "sample/exif.h"
#include "sample/picture.h"

void
media_init(struct media *m, const struct story *s)
{
	*m = (struct media){.n = s->n, .seed = s->seed};
	m->made = str_alloc(s->n, sizeof *m->made);
}

void
media_fini(struct media *m)
{
	for (size_t i = 0; i < m->n; i++)
		str_fini(&m->made[i]);
	free(m->made);
	*m = (struct media){0};
}

static enum picture
choose(const struct event *e, struct rng *rng)
{
	static const enum picture other[] = {PICTURE_CAR, PICTURE_STREET, PICTURE_DOOR,
	    PICTURE_GATE, PICTURE_NOTE, PICTURE_DOOR_FLOWERS, PICTURE_HILLS, PICTURE_STREET,
	    PICTURE_NOTE, PICTURE_CAR, PICTURE_FLOWERS, PICTURE_DOOR};
	static const enum picture family[] = {
	    PICTURE_CAKE, PICTURE_CAT, PICTURE_HILLS, PICTURE_FLOWERS, PICTURE_HILLS, PICTURE_CAT};
	enum person who = people_handle(e->handle)->person;

	if (who == PERSON_OTHER || who == PERSON_PROXY)
		return other[rng_below(rng, sizeof other / sizeof other[0])];
	return family[rng_below(rng, sizeof family / sizeof family[0])];
}

static const char *
note_text(struct rng *rng)
{
	static const char *const texts[] = {"You said forever.\nI kept my half.",
	    "I was here at six.\nO.", "Ten minutes.\nThat's all.", "Nie zapomnij o mnie.",
	    "Turn round."};

	return texts[rng_below(rng, 5)];
}

static void
make_image(const struct event *e, struct rng *rng, struct str *out)
{
	struct picture_order o = {.width = 480, .height = 360, .grain = true};
	cairo_surface_t *s;
	struct str app1 = {0};
	struct exif x = {.make = "Example",
	    .model = "EX-3",
	    .software = "EX-3 1.4",
	    .taken_ms = e->at_ms,
	    .width = 480,
	    .height = 360,
	    .big_endian = true};

	o.what = choose(e, rng);
	o.night = o.what <= PICTURE_DOORBELL && rng_chance(rng, 500);
	o.text = o.what == PICTURE_NOTE ? note_text(rng) : NULL;
	s = picture_draw(&o, rng);
	/* Some telephones keep the EXIF block in an MMS, chat apps take it off. */
	if (e->channel == CHANNEL_MMS && rng_chance(rng, 300))
		exif_app1(&x, &app1);
	picture_jpeg(s, 68, false, 60000, app1.n > 0 ? &app1 : NULL, out);
	cairo_surface_destroy(s);
	str_fini(&app1);
}

static void
make_letter(struct str *out)
{
	static const char *const lines[] = {"Marta,", "", "Dean will put this through your door.",
	    "I only want ten minutes.", "If you do not come I will know what that means.", "",
	    "O."};

	attachment_pdf(
	    "For Marta", "D:20240926182200+01'00'", lines, sizeof lines / sizeof lines[0], out);
}

const struct str *
media_of(struct media *m, const struct event *e)
{
	struct str *made = &m->made[e->order];
	struct rng rng;

	assert(e->order < m->n);
	if (made->n > 0)
		return made;
	rng_init(&rng, m->seed + e->order, "media");
	if (e->kind == EVENT_VOICE && e->channel == CHANNEL_WHATSAPP)
		attachment_opus((int)rng_between(&rng, 2, 45), e->order, made);
	else if (e->kind == EVENT_VOICE)
		attachment_amr((int)rng_between(&rng, 2, 20), made);
	else if (e->kind == EVENT_DOCUMENT)
		make_letter(made);
	else if (e->kind == EVENT_CARD)
		str_addz(made,
		    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Ashlock;Dean;;;\r\nFN:Dean Ashlock\r\n"
		    "TEL;type=CELL;waid=447700900309:+44 7700 900309\r\nEND:VCARD\r\n");
	else
		make_image(e, &rng, made);
	return made;
}
