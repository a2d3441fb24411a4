/** Answers the form that an agent shows in its terminal, from wherever the person is: by the keys that its rules name. */
import {shortNameOf} from '../../core/board.ts';
import {sanitise} from '../../core/sanitise.ts';
import type {Choice} from '../../core/view.ts';
import {encodeKey, keyOfChord} from '../../terminal/encode.ts';
import type {Answer} from '../../work/rules.ts';
import type {Desk} from './desk.ts';

/** Between two keys, milliseconds: an agent draws before it takes the next. */
const BETWEEN_MS = 60;

/** Forms take no keys until they have been there for so long, milliseconds; measured for Claude Code, 150 to 200. */
const SETTLED_MS = 500;

/** What is asked, for a title; it changes with the question. */
export const formTitle = ({server}: Desk, session: string): string => {
  const why = server.world.signals.sessions[session]?.mood_why ?? '';
  return sanitise(`${shortNameOf(session)} asks${why === '' ? '' : `: ${why}`}`);
};

/** The ways to answer a session's form; empty where it shows none that its rules know. */
export const formChoices = ({server}: Desk, session: string): readonly Choice[] =>
  server.moods.answersOf(session).map(({label, press}, at) => ({value: String(at), label, detail: press.join(' ')}));

/** Press the keys of an answer, when the form takes them, unless the session asks something else by then. */
export const giveAnswer = (desk: Desk, asked: {session: string; title: string}, choice: Choice): void => {
  const {session, title} = asked;
  const {server} = desk;
  server.ports.after(unsettledMs(desk, session), () => {
    const answer = server.moods.answersOf(session)[Number(choice.value)];
    if (answer === undefined || answer.label !== choice.label || formTitle(desk, session) !== title)
      desk.set({notice: {tone: 'bad', text: `${shortNameOf(session)} asks something else by now`}});
    else pressAll(desk, session, answer.press);
  });
};

/** How long a form that has just come, or was just drawn, takes no keys. */
const unsettledMs = ({server}: Desk, session: string): number => {
  const {mood_since: since = ''} = server.world.signals.sessions[session] ?? {};
  const drawn = Math.max(Date.parse(since) || 0, server.sessions.find(session)?.outputAt ?? 0);
  return Math.max(0, drawn + SETTLED_MS - server.ports.now().getTime());
};

const pressAll = (desk: Desk, session: string, [chord, ...rest]: Answer['press']): void => {
  const {ports, sessions} = desk.server;
  const live = sessions.find(session);
  if (chord === undefined || live?.pty === undefined) return;
  live.pty.write(encodeKey(keyOfChord(chord), live.engine.modes));
  if (rest.length > 0) ports.after(BETWEEN_MS, () => pressAll(desk, session, rest));
};
