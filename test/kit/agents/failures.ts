/** How the models' real servers refuse, and how each agent shows that it has given up. */
import type {Kind} from '../model/ask.ts';
import type {Failure} from '../model/step.ts';

/** A refusal, and what is on the screen when the agent does not try again by itself. */
export type Refusal = {readonly failure: Failure; readonly shows: RegExp};

/** Seconds until the limit is lifted. */
const HOUR = 3600;

/** Shown, and it does not work any more. */
const resting = (words: string): RegExp => new RegExp(`^(?![\\s\\S]*esc interrupt)[\\s\\S]*${words}`, 'u');

/** The login is not valid. */
export const unauthorised: Readonly<Record<Kind, Refusal>> = {
  codex: {
    failure: {status: 401, message: 'Incorrect API key provided: scripted.'},
    shows: /■ unexpected status 401/u,
  },
  claude: {
    failure: {
      status: 401,
      message: 'OAuth token has expired. Please obtain a new token or refresh your existing token.',
    },
    shows: /Please run \/login/u,
  },
  opencode: {
    failure: {status: 401, message: 'Incorrect API key provided: scripted.'},
    shows: resting('Incorrect API key'),
  },
  gemini: {
    failure: {status: 400, message: 'API key not valid. Please pass a valid API key.'},
    shows: /✕ \[API Error/u,
  },
};

/** What was paid for is used up, until a time that is told. */
export const exhausted = (now: Date): Readonly<Record<Kind, Refusal>> => {
  const resetsAt = Math.floor(now.getTime() / 1000) + HOUR;
  return {
    codex: {
      failure: {
        status: 429,
        type: 'usage_limit_reached',
        message: 'The usage limit has been reached',
        more: {plan_type: 'plus', resets_at: resetsAt, resets_in_seconds: HOUR},
      },
      shows: /■ You.ve hit your usage limit/u,
    },
    claude: {
      failure: {
        status: 429,
        message: "This request would exceed your account's rate limit. Please try again later.",
        retryAfterSeconds: HOUR,
        headers: {
          'anthropic-ratelimit-unified-status': 'rejected',
          'anthropic-ratelimit-unified-reset': String(resetsAt),
          'anthropic-ratelimit-unified-representative-claim': 'five_hour',
          'anthropic-ratelimit-unified-overage-status': 'rejected',
          'anthropic-ratelimit-unified-overage-disabled-reason': 'org_level_disabled',
        },
      },
      shows: /You've hit your 5-hour limit/u,
    },
    opencode: {
      failure: {status: 429, message: 'Rate limit reached for requests', retryAfterSeconds: HOUR},
      shows: /\[retrying in (?:1h|59m)/u,
    },
    gemini: {
      failure: {
        status: 429,
        message: 'You exceeded your current quota, please check your plan and billing details.',
        more: {
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
              violations: [{quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier'}],
            },
            {'@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${HOUR}s`},
          ],
        },
      },
      shows: /Usage limit reached/u,
    },
  };
};

/** The request is wrong, and will be. */
export const refused: Readonly<Record<Kind, Refusal>> = {
  codex: {failure: {status: 400, message: 'scripted trouble'}, shows: /■ /u},
  claude: {failure: {status: 400, message: 'scripted trouble'}, shows: /API Error: 400/u},
  opencode: {failure: {status: 400, message: 'scripted trouble'}, shows: resting('scripted trouble')},
  gemini: {failure: {status: 400, message: 'scripted trouble'}, shows: /✕ \[API Error/u},
};
