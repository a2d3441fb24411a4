/** A person at a terminal: types, points, looks. Every action waits until all rests, before and after; a look looks once. */
import type {Rect} from '../../src/core/layout.ts';
import {areasOf, isTooSmall, type View} from '../../src/core/view.ts';
import type {Connection} from '../../src/protocol/connection.ts';
import {encodeFrame, encodeTaken, KIND, type Frame} from '../../src/protocol/frame.ts';
import type {Bye, ClientHello, Message} from '../../src/protocol/message.ts';
import {QUESTIONS} from '../../src/server/view/outer.ts';
import type {Fail} from './agent.ts';
import {runLine, type Line, type Outcome} from './caller.ts';
import {differencesFrom} from './golden.ts';
import {bytesOf, mouseBytes} from './keys.ts';
import {introduce, type Link} from './link.ts';
import {Screen} from './screen.ts';
import type {StoryWorld} from './world.ts';

/** A place on the screen by its name. `pane` is the one in focus, unless a session is named. */
export type Place = {
  readonly in?: 'screen' | 'pane' | 'board' | 'leases' | 'table' | 'agents' | 'status bar' | 'dialog';
  /** The session whose pane is meant. */
  readonly of?: string;
};

/** What a terminal is like. 80×24 with 256 colours when nothing is said. */
export type Terminal = {
  readonly cols?: number;
  readonly rows?: number;
  readonly colours?: 'none' | '16' | '256' | 'true';
  /** The value of `TERM`. */
  readonly name?: string;
  /** What it answers when it is asked what it is. */
  readonly answers?: string;
  /** How the client attaches: the session it has alone, whether it only looks, whether the others shall go. */
} & Pick<ClientHello, 'show' | 'watching' | 'takeover'>;

/** Of a terminal that knows nothing but what all know. */
const PLAIN_ANSWER = '\u001b[?62;22c';

type Attachment = {
  readonly link: Link;
  readonly connection: Connection;
  readonly screen: Screen;
  /** The client's number in the server. */
  id: number;
  readonly answers: string;
  /** Frames that came and were not taken. */
  readonly untaken: number[];
  bye?: Bye;
};

const WHEEL = {up: 64, down: 65} as const;

/** One person. */
export class User implements Disposable {
  readonly name: string;
  readonly #world: StoryWorld;
  readonly #fail: Fail;
  #at: Attachment | undefined;
  #isReading = true;

  constructor(world: StoryWorld, name: string, fail: Fail) {
    this.#world = world;
    this.name = name;
    this.#fail = fail;
  }

  /** The screen as it is, or as it was when the person left; undefined before the first attach. */
  get screen(): Screen | undefined {
    return this.#at?.screen;
  }

  async attaches(terminal: Terminal = {}): Promise<void> {
    const {cols = 80, rows = 24, colours = '256', name = 'xterm-256color', answers = PLAIN_ANSWER, ...how} = terminal;
    await this.#world.settled();
    this.#at?.screen[Symbol.dispose]();
    const link = this.#world.connect();
    const screen = new Screen({cols, rows});
    const connection = introduce(
      link,
      {
        name: this.name,
        env: this.#world.env,
        cwd: this.#world.repository.root,
        terminal: {cols, rows, name, colours},
        ...how,
      },
      {wire: this.#world.wire, onMessage: it => this.#told(it), onFrame: it => this.#painted(it)},
    );
    this.#at = {link, connection, screen, answers, id: 0, untaken: []};
    this.#isReading = true;
    await this.#world.settled();
    this.#attachment.id = this.#world.life.chrome.newest;
  }

  /** Leave by key; everything goes on. */
  async detaches(): Promise<void> {
    await this.presses('C-b d');
    await this.wasLetGo('detached');
  }

  /** The connection is cut without a word. */
  async isCutOff(): Promise<void> {
    await this.#does(({link}) => link.near.destroy());
  }

  /** Press chords of the keymap, fast: `C-b c`. */
  async presses(chords: string): Promise<void> {
    for (const chord of chords.split(' ')) {
      this.#world.wire.note(this.name, `presses ${chord}`);
      this.#sends(bytesOf(chord));
      // An Escape is one only when nothing follows it at once.
      if (chord === 'Esc') await this.#world.settled();
    }
    await this.#world.settled();
  }

  /** Type text, key by key. */
  async types(text: string): Promise<void> {
    await this.#does(() => {
      for (const char of text) this.#sends(char);
    });
  }

  /** The terminal says something by itself, or late; each piece is a read. */
  async terminalSays(...pieces: readonly string[]): Promise<void> {
    await this.#does(() => {
      for (const piece of pieces) this.#sends(piece);
    });
  }

  /** Go to another window. */
  async looksAway(): Promise<void> {
    await this.terminalSays('\u001b[O');
  }

  /** Come back to the terminal. */
  async looksBack(): Promise<void> {
    await this.terminalSays('\u001b[I');
  }

  /** Paste, as a terminal with bracketed paste sends it. */
  async pastes(text: string): Promise<void> {
    await this.#does(() => this.#sends(`\u001b[200~${text}\u001b[201~`));
  }

  /** Click on a cell, or on the first cell of a text that is on the screen. */
  async clicks(where: string | {readonly x: number; readonly y: number}): Promise<void> {
    await this.#world.settled();
    const at = typeof where === 'string' ? this.#find(where) : where;
    await this.#does(() => this.#sends(mouseBytes(0, at) + mouseBytes(0, at, true)));
  }

  /** Press the mouse on the first cell of a text, move to the last cell of another, and let go. */
  async drags(from: string, to: string): Promise<void> {
    await this.#world.settled();
    const end = this.#find(to);
    const last = {x: end.x + to.length - 1, y: end.y};
    const [first, held] = [mouseBytes(0, this.#find(from)), mouseBytes(32, last)];
    await this.#does(() => this.#sends(first + held + mouseBytes(0, last, true)));
  }

  /** Take hold of a cell with the mouse, move, and let go. */
  async dragsFrom(from: {x: number; y: number}, to: {x: number; y: number}): Promise<void> {
    await this.#does(() => this.#sends(mouseBytes(0, from) + mouseBytes(32, to) + mouseBytes(0, to, true)));
  }

  /** Turn the wheel by notches, over a pane. */
  async wheels(way: 'up' | 'down', notches = 1, place: Place = {in: 'pane'}): Promise<void> {
    await this.#does(() => this.#sends(mouseBytes(WHEEL[way], this.#rectOf(place)).repeat(notches)));
  }

  async resizes(cols: number, rows: number): Promise<void> {
    await this.#does(({connection, screen}) => {
      screen.resize(cols, rows);
      connection.send({type: 'resize', cols, rows});
    });
  }

  /** Let frames lie: the terminal is busy, or the line is slow. */
  async stopsReading(): Promise<void> {
    await this.#does(() => (this.#isReading = false));
  }

  /** Take what lies there, and all that comes. */
  async readsAgain(): Promise<void> {
    await this.#does(({connection, untaken}) => {
      this.#isReading = true;
      for (const number of untaken.splice(0)) connection.write(encodeTaken(number));
    });
  }

  /** So many frames lie there at the most. */
  async wasSentAtMost(frames: number): Promise<void> {
    await this.#world.settled();
    const {length} = this.#attachment.untaken;
    if (length > frames) this.#fail(`${this.name} was sent at most ${frames} frame(s)`, [`${length} wait`]);
  }

  /** Run a verb in another terminal. */
  async runs(line: Line): Promise<Outcome> {
    return runLine(
      this.#world,
      {name: `${this.name}'s shell`, env: this.#world.env, cwd: this.#world.repository.root},
      line,
    );
  }

  /** A text stands in one line of a place. */
  async sees(text: string, place: Place = {}): Promise<void> {
    await this.#world.settled();
    if (!this.#textIn(place).some(row => row.includes(text)))
      this.#fail(`${this.name} sees ${JSON.stringify(text)} ${nameOf(place)}`, this.#textIn(place));
  }

  /** A text stands nowhere in a place. */
  async seesNot(text: string, place: Place = {}): Promise<void> {
    await this.#world.settled();
    if (this.#textIn(place).some(row => row.includes(text)))
      this.#fail(`${this.name} does not see ${JSON.stringify(text)} ${nameOf(place)}`, this.#textIn(place));
  }

  /** A place is on the screen. */
  async hasOpen(place: NonNullable<Place['in']>): Promise<void> {
    await this.#world.settled();
    if (this.#rectIfThere({in: place}) === undefined) this.#fail(`${this.name} has the ${place} open`);
  }

  /** A place is not on the screen. */
  async hasClosed(place: NonNullable<Place['in']>): Promise<void> {
    await this.#world.settled();
    if (this.#rectIfThere({in: place}) !== undefined) this.#fail(`${this.name} has the ${place} closed`);
  }

  /** The whole screen is as in `test/screens/NAME.txt`. */
  async screenIs(name: string): Promise<void> {
    await this.#world.settled();
    const differences = differencesFrom(name, this.#attachment.screen, this.#world.goldens);
    if (differences.length > 0) this.#fail(`${this.name}'s screen is "${name}"`, differences);
  }

  /** The window of the terminal is called so. */
  async windowIsCalled(title: string): Promise<void> {
    await this.#world.settled();
    const {screen} = this.#attachment;
    if (screen.title !== title) this.#fail(`${this.name}'s window is called ${title}`, [`it is ${screen.title}`]);
  }

  /** The cursor stands on a cell. */
  async cursorAt(x: number, y: number): Promise<void> {
    await this.#world.settled();
    const {cursor} = this.#attachment.screen;
    const where = cursor === undefined ? 'hidden' : `at ${cursor.x},${cursor.y}`;
    if (where !== `at ${x},${y}`) this.#fail(`${this.name}'s cursor is at ${x},${y}`, [`it is ${where}`]);
  }

  /** The cursor stands in a pane, which has the keys. */
  async cursorIsIn(session: string): Promise<void> {
    await this.#world.settled();
    const {x, y, cols, rows} = this.#rectOf({in: 'pane', of: session});
    const {cursor} = this.#attachment.screen;
    const isThere =
      cursor !== undefined && cursor.x >= x && cursor.x < x + cols && cursor.y >= y && cursor.y < y + rows;
    if (!isThere) this.#fail(`${this.name}'s cursor is in the pane of ${session}`);
  }

  /** No pane has the keys. */
  async cursorIsHidden(): Promise<void> {
    await this.#world.settled();
    if (this.#attachment.screen.cursor !== undefined) this.#fail(`${this.name}'s cursor is hidden`);
  }

  /** The panes on the screen show these sessions, in the order of the layout. */
  async hasPanes(...sessions: readonly string[]): Promise<void> {
    await this.#world.settled();
    const found = this.#areas.panes.map(it => it.session);
    if (found.join(' ') !== sessions.join(' '))
      this.#fail(`${this.name} has the panes ${sessions.join(', ')}`, [`they are ${found.join(', ')}`]);
  }

  /** The terminal got pictures and nothing else: no titles but ours, no questions, no sequences of other kinds. */
  async gotOnlyPictures(): Promise<void> {
    await this.#world.settled();
    const {disturbances} = this.#attachment.screen;
    if (disturbances.length > 0) this.#fail(`${this.name}'s terminal got only pictures`, disturbances.slice(0, 10));
  }

  /** The terminal rang so often. */
  async heardBells(count: number): Promise<void> {
    await this.#world.settled();
    const {bells} = this.#attachment.screen;
    if (bells !== count) this.#fail(`${this.name} heard ${count} bell(s)`, [`${bells}`]);
  }

  /** The terminal was given these notices since the person attached, and no others. */
  async wasNotified(...texts: readonly string[]): Promise<void> {
    await this.#world.settled();
    const {notices} = this.#attachment.screen;
    if (notices.join('\n') !== texts.join('\n')) this.#fail(`${this.name} was notified: ${texts.join(' | ')}`, notices);
  }

  /** A text lies in the clipboard of the person's machine. */
  async hasCopied(text: string): Promise<void> {
    await this.#world.settled();
    const {clipboard} = this.#attachment.screen;
    if (clipboard !== text) this.#fail(`${this.name} has copied ${JSON.stringify(text)}`, [JSON.stringify(clipboard)]);
  }

  /** The terminal was told this, which is no picture. */
  async terminalWasTold(words: string): Promise<void> {
    await this.#world.settled();
    const {told} = this.#attachment.screen;
    if (!told.includes(words)) this.#fail(`${this.name}'s terminal was told ${JSON.stringify(words)}`, told);
  }

  /** The server ended the connection, and said why. */
  async wasLetGo(reason: Bye['reason']): Promise<void> {
    await this.#world.settled();
    const {bye, connection} = this.#attachment;
    if (bye?.reason !== reason || connection.isOpen)
      this.#fail(`${this.name} was let go because: ${reason}`, [
        `reason: ${bye?.reason ?? 'none'}, connection ${connection.isOpen ? 'open' : 'closed'}`,
      ]);
  }

  [Symbol.dispose](): void {
    this.#at?.screen[Symbol.dispose]();
  }

  get #attachment(): Attachment {
    if (this.#at === undefined) throw new Error(`${this.name} is not attached`);
    return this.#at;
  }

  get #view(): View {
    const view = this.#world.life.chrome.viewOf(this.#attachment.id);
    if (view === undefined) throw new Error(`${this.name} looks at nothing`);
    return view;
  }

  get #areas(): ReturnType<typeof areasOf> {
    const view = this.#view;
    if (isTooSmall(view)) throw new Error(`${this.name}'s terminal is too small to have places`);
    return areasOf(view);
  }

  async #does(act: (at: Attachment) => void): Promise<void> {
    await this.#world.settled();
    act(this.#attachment);
    await this.#world.settled();
  }

  #sends(text: string): void {
    this.#attachment.connection.write(encodeFrame(KIND.input, Buffer.from(text)));
  }

  #told(message: Message): void {
    if (message.type === 'bye' && this.#at !== undefined) this.#at.bye = message;
  }

  #painted({kind, payload}: Frame): void {
    const {screen, connection, untaken, answers} = this.#attachment;
    if (kind !== KIND.painted) return;
    const number = payload.readUInt32BE(0);
    const bytes = payload.subarray(4);
    screen.feed(bytes);
    if (bytes.toString() === QUESTIONS) this.#sends(answers);
    if (this.#isReading) connection.write(encodeTaken(number));
    else untaken.push(number);
  }

  #rectOf(place: Place): Rect {
    const rect = this.#rectIfThere(place);
    if (rect === undefined) return this.#fail(`${this.name} has something ${nameOf(place)} to look at`);
    return rect;
  }

  #rectIfThere({in: where = 'screen', of: session}: Place): Rect | undefined {
    const {cols, rows} = this.#attachment.screen;
    if (where === 'screen') return {x: 0, y: 0, cols, rows};
    const {focus, dialog, zoomed} = this.#view;
    const {panes, panel, sidebar, tabs, status, overlays} = this.#areas;
    const pane = panes.find(it => (session === undefined ? it.pane === focus : it.session === session));
    return {
      'status bar': status,
      board: panel,
      leases: panel,
      table: panel,
      agents: sidebar ?? tabs,
      dialog: dialog === undefined ? undefined : overlays.at(-1),
      pane: zoomed ? pane?.frame : pane?.inner,
    }[where];
  }

  #textIn(place: Place): readonly string[] {
    return this.#attachment.screen.text(this.#rectOf(place));
  }

  #find(text: string): {x: number; y: number} {
    const rows = this.#attachment.screen.text();
    const y = rows.findIndex(row => row.includes(text));
    if (y < 0) this.#fail(`${this.name} clicks on ${JSON.stringify(text)}`, ['it is not on the screen']);
    return {x: rows[y]?.indexOf(text) ?? 0, y};
  }
}

const nameOf = ({in: where = 'screen', of: session}: Place): string => {
  if (where === 'screen') return 'on the screen';
  return session === undefined ? `in the ${where}` : `in the ${where} of ${session}`;
};
