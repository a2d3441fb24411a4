/** Reads what agents keep of their conversations: files of JSON, a line for each thing that happened. */
import {createReadStream, globSync} from 'node:fs';
import {createInterface} from 'node:readline';

/** Files that match a pattern, the oldest name first. */
export const filesLike = (pattern: string): readonly string[] => globSync(pattern).toSorted();

/**
 * The lines of a file that hold one of some words; what is no JSON is left out, as a last line that is still being written.
 *
 * @param words looked for in the text, before it is read as JSON: most lines are long and not wanted
 */
export async function* linesWith(path: string, words: readonly string[]): AsyncGenerator {
  for await (const line of createInterface({input: createReadStream(path), crlfDelay: Infinity})) {
    if (!words.some(word => line.includes(word))) continue;
    try {
      yield JSON.parse(line) as unknown;
    } catch {
      // Half a line.
    }
  }
}
