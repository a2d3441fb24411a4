/** Every verb of the server and what does it. A verb that is missing here does not compile. */
import type {Handlers} from '../handler.ts';
import {ask} from './ask.ts';
import {allowCommands} from './allow-commands.ts';
import {acquireLease} from './acquire-lease.ts';
import {cancelMessages} from './cancel-messages.ts';
import {cancelTask} from './cancel-task.ts';
import {cleanupTask} from './cleanup-task.ts';
import {closeSession} from './close-session.ts';
import {closeWorker} from './close-worker.ts';
import {commitWork} from './commit-work.ts';
import {config} from './config.ts';
import {consult} from './consult.ts';
import {createTask} from './create-task.ts';
import {discuss} from './discuss.ts';
import {cancelDiscussion} from './cancel-discussion.ts';
import {listDiscussions} from './list-discussions.ts';
import {showDiscussion} from './show-discussion.ts';
import {showConversation} from './show-conversation.ts';
import {forgetConversation} from './forget-conversation.ts';
import {gc} from './gc.ts';
import {explainSession} from './explain-session.ts';
import {launch} from './launch.ts';
import {health} from './health.ts';
import {listDecisions} from './list-decisions.ts';
import {listEvents} from './list-events.ts';
import {listInbox} from './list-inbox.ts';
import {listRisks} from './list-risks.ts';
import {listLeases} from './list-leases.ts';
import {listSessions} from './list-sessions.ts';
import {listTasks} from './list-tasks.ts';
import {listUsage} from './list-usage.ts';
import {mergeTask} from './merge-task.ts';
import {openSession} from './open-session.ts';
import {quickstart} from './quickstart.ts';
import {readScreen} from './read-screen.ts';
import {recordDecision} from './record-decision.ts';
import {recordSetup} from './record-setup.ts';
import {recordStep} from './record-step.ts';
import {reply} from './reply.ts';
import {reportMood} from './report-mood.ts';
import {releaseLease} from './release-lease.ts';
import {renameSession} from './rename-session.ts';
import {renewLease} from './renew-lease.ts';
import {requestInput} from './request-input.ts';
import {requestReview} from './request-review.ts';
import {resources} from './resources.ts';
import {resumeTask} from './resume-task.ts';
import {resume} from './resume.ts';
import {sendComments} from './send-comments.ts';
import {sendText} from './send-text.ts';
import {showDecision} from './show-decision.ts';
import {showDiff} from './show-diff.ts';
import {showHandoff} from './show-handoff.ts';
import {showPrompt} from './show-prompt.ts';
import {showQuestion} from './show-question.ts';
import {showTask} from './show-task.ts';
import {shutdown} from './shutdown.ts';
import {spawnWorker} from './spawn-worker.ts';
import {splitTask} from './split-task.ts';
import {suspend} from './suspend.ts';
import {undoCleanup} from './undo-cleanup.ts';
import {updateTask} from './update-task.ts';
import {waitSession} from './wait-session.ts';

export const handlers: Handlers = {
  'create-task': createTask,
  'update-task': updateTask,
  'list-tasks': listTasks,
  'show-task': showTask,
  'split-task': splitTask,
  'list-risks': listRisks,
  'cancel-task': cancelTask,
  'spawn-worker': spawnWorker,
  'resume-task': resumeTask,
  'request-input': requestInput,
  'request-review': requestReview,
  'record-decision': recordDecision,
  'list-decisions': listDecisions,
  'show-decision': showDecision,
  'merge-task': mergeTask,
  'show-diff': showDiff,
  'send-comments': sendComments,
  'cleanup-task': cleanupTask,
  'undo-cleanup': undoCleanup,
  'commit-work': commitWork,
  ask,
  consult,
  discuss,
  'cancel-discussion': cancelDiscussion,
  'list-discussions': listDiscussions,
  'show-discussion': showDiscussion,
  'show-conversation': showConversation,
  'forget-conversation': forgetConversation,
  gc,
  'list-inbox': listInbox,
  'show-question': showQuestion,
  reply,
  'list-sessions': listSessions,
  'open-session': openSession,
  'close-session': closeSession,
  'close-worker': closeWorker,
  'rename-session': renameSession,
  'send-text': sendText,
  'cancel-messages': cancelMessages,
  'read-screen': readScreen,
  'wait-session': waitSession,
  suspend,
  resume,
  launch,
  quickstart,
  'show-handoff': showHandoff,
  'show-prompt': showPrompt,
  'explain-session': explainSession,
  'report-mood': reportMood,
  'list-usage': listUsage,
  'record-step': recordStep,
  'record-setup': recordSetup,
  'acquire-lease': acquireLease,
  'renew-lease': renewLease,
  'release-lease': releaseLease,
  'list-leases': listLeases,
  resources,
  health,
  'list-events': listEvents,
  config,
  'allow-commands': allowCommands,
  shutdown,
};
