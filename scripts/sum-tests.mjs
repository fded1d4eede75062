// scripts/sum-tests.mjs FOLDER NAME…: adds up what the test runs reported into FOLDER/NAME.json (CTRF, or vitest's own form)
// and prints what failed and `N passed, N failed` last, where a log that is cut keeps it. A run that left no report, or whose exit code (NAME.exit) tells of a failure that no test
// reported (a fixture that could not be taken down), counts as one failure.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...names] = process.argv.slice(2);
const sum = { passed: 0, failed: 0, skipped: 0 };
for (const name of names) {
  const file = join(folder, `${name}.json`);
  const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  const exitFile = join(folder, `${name}.exit`);
  const exit = existsSync(exitFile) ? Number(readFileSync(exitFile, 'utf8')) : 1;
  const result = report ? counts(report) : { passed: 0, failed: 0, skipped: 0 };
  for (const line of report ? failures(report) : []) console.log(`${name}: failed: ${line}`);
  const broken = exit !== 0 && result.failed === 0;
  console.log(`${name}: ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped` +
    (broken ? `; the run itself ended with exit code ${exit}` : ''));
  sum.passed += result.passed;
  sum.failed += broken ? 1 : result.failed;
  sum.skipped += result.skipped;
}
if (sum.passed + sum.failed === 0) console.log('No test ran.');
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''}`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);

function counts(report) {
  if ('numTotalTests' in report) {
    return {
      passed: report.numPassedTests,
      // A file that does not load has no tests of its own to fail.
      failed: report.numFailedTests + report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length,
      skipped: report.numPendingTests + (report.numTodoTests ?? 0),
    };
  }
  const { passed, failed, skipped, pending = 0, other = 0 } = report.results.summary;
  return { passed, failed: failed + other, skipped: skipped + pending };
}

function failures(report) {
  const all = 'numTotalTests' in report
    ? report.testResults.flatMap((file) => file.assertionResults.map((test) => ({ name: test.fullName, status: test.status, message: test.failureMessages.join(' ') })))
    : report.results.tests;
  return all.filter((test) => test.status === 'failed').map((test) => `${test.name}: ${(test.message ?? '').replace(/\s+/g, ' ').slice(0, 400)}`);
}
