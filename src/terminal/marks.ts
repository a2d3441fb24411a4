/** Places that a shell marked (OSC 133), on lines counted since the start. */
import type {Spot} from '../core/reading.ts';
import type {Mark} from './engine.ts';
import type {OscParser} from './osc.ts';

/** The oldest are forgotten. */
const MOST_MARKS = 2000;
const KINDS: Readonly<Record<string, Mark['kind']>> = {A: 'prompt', B: 'command', C: 'output', D: 'end'};

export class Marks {
  #all: Mark[] = [];

  get all(): readonly Mark[] {
    return this.#all;
  }

  /**
   * Take what a parser reads.
   *
   * @param own `spot` tells where the cursor is, `undefined` where nothing is marked
   */
  hear(parser: OscParser, {spot, onPrompt}: {spot: () => Spot | undefined; onPrompt: () => void}): void {
    parser.registerOscHandler(133, text => {
      const [letter = '', code = ''] = text.split(';');
      const kind = KINDS[letter];
      const at = spot();
      if (kind !== undefined && at !== undefined) this.#add({...at, kind, ...exitOf(kind, code)});
      if (kind === 'prompt') onPrompt();
      return true;
    });
  }

  /** Forget the marks on lines before this one. */
  dropBefore(line: number): void {
    if ((this.#all[0]?.line ?? line) < line) this.#all = this.#all.filter(it => it.line >= line);
  }

  /** Put the marks on other spots, in their order, after the text has moved. */
  move(spots: readonly Spot[]): void {
    this.#all = this.#all.map((mark, at) => ({...mark, ...spots[at]}));
  }

  clear(): void {
    this.#all = [];
  }

  /** A program may go back and mark a line again: what was marked there and below is of the past. */
  #add(mark: Mark): void {
    const isAgain = (it: Mark): boolean => it.line > mark.line || (it.line === mark.line && it.kind === mark.kind);
    while (this.#all.length > 0 && isAgain(this.#all.at(-1) ?? mark)) this.#all.pop();
    this.#all.push(mark);
    if (this.#all.length > MOST_MARKS) this.#all.shift();
  }
}

const exitOf = (kind: Mark['kind'], code: string): {exit?: number} =>
  kind === 'end' && /^-?\d{1,9}$/u.test(code) ? {exit: Number(code)} : {};
