/** Which processes descend from which, as Linux tells it; nothing elsewhere. */
import {readFileSync} from 'node:fs';

/** Process ids from a process up to the first, itself included; proc(5), field 4 of `stat`. */
export const ancestorsOf = (pid: number): readonly number[] => {
  const found: number[] = [];
  for (let at = pid; at > 1 && found.length < 64;) {
    found.push(at);
    try {
      const stat = readFileSync(`/proc/${at}/stat`, 'latin1');
      at = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    } catch {
      break;
    }
  }
  return found;
};

/** A process and all that descend from it; proc(5), `task/…/children`. */
export const descendantsOf = (pid: number): readonly number[] => {
  const found = [pid];
  for (let at = 0; at < found.length && found.length < 256; at++)
    try {
      const said = readFileSync(`/proc/${found[at]}/task/${found[at]}/children`, 'latin1');
      found.push(
        ...said
          .split(' ')
          .map(Number)
          .filter(it => it > 0),
      );
    } catch {
      // It has ended, or the system does not tell.
    }
  return found;
};
