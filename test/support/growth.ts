// How the time of an operation grows with what it is given, whatever the machine's speed.

const MEGABYTE = 1_000_000;
/** Linear growth is 8; quadratic growth is 64. */
const LINEAR = 24;
/** Milliseconds below which a measure says nothing. */
const MEASURABLE = 10;

/** The processor's time of one run, in milliseconds: other processes, and the host of a virtual machine, only ever add to it. */
function processorTime(run: () => void): number {
  const began = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/** How many times longer `act` takes on a text than on an eighth of it: the least of up to five pairs of runs. */
function growth(act: (text: string) => void, part: string, length: number): number {
  const [eighth, whole] = [length / 8, length].map((each) => part.repeat(each / part.length)) as [string, string];
  let times = Infinity;
  act(eighth); // compiled by the time it is measured
  for (let pairs = 0; pairs < 5 && times > LINEAR; pairs++) {
    const short = processorTime(() => act(eighth));
    times = Math.min(times, processorTime(() => act(whole)) / Math.max(short, MEASURABLE));
  }
  return times;
}

/**
 * Whether the time of `act` grows no faster than the text does, up to a megabyte of `part`, and how many times longer it takes for eight
 * times as much. An eighth of a megabyte is tried first: what is not linear would take for ever on all of it.
 */
export function growthToAMegabyte(part: string, act: (text: string) => void): { times: number; linear: boolean } {
  const before = growth(act, part, MEGABYTE / 8);
  const times = before > LINEAR ? before : growth(act, part, MEGABYTE);
  return { times, linear: times <= LINEAR };
}
