/** Text from agents, files and people, made safe to show. Pure. */

/** Control characters, C1 included, and characters that turn the direction of text around. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** One line of text without anything a terminal would act on: tabs become spaces, other controls `·`. */
export const sanitise = (text: string): string => text.replaceAll('\t', '    ').replaceAll(UNSAFE, '·');

/** The same for text of several lines. */
export const sanitiseLines = (text: string): string => text.split('\n').map(sanitise).join('\n');
