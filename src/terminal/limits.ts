/** Counts that no screen has a use for. The library believes them and loops: one sequence of two billion would hang the server. */
import type {XtermCore} from './xterm-internals.ts';

/** Tabs forth and back, lines in and out, scrolling, the character before once more. */
const COUNTING = ['I', 'Z', 'L', 'M', 'S', 'T', 'b'] as const;

/** Bound the counts of what repeats. Called when all other handlers of these sequences are registered: the last is asked first. */
export const limitCounts = ({_bufferService: service, _inputHandler: handler}: XtermCore): void => {
  for (const final of COUNTING)
    handler._parser.registerCsiHandler({final}, it => {
      const most = final === 'b' ? service.cols * service.rows : Math.max(service.cols, service.rows);
      const params = it.params as Int32Array;
      params[0] = Math.min(params[0] ?? 0, most);
      return false;
    });
};
