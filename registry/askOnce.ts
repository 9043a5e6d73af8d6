// A question that is asked once per process.

import { createHmac, randomBytes } from "node:crypto";

/** A part of what makes two questions the same; may be a secret. */
type KeyPart = string | boolean | undefined;

/** Remembers answers under a keyed hash of the question, so that no secret stands in memory as a key. */
export class AskOnce<Answer> {
  readonly #hashKey = randomBytes(32);
  readonly #answers = new Map<string, Promise<Answer>>();

  /** The answer to a question: asked for now, or already under way. A failure is forgotten. */
  ask(question: readonly KeyPart[], askNow: () => Promise<Answer>): Promise<Answer> {
    const text = JSON.stringify(question.map((part) => part ?? null));
    const key = createHmac("sha256", this.#hashKey).update(text).digest("base64");
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = askNow();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return answer;
  }

  forget(): void {
    this.#answers.clear();
  }
}
