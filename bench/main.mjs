// What the component costs: programs with 1, 10, 100 and 500 services, made with the component, by hand from the same AWS
// resources, and by hand within an empty component, which is the floor: what any component costs at least. Every run is a process
// of its own with the same settings, and the sides take turns. Time is CPU time of the whole process, the least of the runs: other work on
// the machine can only add to it. Memory is the median. Exit code 1: over a limit at 500 services, growth
// that is not linear, or sides that do not create the same resources; a registry that is asked too much (registry.mjs), or messages of
// ECS that take too long to read (messages.mjs).
//
//   npm run bench                 all
//   npm run bench -- 1 10 5       services 1 and 10, with 5 runs each

import { inTurn, measure, median } from "./measure.mjs";
import { measureMessages } from "./messages.mjs";
import { compareRegistry } from "./registry.mjs";

const COUNTS = [1, 10, 100, 500];
const runsOf = (count) => (count < 500 ? 5 : 3);
/**
 * Limits of the component, in relation to the resources by hand. Most of the time is that of V8, which writes a stack trace for each
 * of Pulumi's promises: of the 4.8 ms that one of 300 services takes longer than at the floor, 2.4. See CONTRIBUTING.md.
 */
const MAX_TIME_RATIO = 1.25;
const MAX_MEMORY_RATIO = 1.15;
/** The limit in relation to the floor. Of the 0.052, 0.035 is the registration of the component's outputs, which the floor lacks. */
const MAX_PROMISES_RATIO = 1.06;
/** How much more one more service may cost among many than among few. */
const MAX_GROWTH = 1.3;

const SIDES = ["handWritten", "floor", "component"];

/** Time and memory of the sides for one number of services. */
async function compare(count, runs) {
  const results = await inTurn(SIDES, runs, (side) => measure([side, count]));
  const [byHand, , component] = SIDES.map((side) => results[side][0].registered);
  const different = differences(byHand, component);
  const of = (key, pick) => SIDES.map((side) => pick(results[side].map((result) => result[key])));
  const resources = Object.values(byHand).reduce((sum, type) => sum + type.count, 0);
  return { count, resources, different, ms: of("ms", least), memoryMiB: of("memoryMiB", median) };
}

/** What one side registers and the other does not. */
function differences(byHand, component) {
  const types = new Set([...Object.keys(byHand), ...Object.keys(component)]);
  return [...types].flatMap((type) => {
    const [a, b] = [byHand[type], component[type]].map((side) => ({ count: 0, properties: {}, ...side }));
    const [p, q] = [a, b].map(({ properties }) => Object.keys(properties).sort().join(", "));
    return [
      ...(a.count === b.count ? [] : [`${type}: ${a.count} by hand, ${b.count} with the component`]),
      ...(p === q ? [] : [`${type}: properties ${p} by hand, ${q} with the component`]),
    ];
  });
}

/** The cost of one more service between the two largest sizes, in relation to that between the first and the second largest. */
function growth(rows, key) {
  const [first, , few, many] = rows;
  const slope = (from, to) => (to[key][2] - from[key][2]) / (to.count - from.count);
  return slope(few, many) / slope(first, few);
}

/** The promises of one more service, which no other work on the machine changes. */
async function comparePromises() {
  const [few, many] = [10, 30];
  const made = async (side, count) => (await measure([side, count], { COUNT_PROMISES: "1" })).promises;
  const each = [];
  for (const side of SIDES) each.push(((await made(side, many)) - (await made(side, few))) / (many - few));
  const [byHand, floor, component] = each.map((count) => count.toFixed(0));
  const toFloor = ratioToFloor(each);
  console.log(
    `promises of one more service: ${byHand} by hand, ${floor} floor, ${component} component, ${toFloor.toFixed(3)} of the floor`,
  );
  return toFloor > MAX_PROMISES_RATIO ? [`promises are over ${MAX_PROMISES_RATIO} times the floor`] : [];
}

const least = (values) => Math.min(...values);
const ratio = ([byHand, , component]) => component / byHand;
const ratioToFloor = ([, floor, component]) => component / floor;

function print(rows) {
  const columns = ["by hand", "floor", "component", "to hand", "to floor"];
  const cells = [["services", "resources", ...columns, ...columns]];
  for (const { count, resources, ms, memoryMiB } of rows) {
    const measured = (values, unit) => [
      ...values.map((value) => `${value.toFixed(0)} ${unit}`),
      ratio(values).toFixed(2),
      ratioToFloor(values).toFixed(2),
    ];
    cells.push([String(count), String(resources), ...measured(ms, "ms"), ...measured(memoryMiB, "MiB")]);
  }
  for (const row of cells) console.log(row.map((cell) => cell.padStart(10)).join(""));
}

const given = process.argv.slice(2).map(Number);
const runs = given.length > 1 ? given.pop() : undefined;
const counts = given.length > 0 ? given : COUNTS;
const rows = [];
for (const count of counts) rows.push(await compare(count, runs ?? runsOf(count)));
print(rows);

const failures = rows.flatMap(({ count, different }) => different.map((line) => `${count} services: ${line}`));
const largest = rows.find(({ count }) => count === COUNTS.at(-1));
if (largest) {
  if (ratio(largest.ms) > MAX_TIME_RATIO) failures.push(`time at ${largest.count} is over ${MAX_TIME_RATIO} times`);
  if (ratio(largest.memoryMiB) > MAX_MEMORY_RATIO) {
    failures.push(`memory at ${largest.count} is over ${MAX_MEMORY_RATIO} times`);
  }
}
if (rows.length === COUNTS.length) {
  for (const [what, key] of [
    ["time", "ms"],
    ["memory", "memoryMiB"],
  ]) {
    const factor = growth(rows, key);
    console.log(`${what}: one more service costs ${factor.toFixed(2)} times as much from 100 to 500 as from 1 to 100`);
    if (factor > MAX_GROWTH)
      failures.push(`${what} does not grow linearly: ${factor.toFixed(2)} is over ${MAX_GROWTH}`);
  }
}
if (given.length === 0) failures.push(...(await comparePromises()));
if (given.length === 0) failures.push(...(await compareRegistry()));
if (given.length === 0) failures.push(...measureMessages());
for (const failure of failures) console.error(`FAILED: ${failure}`);
process.exitCode = failures.length > 0 ? 1 : 0;
