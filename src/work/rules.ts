/** Reads an agent's title and screen by its rules. Pure; a rule is compiled once. */
import {LONGEST_WHY, type AgentMood} from '../core/evidence.ts';
import type {RuleFile, ScreenRule, TitleRule} from '../core/rules.ts';
import {sanitise} from '../core/sanitise.ts';

/** What a rule says. */
export type Said = {
  readonly mood: AgentMood;
  readonly rule: string;
  readonly why?: string;
  readonly way_out?: string;
};

/** One way to answer a form: its words, and the chords that choose it. */
export type Answer = {readonly label: string; readonly press: readonly string[]};

type Compiled<T> = {readonly rule: T; readonly pattern: RegExp};

/** Rules that are ready to read with. */
export type Reader = {
  readonly file: RuleFile;
  /** How many rows any rule looks at; 0 where screens are not read. */
  readonly rows: number;
  readonly titles: readonly Compiled<TitleRule>[];
  readonly screen: readonly Compiled<ScreenRule>[];
};

const compiled = <T extends {readonly match: string}>(rule: T): Compiled<T> => ({
  rule,
  pattern: RegExp(rule.match, 'mu'),
});

export const makeReader = (file: RuleFile): Reader => ({
  file,
  rows: Math.max(0, ...file.rules.screen.map(it => it.rows)),
  titles: file.rules.titles.map(compiled),
  screen: file.rules.screen.map(compiled),
});

/** What a title says; nothing when no rule fits. */
export const readTitle = ({file, titles}: Reader, title: string): Said | undefined => {
  for (const {rule, pattern} of titles) {
    const found = pattern.exec(title);
    if (found !== null) return saidBy(file.kind, {...rule, groups: found.groups});
  }
  return undefined;
};

/**
 * What a screen says.
 *
 * @param rows the last of the screen, as many as {@link Reader.rows} wants, top first
 * @returns `frozen` when what was said before stays; nothing when no rule fits
 */
export const readScreen = (reader: Reader, rows: readonly string[]): Said | 'frozen' | undefined => {
  const found = fit(reader, rows);
  if (found === undefined) return undefined;
  const {rule, groups} = found;
  return rule.mood === undefined ? 'frozen' : saidBy(reader.file.kind, {...rule, mood: rule.mood, groups});
};

/** What a screen is good for: `other` when a person reads or chooses something in it, `unknown` where no rule fits. */
export type Looks = 'prompt' | 'other' | 'unknown';

/** Where the rules know no prompt, any screen is taken for one. */
export const looksOf = (reader: Reader, rows: readonly string[]): Looks => {
  if (!reader.screen.some(it => it.rule.mood === 'idle')) return 'prompt';
  const said = readScreen(reader, rows);
  if (said === undefined) return 'unknown';
  return said === 'frozen' ? 'other' : 'prompt';
};

/** How the form on a screen is answered; empty where there is none, or nobody knows. */
export const answersOn = (reader: Reader, rows: readonly string[]): readonly Answer[] => {
  const {rule} = fit(reader, rows) ?? {};
  const seen = rows.slice(-(rule?.rows ?? 0));
  return (rule?.answers ?? []).flatMap((it): readonly Answer[] =>
    'match' in it
      ? seen.flatMap(row => {
          const groups = RegExp(it.match, 'mu').exec(row)?.groups;
          return groups === undefined ? [] : [answerOf(groups['label'] ?? '', filled(it.press, groups))];
        })
      : [answerOf(it.label, it.press)],
  );
};

const answerOf = (label: string, press: string): Answer => ({label: clean(label), press: press.split(' ')});

const fit = ({screen}: Reader, rows: readonly string[]) => {
  for (const {rule, pattern} of screen) {
    const found = pattern.exec(rows.slice(-rule.rows).join('\n'));
    if (found !== null) return {rule, groups: found.groups};
  }
  return undefined;
};

type Fitting = Pick<TitleRule, 'id' | 'mood' | 'why' | 'way_out'> & {readonly groups: RegExpExecArray['groups']};

const saidBy = (kind: string, {id, mood, why, way_out, groups = {}}: Fitting): Said => ({
  mood,
  rule: `${kind}:${id}`,
  ...(why === undefined ? {} : {why: clean(filled(why, groups))}),
  ...(way_out === undefined ? {} : {way_out}),
});

const filled = (text: string, groups: Readonly<Record<string, string | undefined>>): string =>
  text.replaceAll(/\{(\w+)\}/gu, (_, name: string) => groups[name] ?? '');

/** Text of a program as a reason: one line, safe, and short. */
export const clean = (text: string): string =>
  sanitise(text.replaceAll(/\s+/gu, ' ').trim()).slice(0, LONGEST_WHY).trimEnd();
