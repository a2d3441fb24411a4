/** What a person does at their terminal, as it is decoded from what the terminal sends. */
import type {Chord} from '../core/keys.ts';

/** Modifiers that were held. */
export type Held = {readonly shift: boolean; readonly alt: boolean; readonly ctrl: boolean};

/** A key, and the bytes it came as. `text` is what it types, where it types something. */
export type KeyToken = {
  readonly kind: 'key';
  readonly chord: Chord;
  readonly text?: string;
  readonly bytes: Uint8Array;
};

/** The mouse, at a cell counted from 0. `button` is 0 left, 1 middle, 2 right; 0 where none is meant. */
export type MouseToken = Held & {
  readonly kind: 'mouse';
  readonly action: 'press' | 'release' | 'drag' | 'move' | 'wheel-up' | 'wheel-down';
  readonly button: 0 | 1 | 2;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
};

export type Token =
  | KeyToken
  | MouseToken
  /** A bracketed paste, as it was pasted. */
  | {readonly kind: 'paste'; readonly text: string}
  | {readonly kind: 'focus'; readonly gained: boolean}
  /** The terminal's own answer to a question: never typed into a pane. */
  | {readonly kind: 'reply'; readonly bytes: Uint8Array};
