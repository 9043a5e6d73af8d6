// Values that are loaded once per process.

/** A part of a key; may be a secret. */
type KeyPart = string | boolean | undefined;

/** Keeps loaded values by key. The keys are a private field, which `util.inspect` does not show. */
export class PromiseCache<Value> {
  readonly #values = new Map<string, Promise<Value>>();

  /** The value of a key: loaded before, being loaded, or loaded now. A failed load is not kept. */
  get(key: readonly KeyPart[], load: () => Promise<Value>): Promise<Value> {
    const text = JSON.stringify(key.map((part) => part ?? null));
    const known = this.#values.get(text);
    if (known !== undefined) return known;
    const value = load();
    this.#values.set(text, value);
    value.catch(() => this.#values.delete(text));
    return value;
  }

  clear(): void {
    this.#values.clear();
  }
}
