/** One command on the server: argv there, text and exit code back. */
import {Fault} from '../core/fault.ts';
import {version} from '../core/version.ts';
import type {Request, Response} from '../protocol/message.ts';
import type {Link} from './connect.ts';

/**
 * What asks for one command.
 *
 * @param argv the verb first
 * @param cols columns of the caller's terminal, if it has one
 */
export const requestOf = (argv: readonly string[], cols?: number): Request => ({
  type: 'request',
  id: 1,
  argv,
  ...(cols === undefined ? {} : {cols}),
});

/**
 * Wait for the answer to a command that was sent. The connection stays open.
 *
 * @throws Fault `connection-lost` when the server goes away first
 */
export const answerOn = (link: Link): Promise<Response> =>
  new Promise((resolve, reject) => {
    link.listen({
      onMessage: message => {
        if (message.type === 'response') resolve(message);
      },
      onClose: fault => reject(fault ?? new Fault('connection-lost', {})),
    });
  });

/**
 * Send one verb with its params by name, and wait for its answer, which is JSON.
 *
 * @throws Fault `server-older` when the server knows only words; `connection-lost`
 */
export const callWith = (link: Link, verb: string, params: Readonly<Record<string, unknown>>): Promise<Response> => {
  const {features, version: server} = link.server;
  if (!features.includes('params')) throw new Fault('server-older', {server, client: version});
  link.connection.send({...requestOf([verb]), params});
  return answerOn(link);
};

/** Send one command, and wait for its answer. */
export const call = (link: Link, argv: readonly string[], cols?: number): Promise<Response> => {
  link.connection.send(requestOf(argv, cols));
  return answerOn(link);
};
