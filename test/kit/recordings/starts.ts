/** Scenes of the start: what an agent asks before it takes a prompt, and how it ends. */
import type {Kind} from '../model/ask.ts';
import type {Scene} from './stage.ts';

const start: Scene = {
  about: 'it starts, and nothing happens',
  play: async stage => {
    await stage.opens();
    await stage.settles();
  },
};

const quit: Scene = {
  about: 'it starts, and the person leaves',
  play: async stage => {
    await stage.opens();
    stage.agent.pane.types(stage.agent.manners.quit);
    await stage.isGone();
  },
};

const trust: Scene = {
  about: 'it asks whether the folder is trusted, and is told that it is; Gemini CLI ends with 199 then',
  kinds: ['codex', 'claude', 'gemini'],
  opening: {trusts: []},
  play: async (stage, kind) => {
    const {trust: dialog} = stage.agent.manners;
    if (dialog === undefined) throw new Error(`${kind} does not ask`);
    await stage.asks(dialog, 'it asks whether the folder is trusted');
    await stage.settles();
    stage.presses(dialog.keys, 'starting', 'the folder is trusted');
    if (kind === 'gemini') await stage.isGone();
    else await stage.opens();
  },
};

const firstRun: Scene = {
  about:
    'a person who has a login starts it for the first time: a look is chosen, notes are read, the folder is trusted',
  kinds: ['claude'],
  // With this kind of login it does not look first whether its maker can be reached.
  opening: {isNew: true, trusts: [], env: {ANTHROPIC_AUTH_TOKEN: 'scripted'}},
  play: async stage => {
    await stage.asks({shows: /Choose the text style/u}, 'it asks for a look');
    await stage.settles();
    stage.presses('\r', 'starting', 'one is chosen');
    await stage.asks({shows: /Press Enter to continue/u}, 'it wants its notes read');
    await stage.thinks();
    stage.presses('\r', 'starting', 'they are');
    await stage.asks({shows: /Yes, I trust this folder/u}, 'it asks whether the folder is trusted');
    await stage.thinks();
    stage.presses('\u001b[B\r', 'starting', 'it is');
    await stage.opens();
  },
};

/** What each shows where a login is chosen. */
const logins: Partial<Record<Kind, RegExp>> = {
  codex: /Choose how you want to use Codex/u,
  gemini: /Enter Gemini API Key/u,
};

const login: Scene = {
  about: 'nobody has logged in, and it asks how to',
  kinds: ['codex', 'gemini'],
  opening: {isLoggedOut: true},
  play: async (stage, kind) => {
    await stage.asks({shows: logins[kind] ?? /never/u}, 'it asks for a login');
    await stage.settles();
  },
};

const loggedOut: Scene = {
  about: 'nobody has logged in, which it says when it gets a prompt',
  kinds: ['claude'],
  opening: {isLoggedOut: true},
  play: async stage => {
    await stage.opens();
    await stage.says('make tea');
    await stage.fails(/Not logged in · Please run/u, 'it has said that nobody is logged in');
    await stage.settles();
  },
};

export const starts: Readonly<Record<string, Scene>> = {
  start,
  quit,
  trust,
  'first-run': firstRun,
  login,
  'logged-out': loggedOut,
};
