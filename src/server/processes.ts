/** Which processes descend from which, as Linux tells it; nothing elsewhere. */
import {readFileSync} from 'node:fs';

/** Process ids from a process up to the first, itself included; proc(5), field 4 of `stat`. */
export const ancestorsOf = (pid: number): readonly number[] => {
  const found: number[] = [];
  for (let at = pid; at > 1 && found.length < 64;) {
    found.push(at);
    try {
      at = Number(statOf(at).fields[1]);
    } catch {
      break;
    }
  }
  return found;
};

/** What stands in `stat` behind the name: state, parent, process group, session … */
const statOf = (pid: number): {readonly name: string; readonly fields: readonly string[]} => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const end = stat.lastIndexOf(')');
  return {name: stat.slice(stat.indexOf('(') + 1, end), fields: stat.slice(end + 2).split(' ')};
};

/** Is it a git that this process itself runs? Programs in pseudo-terminals have sessions of their own. @throws when it has ended */
export const isOwnGit = (pid: number): boolean => {
  const {name, fields} = statOf(pid);
  return name === 'git' && Number(fields[1]) === process.pid && fields[3] === statOf(process.pid).fields[3];
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
