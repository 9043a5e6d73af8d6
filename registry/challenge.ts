// The WWW-Authenticate header: how a registry says what it wants (RFC 9110, section 11.6.1).

/** One way to authenticate that a registry offers. */
export interface Challenge {
  /** In lower case: `bearer`, `basic`. */
  readonly scheme: string;
  /** Names in lower case: `realm`, `service`, `scope`. */
  readonly parameters: Readonly<Record<string, string>>;
}

const PARAMETER = /^\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))\s*,?/;
const SCHEME = /^[\s,]*([!#$%&'*+.^_`|~0-9A-Za-z-]+)(?=\s|,|$)/;

/** Parses the challenges of a header; stops at what it cannot read. */
export function parseChallenges(header: string | null): Challenge[] {
  const challenges: Challenge[] = [];
  let rest = header ?? "";
  for (let scheme = SCHEME.exec(rest); scheme !== null; scheme = SCHEME.exec(rest)) {
    rest = rest.slice(scheme[0].length);
    const parameters: Record<string, string> = {};
    for (let found = PARAMETER.exec(rest); found !== null; found = PARAMETER.exec(rest)) {
      const [whole, name = "", quoted, bare] = found;
      parameters[name.toLowerCase()] = quoted === undefined ? (bare ?? "") : quoted.replace(/\\(.)/g, "$1");
      rest = rest.slice(whole.length);
    }
    challenges.push({ scheme: (scheme[1] ?? "").toLowerCase(), parameters });
  }
  return challenges;
}
