// How the time of an operation grows with what it is given, whatever the machine's speed.

const EIGHTH = 125_000;
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

/**
 * How many times longer `act` takes on a megabyte of `part` than on an eighth of it: the least of up to five pairs of runs, which end as
 * soon as one is linear.
 */
export function growthToAMegabyte(part: string, act: (text: string) => void): { times: number; linear: boolean } {
  const [eighth, megabyte] = [EIGHTH, 8 * EIGHTH].map((length) => part.repeat(length / part.length)) as [
    string,
    string,
  ];
  let times = Infinity;
  act(eighth); // compiled by the time it is measured
  for (let pairs = 0; pairs < 5 && times > LINEAR; pairs++) {
    const short = Math.max(
      processorTime(() => act(eighth)),
      MEASURABLE,
    );
    times = Math.min(times, processorTime(() => act(megabyte)) / short);
  }
  return { times, linear: times <= LINEAR };
}
