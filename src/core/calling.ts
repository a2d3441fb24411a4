/** When and how a person is called to a session, as the settings say it in words; with what each word means. Pure. */
import * as z from 'zod';
import type {Mood} from './nouns/session.ts';

/** Forms in which a terminal can be told; the bell has no words. */
export const noticeForms = ['osc9', 'osc99', 'osc777', 'bell'] as const;
export type NoticeForm = (typeof noticeForms)[number];

/** By which way: the best there is, always in one form, by the desktop alone, or not at all. */
export const callingWay = z.enum(['auto', ...noticeForms, 'desktop', 'off']);
export type CallingWay = z.infer<typeof callingWay>;

/** Moods in which a session waits for a person. */
const callingMoods: readonly Mood[] = ['asks', 'done', 'failed'];

/** Does a session in this mood wait for a person? */
export const isCalling = (mood: Mood | undefined): boolean => mood !== undefined && callingMoods.includes(mood);

const wordsOf = (text: string): readonly string[] => text.split(/[\s,]+/u).filter(it => it !== '');

/** Moods that call, in words: `asks,failed`. */
export const moodList = z
  .string()
  .refine(
    text => wordsOf(text).length > 0 && wordsOf(text).every(it => isCalling(it as Mood)),
    `some of ${callingMoods.join(', ')}, with commas between`,
  );

/** Is a mood in a list of them? */
export const isAmong = (mood: Mood, list: string): boolean => wordsOf(list).includes(mood);

const DAY = 24 * 60;
const SPAN = /^([01]?\d|2[0-3]):([0-5]\d)\s*-\s*([01]?\d|2[0-3]):([0-5]\d)$/u;

/** Begin and end in minutes of the day; undefined for what is no part of one. */
const spanOf = (text: string): {readonly from: number; readonly to: number} | undefined => {
  const [h1, m1, h2, m2] = (SPAN.exec(text.trim()) ?? []).slice(1).map(Number);
  if (h1 === undefined || m1 === undefined || h2 === undefined || m2 === undefined) return undefined;
  const span = {from: h1 * 60 + m1, to: h2 * 60 + m2};
  return span.from === span.to ? undefined : span;
};

/** A part of each day: `22:00-07:00`. */
export const partOfDay = z
  .string()
  .refine(text => spanOf(text) !== undefined, 'two different times of the day, as in 22:00-07:00');

/**
 * How long a part of the day lasts yet, by the local time of this machine. It may go over midnight.
 *
 * @returns milliseconds, to the minute; 0 outside of it
 */
export const quietMsLeft = (text: string | undefined, now: Date): number => {
  const span = text === undefined ? undefined : spanOf(text);
  if (span === undefined) return 0;
  const minute = now.getHours() * 60 + now.getMinutes();
  const length = (span.to - span.from + DAY) % DAY;
  const since = (minute - span.from + DAY) % DAY;
  return since < length ? (length - since) * 60_000 : 0;
};
