// What a registry is given to know who asks.

/** A registry's user name and password or token. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Finds credentials; called again where a registry no longer takes those of the call before. */
export type CredentialsProvider = () => Promise<Credentials | undefined>;

/** Credentials as an Authorization header. */
export function basicAuthorization({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** Whether a text can stand in a header. `fetch` quotes the text in its error otherwise, which would show a token. */
export function isHeaderSafe(text: string): boolean {
  return /^[\x21-\x7e]+$/.test(text);
}
