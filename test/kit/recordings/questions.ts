/** Scenes of turns in which the person is asked. */
import {join} from 'node:path';
import type {Scene} from './stage.ts';

const askFirst: NonNullable<Scene['script']> = model => {
  model
    .when(/^make tea$/u)
    .says('I need hot water.')
    .runs('echo hot > tea.txt', {asks: 'May I boil water?'})
    .says('The tea is made.');
};

const permission: Scene = {
  about: 'it asks whether it may run a command, and may',
  script: askFirst,
  play: async stage => {
    const {permission: dialog} = stage.agent.manners;
    await stage.opens();
    await stage.says('make tea');
    await stage.asks(dialog, 'it asks whether it may run a command', /tea/u);
    await stage.settles();
    stage.presses(dialog.keys, 'working', 'it may');
    await stage.isDone(/tea/u, 1);
    await stage.settles();
  },
};

const refusal: Scene = {
  about: 'it asks whether it may run a command, and may not: that ends the turn',
  script: askFirst,
  play: async stage => {
    const {permission: dialog, refusal: keys} = stage.agent.manners;
    await stage.opens();
    await stage.says('make tea');
    await stage.asks(dialog, 'it asks whether it may run a command', /tea/u);
    await stage.thinks();
    stage.presses(keys, 'idle', 'it may not');
    await stage.settles();
  },
};

const question: Scene = {
  about: 'the model asks a question with options, and is answered',
  script: model => {
    model
      .when(/^make tea$/u)
      .asks('Which tea?', 'Green', 'Black')
      .says('Green tea it is.');
  },
  play: async stage => {
    const {question: dialog} = stage.agent.manners;
    await stage.opens();
    await stage.says('make tea');
    await stage.asks(dialog, 'it asks which tea', /tea/u);
    await stage.settles();
    stage.presses(dialog.keys, 'working', 'one is chosen');
    await stage.isDone(/tea/u, 1);
    await stage.settles();
  },
};

const desk = join(import.meta.dirname, '../agents/desk.ts');

const tool: Scene = {
  about: 'it asks whether it may use a tool of an MCP server, and may',
  kinds: ['codex', 'claude', 'gemini'],
  opening: {server: {name: 'desk', argv: [process.execPath, desk]}},
  script: model => {
    model
      .when(/^make tea$/u)
      .calls('desk__make', {what: 'tea'})
      .says('The desk has made it.');
  },
  play: async (stage, kind) => {
    const {tool: dialog} = stage.agent.manners;
    if (dialog === undefined) throw new Error(`${kind} does not ask`);
    await stage.opens();
    // Codex reports that it works while its MCP servers start.
    await stage.settles();
    await stage.says('make tea');
    await stage.asks(dialog, 'it asks whether it may use a tool', /tea/u);
    await stage.settles();
    stage.presses(dialog.keys, 'working', 'it may');
    await stage.isDone(/tea/u, 1);
    await stage.settles();
  },
};

export const questions: Readonly<Record<string, Scene>> = {permission, refusal, question, tool};
