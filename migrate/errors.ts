// What stops a migration, or a part of it, beside a registry's own errors.

/** Why a migration cannot go on as it was asked for. */
export const MIGRATION_ERROR = {
  /** A source, target, option or file is written wrongly, or they do not fit together. */
  INVALID_ARGUMENT: "INVALID_ARGUMENT",
  /** Two repositories would get the same name at the target. */
  NAME_COLLISION: "NAME_COLLISION",
  /** No credentials, or some that cannot be used. */
  CREDENTIALS: "CREDENTIALS",
  /** GitLab or GitHub did not list what belongs to a group or an owner. */
  LISTING: "LISTING",
  /** AWS refused a call. */
  AWS: "AWS",
} as const;

export type MigrationErrorCode = (typeof MIGRATION_ERROR)[keyof typeof MIGRATION_ERROR];

/** An error that the user can act on. Holds no secret. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";

  constructor(
    readonly code: MigrationErrorCode,
    message: string,
    options: { cause?: unknown } = {},
  ) {
    super(message, options);
  }
}

/** Refuses a source or target with a user's name and password in it, which is not quoted: a digest alone has an @ too. */
export function refuseCredentials(argument: string, text: string, instead: string): void {
  if (/@(?!sha256:)/.test(text))
    throw new MigrationError(
      MIGRATION_ERROR.INVALID_ARGUMENT,
      `${argument}: holds credentials; leave them out and ${instead}`,
    );
}

/** AWS refused a call, or could not be asked. The cause is the SDK's own error. */
export class AwsCallError extends MigrationError {
  constructor(
    /** The action, as IAM names it. */
    readonly action: string,
    cause: unknown,
  ) {
    const text = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
    super(MIGRATION_ERROR.AWS, `${action} failed: ${text}`);
    this.cause = cause;
  }
}
