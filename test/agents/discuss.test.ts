/** A roundtable of real agents: Codex and Claude Code differ, are asked once more, and go on in their conversations the next time. */
import {rmSync} from 'node:fs';
import {delimiter, join} from 'node:path';
import {expect, test} from 'vitest';
import {absenceOf, binOf, kinds} from '../kit/agents/packages.ts';
import {prepare} from '../kit/agents/setup.ts';
import type {Kind} from '../kit/model/ask.ts';
import {Model} from '../kit/model/model.ts';
import {Machine} from '../smoke/machine.ts';

const panel: readonly Kind[] = ['codex', 'claude'];
const absence = kinds.map(absenceOf).find(it => it !== undefined);
if (absence !== undefined) process.stderr.write(`skipped: ${absence}\n`);

/** A machine on which some agents are installed, and speak to a scripted model. */
const machineWith = (agents: readonly Kind[], model: Model): Machine => {
  const machine = new Machine();
  const {folder} = machine;
  const ready = (kind: Kind) => prepare(kind, {folder, model: model.url, trusts: [`${folder}/shop`]}).env;
  // The machine's own folder of settings is another one than that which was prepared.
  const OPENCODE_CONFIG = `${folder}/home/.config/opencode/opencode.json`;
  const PATH = [...agents.map(binOf), machine.env['PATH']].join(delimiter);
  Object.assign(machine.env, Object.assign({}, ...agents.map(ready)), {...machine.env, PATH, OPENCODE_CONFIG});
  return machine;
};

const reply = (position: string, stance: string, more: Readonly<Record<string, unknown>> = {}) => ({
  position,
  stance,
  reasons: [`${position}, since it is so`],
  risks: [],
  recommendation: position,
  open_questions: [],
  ...more,
});

const ROUND_ONE = /^You are \w+\.\s+A roundtable of codex, claude/u;
const ROUND_TWO = /The roundtable goes on[\s\S]*# The point/u;

test(
  'codex and claude differ, and are asked once more about that; the next time each knows what it said',
  {timeout: 180_000},
  async ({skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    model.when(ROUND_TWO, {from: 'codex'}).answers(reply('Keep the parser for a year', 'for'));
    model.when(ROUND_TWO, {from: 'claude'}).answers(reply('Keep the parser for a year', 'for'));
    model.when(/Keep the old parser\?/u, {from: 'codex'}).answers(reply('Keep the parser', 'for'));
    const risks = [{text: 'nobody knows it any more', severity: 'medium'}];
    model.when(/Keep the old parser\?/u, {from: 'claude'}).answers(reply('Drop the parser', 'against', {risks}));
    model.when(/And the lexer\?/u).answers(reply('Keep the lexer', 'for'));
    await using machine = machineWith(panel, model);
    const shop = machine.repository();

    const found = await shop.does('discuss', 'Keep the old parser?', '--follow-up-once');
    expect(found).toMatchObject({
      panel: [{name: 'codex'}, {name: 'claude'}],
      status: 'done',
      stop_reason: 'follow_up_complete',
      follow_up_reason: 'disagreement',
      counts: {agreements: 2, disagreements: 0, risks: 1},
      synthesis: {risks: [{raised_by: ['claude']}], confidence: 'high'},
    });
    const {rounds, usage, errors} = await shop.does('show-discussion');
    expect(errors).toEqual([]);
    expect(rounds[0]?.replies.map(it => [it.participant, it.status, it.stance, it.is_loose])).toEqual([
      ['codex', 'ok', 'for', false],
      ['claude', 'ok', 'against', false],
    ]);
    expect(usage?.output).toBeGreaterThan(0);
    const second = await model.hears(ROUND_TWO);
    expect(second.ask.prompt).toContain('codex: "Keep the parser" (for); claude: "Drop the parser" (against)');
    expect(second.ask.prompt).not.toContain('since it is so');
    expect(second.ask.turn).toBe(2);

    expect(await shop.does('discuss', 'And the lexer?')).toMatchObject({stop_reason: 'round_one_complete'});
    expect((await model.hears(/And the lexer\?/u)).ask.turn).toBe(3);
    expect(Object.keys((await shop.does('show-conversation')).participants).toSorted()).toEqual(['claude', 'codex']);
    expect(model.turns.filter(it => ROUND_ONE.test(it.ask.prompt)).map(it => it.ask.turn)).toContain(1);
    expect(model.unscripted).toEqual([]);
  },
);

test(
  'all four sit at one table; what each has lost it begins anew, and says so',
  {timeout: 240_000},
  async ({skip}) => {
    skip(absence !== undefined, absence);
    await using model = await Model.open();
    const words = reply('Keep it', 'for');
    for (const kind of panel) model.when(/A roundtable of/u, {from: kind}).answers(words);
    model.when(/A roundtable of/u).says(JSON.stringify(words));
    await using machine = machineWith(kinds, model);
    const shop = machine.repository();
    const first = await shop.does('discuss', 'Keep it?', '--timeout', '120');
    expect(first).toMatchObject({counts: {agreements: 2}, synthesis: {confidence: 'high'}});
    expect(first.panel.map(it => it.name)).toEqual(['codex', 'claude', 'opencode', 'gemini']);
    expect(Object.keys((await shop.does('show-conversation')).participants)).toHaveLength(4);
    const home = machine.env['HOME'] ?? '';
    for (const kept of ['.codex/sessions', '.claude/projects', '.local/share/opencode', '.gemini/tmp'])
      rmSync(join(home, kept), {recursive: true});
    expect(await shop.does('discuss', 'Keep it?', '--timeout', '120')).toMatchObject({counts: {agreements: 2}});
    const {errors} = await shop.does('show-discussion');
    expect(errors.map(it => it.replace(/:.*;/u, ':')).toSorted()).toEqual(
      kinds.map(kind => `${kind}: it began anew`).toSorted(),
    );
  },
);
