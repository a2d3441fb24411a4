/** Scenes of turns in which nobody is asked for anything. */
import type {Scene} from './stage.ts';

const turn: Scene = {
  about: 'a prompt; the model is silent, then speaks slowly',
  script: model => {
    const reply = model.when(/^tell me of tea$/u).waits('word');
    for (const word of ['Tea is made ', 'of leaves ', 'and of water\n', 'that has ', 'just boiled.'])
      reply.says(word).waits('word');
  },
  play: async stage => {
    await stage.opens();
    await stage.says('tell me of tea');
    await stage.model.reaches('word');
    await stage.settles();
    for (let word = 0; word < 6; word++) {
      stage.model.opens('word');
      await stage.holds(600);
    }
    await stage.isDone(/tea/u);
    await stage.settles();
  },
};

const command: Scene = {
  about: 'it runs a command that prints nothing for five seconds, without asking',
  opening: {isTrusted: true},
  script: model => {
    model
      .when(/^make tea$/u)
      .says('I let it draw.')
      .runs('sleep 5; echo drawn')
      .says('The tea has drawn.');
  },
  play: async stage => {
    await stage.opens();
    await stage.says('make tea');
    await stage.isDone(/tea/u, 1);
    await stage.settles();
  },
};

const interrupt: Scene = {
  about: 'the person stops a turn',
  script: model => {
    model
      .when(/^tell me of tea$/u)
      .says('Tea is made of ')
      .hangs();
  },
  play: async stage => {
    await stage.opens();
    await stage.says('tell me of tea');
    await stage.model.hears(/tea/u);
    await stage.settles();
    await stage.agent.stops();
    stage.is('idle', 'the person has stopped it');
    await stage.model.loses(/tea/u);
    await stage.settles();
  },
};

const draft: Scene = {
  about: 'a turn ends, and the person begins to type and leaves it at that',
  script: model => {
    model.when(/^make tea$/u).says('The tea is made.');
  },
  play: async stage => {
    await stage.opens();
    await stage.says('make tea');
    await stage.isDone(/tea/u);
    await stage.settles();
    stage.presses('a', 'idle', 'the person has reacted');
    for (const key of 'nd then'.split('')) {
      await stage.holds(120);
      stage.agent.pane.types(key);
    }
    await stage.settles();
  },
};

const queue: Scene = {
  about: 'the person says something more while it works, which it takes up by itself',
  script: model => {
    model
      .when(/^make tea$/u)
      .says('The water is on. ')
      .waits('water')
      .says('The tea is made.');
    model
      .when(/^and toast$/u)
      .waits('toast')
      .says('The toast is made.');
  },
  play: async stage => {
    await stage.opens();
    await stage.says('make tea');
    await stage.model.reaches('water');
    await stage.thinks();
    await stage.agent.says('and toast');
    await stage.thinks();
    stage.model.opens('water');
    await stage.model.reaches('toast');
    await stage.thinks();
    stage.model.opens('toast');
    await stage.isDone(/toast/u);
    await stage.settles();
  },
};

export const turns: Readonly<Record<string, Scene>> = {turn, command, interrupt, draft, queue};
