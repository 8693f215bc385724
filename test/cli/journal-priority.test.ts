import { fstatSync } from "node:fs";
import t from "tap";
import { isReadByJournal, withPriority } from "../../src/cli/journal-priority.ts";

t.test("journald reads the severity in front of a line", async (t) => {
  const levels = { 10: 7, 20: 7, 30: 6, 40: 4, 50: 3, 60: 2 };
  for (const [level, priority] of Object.entries(levels)) {
    t.equal(withPriority(`{"level":${level},"msg":"x"}\n`), `<${priority}>{"level":${level},"msg":"x"}\n`);
  }
});

t.test("only a stderr that journald reads gets it", async (t) => {
  const { dev, ino } = fstatSync(2);
  t.ok(isReadByJournal({ JOURNAL_STREAM: `${dev}:${ino}` }));
  t.notOk(isReadByJournal({ JOURNAL_STREAM: `${dev}:${ino + 1}` }));
  t.notOk(isReadByJournal({}));
});
