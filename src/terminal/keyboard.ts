/**
 * How a program asked to be told of keys: kitty's flags, with a stack for each screen, and xterm's modifyOtherKeys.
 *
 * @see https://sw.kovidgoyal.net/kitty/keyboard-protocol/#progressive-enhancement
 */

/** All flags there are. */
const KNOWN_FLAGS = 31;
/** A program that pushes and never pops loses its oldest entries. */
const DEEPEST_STACK = 32;

type Screen = 'main' | 'alternate';

export class Keyboard {
  /** The last entry holds the flags in force. */
  readonly #stacks: Readonly<Record<Screen, number[]>> = {main: [0], alternate: [0]};
  screen: Screen = 'main';
  modifyOtherKeys: 0 | 1 | 2 = 0;

  get flags(): number {
    return this.#stacks[this.screen].at(-1) ?? 0;
  }

  /** `CSI > flags u` */
  push(flags: number): void {
    const stack = this.#stacks[this.screen];
    stack.push(flags & KNOWN_FLAGS);
    if (stack.length > DEEPEST_STACK) stack.shift();
  }

  /** `CSI < count u`; what is popped from an empty stack leaves no flags. */
  pop(count: number): void {
    const stack = this.#stacks[this.screen];
    stack.length = Math.max(0, stack.length - count);
    if (stack.length === 0) stack.push(0);
  }

  /** `CSI = flags ; how u`: 1 sets all flags, 2 adds those given, 3 takes them away. */
  set(given: number, how: number): void {
    const stack = this.#stacks[this.screen];
    const flags = given & KNOWN_FLAGS;
    if (how === 1) stack[stack.length - 1] = flags;
    if (how === 2) stack[stack.length - 1] = this.flags | flags;
    if (how === 3) stack[stack.length - 1] = this.flags & ~flags;
  }

  reset(): void {
    for (const stack of Object.values(this.#stacks)) stack.splice(0, stack.length, 0);
    this.modifyOtherKeys = 0;
  }
}
