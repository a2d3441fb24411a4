/** The entry of the worker thread: serves the chrome to the thread that started it. */
import {parentPort} from 'node:worker_threads';
import {startChrome} from './main.ts';

if (parentPort === null) throw new Error('this file is the entry of a worker thread');
startChrome(parentPort);
