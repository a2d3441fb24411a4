/** Scenes in which something is wrong with the login, the model's server or the way to it. */
import type {Kind} from '../model/ask.ts';
import {exhausted, refused, unauthorised, type Refusal} from '../agents/failures.ts';
import type {Scene} from './stage.ts';

/** Each request is refused, and it gives up, at once or after some tries. */
const refusing = (about: string, of: () => Readonly<Record<Kind, Refusal>>): Scene => ({
  about,
  script: (model, kind) => {
    const {status, ...more} = of()[kind].failure;
    model.when(/^make tea$/u).fails(status, more);
  },
  play: async (stage, kind) => {
    await stage.opens();
    await stage.says('make tea');
    await stage.fails(of()[kind].shows, 'it has shown that it gives up');
    await stage.settles();
  },
});

const limit: Scene = {
  ...refusing('what was paid for is used up for an hour; Gemini CLI asks what to do', () => exhausted(new Date())),
  play: async (stage, kind) => {
    const {shows} = exhausted(new Date())[kind];
    await stage.opens();
    await stage.says('make tea');
    if (kind === 'gemini') await stage.asks({shows}, 'it asks whether to try on');
    else await stage.fails(shows, 'it has shown until when nothing goes');
    await stage.settles();
  },
};

const trouble: Scene = {
  about: 'the server fails twice, and the agent tries again by itself until it succeeds',
  script: model => {
    model
      .when(/^make tea$/u)
      .fails(500, {message: 'Internal server error', times: 2})
      .says('The tea is made.');
  },
  play: async stage => {
    await stage.opens();
    await stage.says('make tea');
    await stage.isDone(/tea/u);
    await stage.settles();
  },
};

const cut: Scene = {
  about: 'the line is cut in the middle of each answer, until it gives up; the others try for minutes',
  kinds: ['codex', 'gemini'],
  script: model => {
    model
      .when(/^make tea$/u)
      .says('The water is ')
      .cuts();
  },
  play: async (stage, kind) => {
    await stage.opens();
    await stage.says('make tea');
    await stage.fails(kind === 'codex' ? /■ stream disconnected/u : /✕ \[API Error/u, 'it has shown that it gives up');
    await stage.settles();
  },
};

export const troubles: Readonly<Record<string, Scene>> = {
  auth: refusing('the login is not valid', () => unauthorised),
  limit,
  error: refusing('the server refuses the request', () => refused),
  trouble,
  cut,
};
