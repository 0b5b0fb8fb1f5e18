/* sample/words_everyday.c
 * Text bank: sister, friends, work, companies; and what fills the slots.
 * A line that begins with '!' is only said once the relationship has ended. */
#include "sample/words.h"

static const char *const sister[] = {
    "Are you up?",
    "Mum wants to know if you're coming Sunday",
    "!I can drive you tomorrow, just say",
    "!Did he ring again?",
    "!Write it down, with the time. All of it.",
    "!Keep the messages, don't delete anything",
    "!He wrote to ME now. I'm keeping it.",
    "!I'm coming over, put the kettle on",
    "Zosia drew you a cat",
    "Can you have the kids on Friday?",
    "!Ring me when you're in and I'll stay on the phone",
    "!I saw his car by {place} again",
    "!Do you want to stay at ours this week?",
    "!Lock the back as well",
    "!I'll come to the police with you, say when",
    "!I've told the school nobody but us collects them",
    "!Did you eat today?",
    "Paint colour: sage or mist?",
    "The pierogi turned out terrible, do not ask",
    "Zosia has a cough, quiz without me",
    "Train is late, start without me",
    "!You looked happier on Sunday",
    "!Not your fault. Say it back to me.",
    "Dad fixed the car, it was the battery",
    "!Keep a list with dates in your bag",
    "Night night",
    "😘",
    "Proud of you",
    "!Tell me when you leave and when you arrive, please",
    "I was thinking about the holiday, maybe Whitby?",
    "!Two ladies at the school asked about you, nothing nasty",
    "Film on 4 tonight, good one",
    "Bring the big pan",
    "!Did you ring the stalking helpline? They were good with Ewa",
};

static const char *const sister_pl[] = {
    "Zadzwoń do mnie, jak będziesz w domu.",
    "!Znowu do ciebie pisał?",
    "!Zapisz datę i godzinę. Wszystko jest ważne.",
    "!Jesteś dzielna. Jestem przy tobie.",
    "!Mama się martwi, odezwij się do niej.",
    "!Śpij u nas, proszę cię.",
    "!Widziałam jego samochód pod szkołą.",
    "!Nie odpisuj mu. Ani słowa.",
    "!Kupiłam ci gaśnicę, nie pytaj.",
    "!Przyjadę o szóstej i pójdziemy razem.",
    "Zażółć gęślą jaźń, czyli wszystko u nas po staremu 😄",
};

static const char *const to_sister[] = {
    "!Yes, home. Door locked.",
    "!He rang {count} times today",
    "!He was outside {place}. I went back in and waited.",
    "!I changed the way I walk home, it takes longer but I feel better",
    "!Could you come with me on Thursday?",
    "!I'm fine, just tired",
    "!I don't want to go to the quiz this week",
    "!I've written it all down",
    "!Don't answer him if he writes to you",
    "!I checked the locks twice",
    "!Work have been kind about it",
    "Sunday yes, I'll bring cake",
    "Tell Zosia the cat is on my fridge",
    "!I couldn't sleep, can I come over",
    "!Yes please to the lift",
    "Sage",
    "Whitby sounds lovely",
    "!I keep looking out of the window",
    "!It was quiet all week, it makes me more nervous",
    "Ha ha, I still want to try them",
    "Leaving now",
    "!Home now",
    "!I rang the helpline, they were nice",
    "!I muted everything for the evening",
    "Love to all of you",
    "Bus is late, I'm inside the shop",
};

static const char *const to_sister_pl[] = {
    "!Już w domu. Drzwi zamknięte.",
    "!Dzwonił znowu, nie odebrałam.",
    "Dziękuję, że jesteś.",
    "!Nie mogę spać.",
    "!Zapisałam wszystko w dzienniku.",
    "Będę w niedzielę, przyniosę ciasto.",
};

static const char *const quiz[] = {
    "Thursday, half seven, usual table?",
    "I'm in",
    "Cannot make it, sorry",
    "Who is doing the music round?",
    "We need a better name than last time",
    "Quizzy Rascals 😂",
    "No.",
    "Got a lift if anyone wants one",
    "We came fourth!! Out of four, but still",
    "Bring your reading glasses this time",
    "What's the capital of Kazakhstan, asking for later",
    "!Marta, we'll walk you to the car afterwards",
    "The man from the other table wants a rematch",
    "Snack money: two pounds each",
    "Running ten minutes late",
    "!Was that him in the car park? I took the number down.",
    "!Nobody tells anyone which pub, agreed?",
    "!New pub from now on, sending the name one by one",
    "👍",
    "🧩🏆",
    "Practice round on Sunday?",
    "Sorry all, not this week",
    "!Table booked under my mum's name",
    "Geography was brutal",
    "See you there",
};

static const char *const urdu[] = {
    "!کیا تم ٹھیک ہو؟ کام پر سب پوچھ رہے تھے۔",
    "!وہ آج پھر لائبریری کے باہر کھڑا تھا۔ میں نے وقت لکھ لیا ہے۔",
    "!فکر مت کرو، ہم سب تمہارے ساتھ ہیں۔",
    "!گھر پہنچ کر مجھے بتا دینا۔",
    "کل ملتے ہیں! 😊",
    "شام کو چائے پر آ جاؤ۔ ☕",
    "!پولیس کو سب کچھ بتانا، کچھ مت چھپانا۔",
};

static const char *const chinese[] = {
    "!刚才又看到那辆黑色的车停在路口，车里有人。",
    "!你在家吗？有人按了你的门铃，没有留下名字。",
    "!我帮你收了一个包裹，没有寄件人。",
    "!别担心，有事就敲我的门。",
    "!他昨天晚上十一点还站在门口，我拍了照片。",
    "周末愉快！",
    "今天做了饺子，给你留了一份。🥟",
};

static const char *const colleague[] = {
    "Can you swap the Saturday with me?",
    "!He came to the desk and asked for you. I said you'd left.",
    "!Joyce says you can park in the staff yard from now on",
    "!I'll walk out with you at six",
    "!He rang the enquiries line {count} times this morning",
    "!Are you all right? You looked pale",
    "Reading group is full again!",
    "The heating is off, bring a jumper",
    "!I've written down what I saw and put it in an envelope for you",
    "Lunch at one?",
    "!I saw him across the road at {hour}, by the bench",
    "!The parcels are behind the desk",
    "Don't worry about the rota, we sorted it",
    "Thank you for covering 🙏",
};

static const char *const neighbour[] = {
    "!There was a man at your door, he waited a long time",
    "!I have your post, it was on the wall",
    "!Your outside light is broken again, I think someone did it",
    "!Same car, same place, {hour}",
    "I made too many dumplings, come and get some",
    "!I can keep my camera on the path if you want",
    "!Did you order flowers? They are on the step",
    "!The gate was open this morning, I closed it",
};

static const char *const to_friend[] = {
    "!Thank you. Could you write down what you saw?",
    "Yes of course, I'll take the Saturday",
    "!I'm all right, thank you for asking",
    "!Please don't tell him anything about me",
    "!Thank you for keeping the parcel",
    "Coming now",
    "!I didn't order any flowers",
    "I'll come down and fetch it",
    "You are so kind",
    "Home safe x",
    "Sorry, can't tonight",
    "See you tomorrow",
};

static const char *const work[] = {
    "Ashbeck Library: your shift on {day} now starts at 09:30.",
    "Ashbeck Library: rota for next week is on the board and in your inbox.",
    "Ashbeck Library: we are short on {day}, can you do 13:00-17:00? Reply to Joyce.",
    "Ashbeck Library: fire drill {day} 10:15, please sign the sheet.",
    "Ashbeck Library: building closed {day}, no heating. Do not come in.",
    "!Ashbeck Library: please use the staff entrance after dark.",
    "Ashbeck Library: thank you for covering {day}.",
    "Ashbeck Library: your leave request has been agreed.",
};

static const char *const parcel[] = {
    "Your parcel {code} is out for delivery today between 10:24 and 11:24.",
    "Your parcel {code} has been delivered and was left in: PORCH.",
    "Sorry we missed you. Parcel {code} is with your neighbour at number 6.",
    "Your parcel {code} is on its way. Track it at parcelgo.example/{code}",
    "We could not deliver {code}. We will try again tomorrow.",
    "Rate your delivery {code}: parcelgo.example/r/{code}",
};

static const char *const sign_in[] = {
    "{pin} is your sign-in code. Do not share it with anyone.",
    "Your verification code is {pin}. It runs out in 10 minutes.",
    "Use {pin} to reset your password. If this was not you, ignore this message.",
    "{pin} to sign in on a new device near Ashbeck. Not you? Reply NO.",
};

static const char *const bank[] = {
    "MillerBank: you spent 12.40 GBP at ASHBECK MARKET. Balance is in the app.",
    "MillerBank: 0.01 GBP received from O TARRICK, reference ANSWER ME.",
    "MillerBank: 0.01 GBP received from O TARRICK, reference I AM OUTSIDE.",
    "MillerBank: your statement is ready.",
    "MillerBank: 0.01 GBP received from O TARRICK, reference HAPPY BIRTHDAY.",
    "MillerBank: direct debit of 41.00 GBP to DALE ENERGY is due tomorrow.",
    "MillerBank: we have blocked payments from this sender as you asked.",
};

static const char *const surgery[] = {
    "Ashbeck Surgery: your appointment is on {day} at 10:20. Reply CANCEL to cancel.",
    "Ashbeck Surgery: your repeat prescription is ready to collect.",
    "Ashbeck Surgery: please ring us on 01632 960077 about your results.",
    "Ashbeck Surgery: a talking-therapies appointment is booked for {day} at 14:00.",
};

static const char *const places[] = {
    "the library",
    "Mill Lane",
    "the bus stop",
    "the market",
    "your sister's",
    "the leisure centre",
    "the car park",
    "the footbridge",
    "the surgery",
    "the corner shop",
    "the station",
    "the reservoir",
    "Weir Street",
};

static const char *const things[] = {
    "red coat",
    "blue scarf",
    "new bag",
    "grey hat",
    "green jumper",
    "black boots",
    "yellow raincoat",
};

static const char *const hours[] = {
    "half six",
    "ten past eight",
    "quarter to nine",
    "11.40",
    "midnight",
    "two",
    "20 past 12",
    "9",
    "half three",
    "seven",
    "5.55",
};

static const char *const friends[] = {"Saima", "Kasia", "your sister", "that man from the quiz",
    "the neighbour", "your manager", "Mei"};

struct lines
words_everyday_get(enum words which)
{
	switch (which) {
	case WORDS_SISTER: return WORDS_LINES(sister);
	case WORDS_SISTER_PL: return WORDS_LINES(sister_pl);
	case WORDS_TO_SISTER: return WORDS_LINES(to_sister);
	case WORDS_TO_SISTER_PL: return WORDS_LINES(to_sister_pl);
	case WORDS_QUIZ: return WORDS_LINES(quiz);
	case WORDS_URDU: return WORDS_LINES(urdu);
	case WORDS_CHINESE: return WORDS_LINES(chinese);
	case WORDS_COLLEAGUE: return WORDS_LINES(colleague);
	case WORDS_NEIGHBOUR: return WORDS_LINES(neighbour);
	case WORDS_TO_FRIEND: return WORDS_LINES(to_friend);
	case WORDS_WORK: return WORDS_LINES(work);
	case WORDS_PARCEL: return WORDS_LINES(parcel);
	case WORDS_CODE: return WORDS_LINES(sign_in);
	case WORDS_BANK: return WORDS_LINES(bank);
	case WORDS_SURGERY: return WORDS_LINES(surgery);
	case WORDS_PLACE: return WORDS_LINES(places);
	case WORDS_THING: return WORDS_LINES(things);
	case WORDS_HOUR: return WORDS_LINES(hours);
	case WORDS_FRIEND: return WORDS_LINES(friends);
	default: return (struct lines){0};
	}
}
