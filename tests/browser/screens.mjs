// tests/browser/screens.mjs
// The screens in a real browser: every page at three widths and in three kinds of colour, what axe finds in them, and
// what a person does with them, with and without scripts, with the keyboard alone.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { browser, daybook, equal, finish, holds, newVault, passphrase, scratch, serve, shots, test, unlock, violations, visit } from './rig.mjs';

const widths = [320, 768, 1280];
const colours = [{ name: 'light', colorScheme: 'light' }, { name: 'dark', colorScheme: 'dark' }, { name: 'forced', forcedColors: 'active' }];
const pages = [['start', '/h'], ['note', '/a'], ['line', '/a/q'], ['list', '/t'], ['words', '/t?w=1'], ['picture', '/p'], ['search', '/s'], ['help', '/i'], ['leaving', '/l'],
	['nothing', '/none']];

// --- what every page is like ---

async function looked(page, name, width, told) {
	const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

	holds(wide <= 0, `${name} is ${wide} px wider than ${width}`);
	equal(await violations(page), [], `${name} at ${width}, ${told}`);
	equal(await page.locator('h1').count(), 1, `${name} has one heading of its own`);
	holds(/^Notes(: \w+)?$/.test(await page.title()), 'a title that says nothing');
	holds(await page.getByRole('button', { name: 'Leave now' }).isVisible(), 'the way out');
	holds(await page.getByRole('link', { name: /^Help: / }).isVisible(), 'help in its corner');
}

async function everyPage(server, visitor, colour, told) {
	const { page } = visitor;

	for (const width of widths) {
		await page.setViewportSize({ width, height: 800 });
		for (const [name, path] of pages) {
			await page.goto(server.origin + path);
			await looked(page, name, width, `${colour.name}, ${told}`);
			if (colour.name === 'light' || width === 320)
				await page.screenshot({ path: join(shots, `${told}-${name}-${width}-${colour.name}.png`), fullPage: name !== 'picture' });
		}
	}
}

async function inEveryColour(vault, told) {
	for (const colour of colours) {
		const server = await serve(vault);
		const visitor = await visit(server, { colorScheme: colour.colorScheme, forcedColors: colour.forcedColors });

		await visitor.page.setViewportSize({ width: 320, height: 800 });
		await looked(visitor.page, 'door', 320, colour.name);
		await visitor.page.screenshot({ path: join(shots, `${told}-door-320-${colour.name}.png`), fullPage: true });
		await unlock(visitor.page, vault.phrase);
		await everyPage(server, visitor, colour, told);
		await oneEntry(server, visitor, colour, told);
		equal(visitor.elsewhere, [], 'asked of others');
		await visitor.context.close();
		server.stop();
		await server.left;
	}
}

async function oneEntry(server, { page }, colour, told) {
	await page.goto(server.origin + '/t');
	if (await page.locator('tbody a').count() === 0)
		return;
	await page.locator('tbody a').first().click();
	await looked(page, 'entry', 1280, colour.name);
	await page.screenshot({ path: join(shots, `${told}-entry-1280-${colour.name}.png`), fullPage: true });
	await page.getByRole('link', { name: 'Put something right' }).click();
	await looked(page, 'correct', 1280, colour.name);
	await page.screenshot({ path: join(shots, `${told}-correct-1280-${colour.name}.png`), fullPage: true });
	await page.goto(server.origin + '/a');
	await page.getByRole('button', { name: 'Save' }).click();
	await looked(page, 'refused', 1280, colour.name);
	await page.screenshot({ path: join(shots, `${told}-refused-1280-${colour.name}.png`), fullPage: true });
}

// --- what is done with them ---

async function aNote(server, visitor) {
	const { page } = visitor;

	await unlock(page);
	await page.getByRole('link', { name: 'Note something' }).first().click();
	await page.getByLabel('What happened?').fill('He stood outside\nfor an hour');
	await page.getByLabel('On a day that I know').check();
	await page.getByLabel('Day', { exact: true }).fill('2024-03-24');
	await page.getByLabel('Time, if you know it').fill('21:05');
	await page.getByLabel('Who was it?').fill('Owen');
	await page.getByRole('button', { name: 'Save' }).click();
	await page.getByText('Saved: it is on the disk').waitFor();
	holds(await page.getByText('Sunday 24 March 2024, 21:05').isVisible(), 'when');
	await page.reload();
	await page.getByRole('link', { name: 'Everything', exact: true }).click();
	equal(await page.locator('tbody tr').count(), 1, 'saved once, reloaded or not');
	holds(!(await page.content()).includes('stood outside'), 'words wait until they are asked for');
	await page.getByRole('link', { name: 'Show words' }).click();
	holds((await page.content()).includes('stood outside'), 'words');
	equal(visitor.elsewhere, [], 'asked of others');
}

async function aNoteOnly(vault, options) {
	const server = await serve(vault), visitor = await visit(server, options);

	await aNote(server, visitor);
	await visitor.page.getByRole('button', { name: 'Leave now' }).click();
	await visitor.page.waitForFunction(() => document.body.innerText.trim() === '').catch(async () =>
		equal((await visitor.page.locator('body').innerText()).trim(), '', 'an empty page'));
	equal(await server.left, 0, 'it ended');
	await visitor.context.close();
}

// Tab and Enter alone, from the door to a saved line.
async function byKeyboard(vault) {
	const server = await serve(vault), { context, page } = await visit(server);
	const tabTo = async (name) => {
		for (let i = 0; i < 40; i++) {
			await page.keyboard.press('Tab');
			const at = await page.evaluate(() => {
				const e = document.activeElement, box = e.getBoundingClientRect();

				return { name: (e.labels?.[0] ?? e).innerText.trim(), seen: box.top >= 0 && box.bottom <= window.innerHeight && box.width > 0 };
			});
			if (at.name === name) {
				holds(at.seen, `${name} has the focus and cannot be seen`);
				return;
			}
		}
		throw new Error(`${name} is not reached`);
	};

	await tabTo('Skip to the page');
	await page.keyboard.press('Enter');
	await tabTo('Passphrase, or the twelve recovery words');
	await page.keyboard.type(passphrase);
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'What would you like to do?' }).waitFor();
	await tabTo('One line');
	await page.keyboard.press('Enter');
	await page.getByRole('heading', { name: 'One line' }).waitFor();
	await tabTo('What happened?');
	await page.keyboard.type('typed');
	await tabTo('Save');
	await page.keyboard.press('Enter');
	await page.getByText('Saved: it is on the disk').waitFor();
	await context.close();
	server.stop();
	await server.left;
}

// Three presses of Shift: gone, and Back shows nothing.
async function leaveInAHurry(vault) {
	const server = await serve(vault), { context, page } = await visit(server);

	await unlock(page);
	await page.goto(server.origin + '/a');
	await page.getByLabel('What happened?').fill('half a sent');
	for (let i = 0; i < 3; i++)
		await page.keyboard.press('Shift');
	await page.waitForFunction(() => document.title === 'Notes' && document.body.innerText.trim() === '');
	equal(await server.left, 0, 'it ended, and the keys with it');
	await page.goBack().catch(() => null); // nobody answers any more
	await page.waitForLoadState().catch(() => null);
	equal((await page.locator('body').innerText()).includes('half a sent'), false, 'Back shows it');
	await context.close();
}

// The page is blank before anybody answers.
async function blankAtOnce(vault) {
	const server = await serve(vault), { context, page } = await visit(server);

	await unlock(page);
	await page.route('**/x', () => {}); // the answer never comes: what is seen is the page's own doing
	const waited = await page.evaluate(async () => {
		const press = () => document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift' }));
		const at = performance.now();

		press(); press(); press();
		await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
		return [performance.now() - at, getComputedStyle(document.body).display];
	});
	equal(waited[1], 'none', 'what is seen');
	console.log(`    blank after ${waited[0].toFixed(1)} ms, two frames included`);
	await context.close();
	server.stop();
	await server.left;
}

async function backAfterLock(vault) {
	const server = await serve(vault), { context, page } = await visit(server);

	await unlock(page);
	await page.goto(server.origin + '/t?w=1');
	await page.getByRole('button', { name: 'Lock' }).click();
	await page.getByRole('heading', { name: 'Open the diary' }).waitFor();
	await page.goBack();
	holds(!(await page.content()).includes('stood outside'), 'Back after locking shows nothing');
	await context.close();
	server.stop();
	await server.left;
}

// What finds nothing anywhere is shown something to find.
async function axeFinds(vault) {
	const server = await serve(vault), { context, page } = await visit(server);

	await page.evaluate(() => {
		document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/x"><button></button>');
	});
	equal((await violations(page)).map((v) => v.split(':')[0]).sort(), ['button-name', 'image-alt'], 'found');
	await context.close();
	server.stop();
	await server.left;
}

// A link is good once: a second browser is told so, and has nothing.
async function theLinkOnce(vault) {
	const server = await serve(vault), first = await visit(server), second = await visit(server);

	holds(await second.page.getByText('This link was used already').isVisible(), 'said');
	equal((await second.page.goto(server.origin + '/h')).status(), 403, 'the second');
	await unlock(first.page);
	await first.context.close();
	await second.context.close();
	server.stop();
	await server.left;
}

const empty = newVault('empty'), noted = newVault('noted'), plain = newVault('plain'), typed = newVault('typed');

daybook('demo', join(scratch, 'demo'));
const sample = { path: join(scratch, 'demo', 'vault'), phrase: readFileSync(join(scratch, 'demo', 'passphrase.txt'), 'utf8').trim() };
await test('browser__a_note_with_scripts', () => aNoteOnly(noted));
await test('browser__a_note_without_scripts', () => aNoteOnly(plain, { javaScriptEnabled: false }));
await test('browser__by_keyboard_alone', () => byKeyboard(typed));
await test('browser__leave_in_a_hurry', () => leaveInAHurry(noted));
await test('browser__blank_at_once', () => blankAtOnce(noted));
await test('browser__back_after_lock', () => backAfterLock(noted));
await test('browser__the_link_is_good_once', () => theLinkOnce(noted));
await test('browser__what_is_wrong_is_found', () => axeFinds(empty));
await test('browser__every_page_of_an_empty_diary', () => inEveryColour(empty, 'empty'));
await test('browser__every_page_of_the_sample_case', () => inEveryColour(sample, 'sample'));
await browser.close();
finish();
