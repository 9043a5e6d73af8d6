// Tags, within the limits that all services of AWS share
// (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html, checked 2026-11-28).

import type { Check } from "./checks";
import { quote, type Fault } from "./problems";

/** How many tags a resource may have. */
export const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;
const CHARACTERS = "letters, digits, spaces and _ . : / = + - @";

/** Says what is wrong with the key of a tag. */
export const checkTagKey: Check<string> = (key) => {
  if (key === "") return { wrong: "has a tag without a key", fix: "give it a key" };
  if (key.length > MAX_KEY_LENGTH)
    return {
      wrong: `${quote(key)} has ${key.length} characters`,
      fix: `a key has ${MAX_KEY_LENGTH} characters at the most`,
    };
  if (/^aws:/i.test(key))
    return { wrong: `${quote(key)} starts with "aws:", which AWS keeps for itself`, fix: "use another key" };
  return checkCharacters(key);
};

/** Says what is wrong with the value of a tag. */
export const checkTagValue: Check<string> = (value) => {
  if (typeof value !== "string") return { wrong: `${quote(value)} is not valid`, fix: "must be a string" };
  if (value.length > MAX_VALUE_LENGTH)
    return {
      wrong: `${quote(value)} has ${value.length} characters`,
      fix: `a value has ${MAX_VALUE_LENGTH} characters at the most`,
    };
  return checkCharacters(value);
};

function checkCharacters(text: string): Fault | undefined {
  return /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u.test(text)
    ? undefined
    : { wrong: `${quote(text)} has characters that AWS does not take`, fix: `use ${CHARACTERS}` };
}
