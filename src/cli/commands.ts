import type { AnyCommand } from "./command.ts";
import { agentCommand } from "./commands/agent.ts";
import { applyCommand } from "./commands/apply.ts";
import { approvalsCommand } from "./commands/approvals.ts";
import { approveCommand } from "./commands/approve.ts";
import { configCommand } from "./commands/config.ts";
import { declineCommand } from "./commands/decline.ts";
import { discoverCommand } from "./commands/discover.ts";
import { enrollCommand } from "./commands/enroll.ts";
import { forgetCommand } from "./commands/forget.ts";
import { historyCommand } from "./commands/history.ts";
import { initCommand } from "./commands/init.ts";
import { inspectCommand } from "./commands/inspect.ts";
import { keysCommand } from "./commands/keys.ts";
import { planCommand } from "./commands/plan.ts";
import { poolCommand } from "./commands/pool.ts";
import { profilesCommand } from "./commands/profiles.ts";
import { pushCommand } from "./commands/push.ts";
import { releaseCommand } from "./commands/release.ts";
import { reportCommand } from "./commands/report.ts";
import { simulateCommand } from "./commands/simulate.ts";
import { statusCommand } from "./commands/status.ts";
import { verifyCommand } from "./commands/verify.ts";
import { webhooksCommand } from "./commands/webhooks.ts";

/** Every command, in the order of `--help`. Their modules are cheap; what a command needs it imports when it runs. */
export const commands: readonly AnyCommand[] = [
  initCommand,
  discoverCommand,
  enrollCommand,
  forgetCommand,
  inspectCommand,
  planCommand,
  applyCommand,
  pushCommand,
  verifyCommand,
  releaseCommand,
  agentCommand,
  statusCommand,
  approvalsCommand,
  approveCommand,
  declineCommand,
  historyCommand,
  reportCommand,
  webhooksCommand,
  profilesCommand,
  configCommand,
  simulateCommand,
  keysCommand,
  poolCommand,
];
