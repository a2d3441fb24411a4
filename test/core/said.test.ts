import {expect, test} from 'vitest';
import type {Artifact, Synthesis} from '../../src/core/artifact.ts';
import {noteOf, saidOf} from '../../src/core/said.ts';

const synthesis: Synthesis = {
  agreements: ['sessions expire'],
  disagreements: [{point: 'how long', by: {codex: 'a day', claude: 'a\nweek'}}],
  risks: [{text: 'work is lost', severity: 'high', raised_by: ['claude']}],
  recommendations: [{text: 'ask before', supported_by: ['codex', 'claude']}],
  open_questions: ['which clock?'],
  missing_participants: ['gemini'],
  confidence: 'low',
  single_view: null,
  positions: [
    {participant: 'codex', position: 'a day', stance: 'for'},
    {participant: 'claude', position: 'a week', stance: null},
  ],
};
const ended = {run_id: 'run-20260102T030405000000Z', topic: 'Shall they\nexpire?', synthesis} as unknown as Artifact;

test('what they differ in is told before what they agree on, each with who said it', () => {
  expect(saidOf(synthesis).map(({kind, text}) => `${kind}: ${text}`)).toEqual([
    'differ: how long (codex: a day; claude: a week)',
    'agreed: sessions expire',
    'risk: high: work is lost (claude)',
    'advice: ask before (codex, claude)',
    'open: which clock?',
    'unheard: gemini',
  ]);
});

test('one view is called so', () => {
  const alone = {...synthesis, agreements: [], disagreements: [], single_view: 'codex'};
  expect(saidOf(alone)[0]).toEqual({kind: 'alone', text: 'only codex could be heard'});
});

test('much is cut: the whole is in the artifact', () => {
  const long = {...synthesis, agreements: Array.from({length: 99}, () => 'x'.repeat(9999))};
  const said = saidOf(long);
  expect([said.length, said[1]?.text.length]).toEqual([40, 400]);
});

test('a note tells who stood where, what it came to, and where every word is', () => {
  expect(noteOf(ended).split('\n')).toEqual([
    'Roundtable run-20260102T030405000000Z: Shall they expire?',
    '- codex (for): a day',
    '- claude: a week',
    '- differ: how long (codex: a day; claude: a week)',
    '- agreed: sessions expire',
    '- risk: high: work is lost (claude)',
    '- advice: ask before (codex, claude)',
    '- open: which clock?',
    '- not heard: gemini',
    'Every word: roundhouse show-discussion run-20260102T030405000000Z',
  ]);
});

test('a discussion without a result says why', () => {
  expect(noteOf({...ended, synthesis: null, stop_reason: 'interrupted'})).toContain(
    '- ended without a result: interrupted',
  );
});
