// A map from digests to small numbers, for registries with hundreds of thousands of them: 20 bytes a slot instead of a
// string of 71 characters and its entry in a Map.

const WORDS = 4;

/** Remembers digests by their first 128 bits, which no two contents share by chance. */
export class DigestMap {
  private keys = new Uint32Array(64 * WORDS);
  private values = new Uint32Array(64);
  private count = 0;

  /** The number of digests. */
  get size(): number {
    return this.count;
  }

  has(digest: string): boolean {
    return this.get(digest) !== undefined;
  }

  /** The number that was set for a digest. */
  get(digest: string): number | undefined {
    const value = this.values[this.slotOf(wordsOf(digest))] ?? 0;
    return value === 0 ? undefined : value - 1;
  }

  /** Sets a digest's number, 0 unless it matters. */
  set(digest: string, value = 0): void {
    const words = wordsOf(digest);
    let slot = this.slotOf(words);
    if (this.values[slot] === 0 && ++this.count * 2 > this.values.length) {
      this.grow();
      slot = this.slotOf(words);
    }
    this.keys.set(words, slot * WORDS);
    // Zero marks an empty slot.
    this.values[slot] = value + 1;
  }

  private slotOf(words: Uint32Array): number {
    const mask = this.values.length - 1;
    let slot = (words[0] ?? 0) & mask;
    while (this.values[slot] !== 0 && !this.matches(slot, words)) slot = (slot + 1) & mask;
    return slot;
  }

  private matches(slot: number, words: Uint32Array): boolean {
    return words.every((word, at) => this.keys[slot * WORDS + at] === word);
  }

  private grow(): void {
    const { keys, values } = this;
    this.keys = new Uint32Array(keys.length * 2);
    this.values = new Uint32Array(values.length * 2);
    values.forEach((value, slot) => {
      if (value === 0) return;
      const words = keys.subarray(slot * WORDS, (slot + 1) * WORDS);
      const to = this.slotOf(words);
      this.keys.set(words, to * WORDS);
      this.values[to] = value;
    });
  }
}

function wordsOf(digest: string): Uint32Array {
  const start = digest.indexOf(":") + 1;
  const words = new Uint32Array(WORDS);
  for (let at = 0; at < WORDS; at++) words[at] = Number.parseInt(digest.slice(start + at * 8, start + at * 8 + 8), 16);
  return words;
}
