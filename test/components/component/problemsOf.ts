// What is wrong with a service's arguments, as lines.

import { planGhcrFargateService } from "../../../components/ghcrFargateServicePlan";
import { ArgumentError } from "../../../model/problems";

/** A service that is fine; each case changes it. */
export const BASE = { image: "ghcr.io/octocat/web:1.0", network: { mode: "new" } };

/** The problems of `BASE` with these arguments; empty where they are fine. Any other error is thrown. */
export function problemsOf(args: object, name = "web"): string[] {
  return problemsOfAll({ ...BASE, ...args }, name);
}

/** The same for arguments as a whole, which may be anything. */
export function problemsOfAll(args: unknown, name = "web"): string[] {
  try {
    planGhcrFargateService(name, args as never);
    return [];
  } catch (error) {
    if (!(error instanceof ArgumentError)) throw error;
    return error.problems.map(({ path, wrong, fix }) => `${path}: ${wrong}; ${fix}`);
  }
}
