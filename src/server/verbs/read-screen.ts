/** Reads what a session shows, also one that has ended. */
import {Fault} from '../../core/fault.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import type {Handler} from '../handler.ts';
import {historyText} from '../typing.ts';

export const readScreen: Handler<'read-screen'> = ({world, sessions}, {params: {name, history = 0}}) => {
  const {status} = sessionOf(world.state, name);
  const live = sessions.find(name);
  if (live === undefined) throw new Fault('session-ended', {session: name, status});
  const {engine} = live;
  const {x, y} = engine.cursor;
  return {
    session: name,
    cols: engine.cols,
    rows: engine.rows,
    lines: [...historyText(engine, history), ...engine.text()],
    cursor: {x, y},
  };
};
