/** What a person can see of a client's screen: whether anybody is at it, and which sessions are in sight. */
import {areasOf, isTooSmall, type View} from '../../core/view.ts';
import type {Rect} from '../../core/layout.ts';
import type {Token} from '../../terminal/input.ts';

/**
 * How long a terminal counts as focused after a key, milliseconds, where it has not said so: many tell no focus, as tmux in
 * its usual settings. Who reads longer without a key is called once too often; who has left must not be missed.
 */
const HERE_MS = 60_000;

/** Whether the person is at one terminal. */
export class Sight {
  /** As the terminal said last; false before. */
  #isFocused = false;
  /** Milliseconds since 1970. */
  #typedAt: number;

  /** @param now who attaches has just typed a command */
  constructor(now: number) {
    this.#typedAt = now;
  }

  /** Take what came from the terminal. */
  take(token: Token, now: number): void {
    if (token.kind === 'focus') {
      this.#isFocused = token.gained;
      if (!token.gained) this.#typedAt = -Infinity;
    } else if (token.kind !== 'reply') this.#typedAt = now;
  }

  isFocused(now: number): boolean {
    return this.#isFocused || now - this.#typedAt < HERE_MS;
  }
}

/** The sessions whose live bottom is on a screen: not those that are scrolled back, nor those half covered or more. */
export const sessionsInSight = (view: View): readonly string[] => {
  if (isTooSmall(view)) return [];
  const {panes, overlays} = areasOf(view);
  return panes
    .filter(({pane, inner}) => view.reading[pane] === undefined && !overlays.some(it => coversHalf(it, inner)))
    .map(it => it.session);
};

const coversHalf = (over: Rect, rect: Rect): boolean => {
  const cols = Math.min(over.x + over.cols, rect.x + rect.cols) - Math.max(over.x, rect.x);
  const rows = Math.min(over.y + over.rows, rect.y + rect.rows) - Math.max(over.y, rect.y);
  return Math.max(0, cols) * Math.max(0, rows) * 2 >= rect.cols * rect.rows;
};
