/** Text between fences of Markdown. Pure. */

/** A fence that is longer than any in a text. */
export const fenceOf = (text: string): string => {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/gu)) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
};
