// Credentials as `docker login` stores them: in config.json, or in a credential helper that it names
// (https://docs.docker.com/reference/cli/docker/login/#credential-stores, checked 2026-11-28).

import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { DOCKER_HUB } from "../model/imageReference";
import type { Credentials } from "../registry/credentials";
import { isObject, parseJsonObject } from "../registry/json";
import { MIGRATION_ERROR, MigrationError } from "./errors";

/** What is read of the machine. */
export interface DockerConfigAccess {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file's text; undefined where there is no such file. */
  readonly readFile: (path: string) => Promise<string | undefined>;
  /** Runs a credential helper with a registry on its standard input. */
  readonly runHelper: (program: string, registry: string) => Promise<HelperResult>;
}

/** What a credential helper did. */
export interface HelperResult {
  readonly exitCode: number;
  readonly output: string;
}

/** Docker Hub stands in the file under its address of old. */
const DOCKER_HUB_KEY = "https://index.docker.io/v1/";

/** A helper that waits for a person would stop a migration that nobody watches. */
const HELPER_TIMEOUT_MS = 30_000;

/** The credentials of a registry; undefined where Docker is not logged in there. */
export async function readDockerCredentials(
  registry: string,
  access: DockerConfigAccess,
): Promise<Credentials | undefined> {
  const { env, readFile } = access;
  const file = join(env.DOCKER_CONFIG ?? join(env.HOME ?? homedir(), ".docker"), "config.json");
  const text = await readFile(file);
  if (text === undefined) return undefined;
  const config = parseJsonObject(Buffer.from(text));
  if (config === undefined) throw credentialsError(`${file}: is not JSON; correct it, or log in again`);

  const key = registry === DOCKER_HUB ? DOCKER_HUB_KEY : registry;
  const helper = isObject(config.credHelpers) ? config.credHelpers[key] : undefined;
  if (typeof helper === "string") return askHelper(helper, key, access);
  const entry = findEntry(config.auths, key);
  const stored = entry === undefined ? undefined : parseEntry(entry, registry);
  if (stored !== undefined) return stored;
  return typeof config.credsStore === "string" ? askHelper(config.credsStore, key, access) : undefined;
}

/** Runs a credential helper as Docker does. */
export function runCredentialHelper(program: string, registry: string): Promise<HelperResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ["get"], { stdio: ["pipe", "pipe", "ignore"] });
    // Not spawn's own timeout: that keeps the process for all of its time where there is no such program.
    const timer = setTimeout(() => child.kill(), HELPER_TIMEOUT_MS);
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve({ exitCode: code ?? 1, output });
    });
    // A helper that ends without reading closes the pipe.
    child.stdin.on("error", () => undefined).end(registry);
  });
}

async function askHelper(
  name: string,
  registry: string,
  { runHelper }: DockerConfigAccess,
): Promise<Credentials | undefined> {
  if (!/^[\w-]+$/.test(name))
    throw credentialsError(`the credential helper "${name}" of Docker's config is not a name`);
  const program = `docker-credential-${name}`;
  const { exitCode, output } = await runHelper(program, registry).catch((cause: unknown) => {
    throw credentialsError(`${program}: cannot be run; install it, or log in again without it`, cause);
  });
  // A helper says on its output that it knows nothing of a registry. Other output is not shown: it may hold a secret.
  if (exitCode !== 0 && /credentials not found/i.test(output)) return undefined;
  const answer = parseJsonObject(Buffer.from(output));
  if (exitCode !== 0 || typeof answer?.Username !== "string" || typeof answer.Secret !== "string")
    throw credentialsError(`${program}: gave no credentials for ${registry}; log in again`);
  if (answer.Username === "<token>") throw identityToken(registry);
  return answer.Secret === "" ? undefined : { username: answer.Username, password: answer.Secret };
}

/** Entries of old stand under an address: `https://registry.example.com/v2/`. */
function findEntry(auths: unknown, key: string): Record<string, unknown> | undefined {
  if (!isObject(auths)) return undefined;
  const hostOf = (name: string): string => name.replace(/^https?:\/\//, "").replace(/\/.*$/, "");
  const entry = auths[key] ?? Object.entries(auths).find(([name]) => hostOf(name) === hostOf(key))?.[1];
  return isObject(entry) ? entry : undefined;
}

function parseEntry({ auth, identitytoken }: Record<string, unknown>, registry: string): Credentials | undefined {
  if (typeof identitytoken === "string" && identitytoken !== "") throw identityToken(registry);
  if (typeof auth !== "string") return undefined;
  const text = Buffer.from(auth, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon > 0 ? { username: text.slice(0, colon), password: text.slice(colon + 1) } : undefined;
}

function identityToken(registry: string): MigrationError {
  return credentialsError(
    `Docker holds an identity token for ${registry}; log in with a user name and an access token`,
  );
}

function credentialsError(message: string, cause?: unknown): MigrationError {
  return new MigrationError(MIGRATION_ERROR.CREDENTIALS, message, { cause });
}
