/** How each real agent shows what it wants, and which keys answer it, in the versions of `packages.ts`. */
import type {Kind} from '../model/ask.ts';

/** A question on the screen, and the keys for its first friendly answer. */
export type Dialog = {readonly shows: RegExp; readonly keys: string};

export type Manners = {
  /** It takes a prompt. */
  readonly ready: RegExp;
  /** May it work in this folder? Some never ask. */
  readonly trust?: Dialog;
  /** May it run a command? */
  readonly permission: Dialog;
  /** The keys that refuse that. */
  readonly refusal: string;
  /** May it use a tool of an MCP server? OpenCode never asks. */
  readonly tool?: Dialog;
  /** A question of the model's, with options. */
  readonly question: Dialog;
  /** How long after a paste is shown Enter is a key of its own, milliseconds; with less it is a line feed in the prompt. */
  readonly enterMs: number;
  /** How long a dialog does not listen when it has come, milliseconds. */
  readonly dialogMs: number;
  /** Stop the turn: keys that are pressed one after the other, not at once. */
  readonly interrupt: readonly string[];
  /** End it, when its prompt is empty. */
  readonly quit: string;
};

const ESC = '\u001b';
const DOWN = `${ESC}[B`;
const RIGHT = `${ESC}[C`;

export const manners: Readonly<Record<Kind, Manners>> = {
  codex: {
    // Its prompt is drawn before there is a session; then its model and folder stand below.
    ready: /› Ask Codex[\s\S]* · \//u,
    trust: {shows: /Trust this folder\?/u, keys: '\r'},
    permission: {shows: /Would you like to run the following command\?/u, keys: 'y'},
    refusal: ESC,
    tool: {shows: /Allow the \w+ MCP server/u, keys: '\r'},
    question: {shows: /Question 1\/1/u, keys: '\r'},
    enterMs: 0,
    // Measured: the question of trust takes no key for up to 100 ms.
    dialogMs: 500,
    interrupt: [ESC],
    quit: '\u0003',
  },
  claude: {
    ready: /❯[\s\S]*(?:mode|edits) on/u,
    // What it offers first is to leave.
    trust: {shows: /Yes, I trust this folder/u, keys: `${DOWN}\r`},
    permission: {shows: /Do you want to proceed\?/u, keys: '1'},
    refusal: '4',
    tool: {shows: /Do you want to proceed\?/u, keys: '1'},
    question: {shows: /Enter to select/u, keys: '1'},
    enterMs: 0,
    // Measured: 100 ms are too few, 150 to 200 enough.
    dialogMs: 500,
    interrupt: [ESC],
    quit: '\u0003\u0003',
  },
  opencode: {
    ready: /Ask anything/u,
    permission: {shows: /Permission required/u, keys: '\r'},
    refusal: `${RIGHT}${RIGHT}\r`,
    question: {shows: /esc dismiss/u, keys: '\r'},
    enterMs: 0,
    dialogMs: 0,
    interrupt: [ESC, ESC],
    quit: '\u0003',
  },
  gemini: {
    ready: /Type your message/u,
    // Then it ends with 199, and wants to be started again.
    trust: {shows: /Do you trust the files in this folder\?/u, keys: '\r'},
    permission: {shows: /Allow execution of/u, keys: '\r'},
    refusal: ESC,
    tool: {shows: /Allow execution of/u, keys: '\r'},
    question: {shows: /Answer Questions/u, keys: '\r'},
    // Measured: 40 ms are too few, 60 enough.
    enterMs: 150,
    dialogMs: 0,
    interrupt: [ESC],
    quit: '\u0003\u0003',
  },
};
