/** The outside as an interface: terminals, clocks, and the machine in figures. What tests replace, and nothing else. */
import type {HostFigures} from '../core/host.ts';
import {hostFigures} from './host.ts';
import type {OpenPty} from './pty.ts';

export type Ports = {
  readonly now: () => Date;
  /** Call after some milliseconds, unless disposed before. Does not keep the server alive. */
  readonly after: (ms: number, call: () => void) => Disposable;
  readonly openPty: OpenPty;
  readonly host: () => HostFigures;
};

/** The real outside. */
export const realPorts = (openPty: OpenPty): Ports => ({
  now: () => new Date(),
  after: (ms, call) => {
    const timer = setTimeout(call, ms);
    timer.unref();
    return {[Symbol.dispose]: () => clearTimeout(timer)};
  },
  openPty,
  host: hostFigures,
});
