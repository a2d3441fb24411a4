/** One command on the server: argv there, text and exit code back. */
import {Fault} from '../core/fault.ts';
import type {Response} from '../protocol/message.ts';
import type {Link} from './connect.ts';

/**
 * Send one command and wait for its answer. The connection stays open.
 *
 * @param argv the verb first
 * @param cols columns of the caller's terminal, if it has one
 * @throws Fault `connection-lost` when the server goes away first
 */
export const call = (link: Link, argv: readonly string[], cols?: number): Promise<Response> =>
  new Promise((resolve, reject) => {
    link.listen({
      onMessage: message => {
        if (message.type === 'response') resolve(message);
      },
      onClose: fault => reject(fault ?? new Fault('connection-lost', {})),
    });
    link.connection.send({type: 'request', id: 1, argv, ...(cols === undefined ? {} : {cols})});
  });
