// The one lookup that needs no AWS: statements to the JSON of an IAM policy.

type Inputs = Readonly<Record<string, unknown>>;

/** The JSON that the AWS provider makes of a policy's statements. */
export function policyDocument({ statements, version }: Inputs): unknown {
  const Statement = (Array.isArray(statements) ? (statements as Inputs[]) : []).map((statement) => ({
    ...(statement.sid !== undefined && { Sid: statement.sid }),
    Effect: statement.effect ?? "Allow",
    ...optional("Action", one(statement.actions)),
    ...optional("NotAction", one(statement.notActions)),
    ...optional("Resource", one(statement.resources)),
    ...optional("NotResource", one(statement.notResources)),
    ...optional("Principal", principals(statement.principals)),
    ...optional("NotPrincipal", principals(statement.notPrincipals)),
    ...optional("Condition", conditions(statement.conditions)),
  }));
  return { Version: version ?? "2012-10-17", Statement };
}

function optional(name: string, value: unknown): Inputs {
  return value === undefined ? {} : { [name]: value };
}

function one(values: unknown): unknown {
  if (!Array.isArray(values)) return undefined;
  return values.length === 1 ? (values[0] as unknown) : values;
}

function principals(list: unknown): unknown {
  if (!Array.isArray(list)) return undefined;
  const entries = list as { type: string; identifiers: unknown[] }[];
  if (entries.some(({ type }) => type === "*")) return "*";
  return Object.fromEntries(entries.map(({ type, identifiers }) => [type, one(identifiers)]));
}

function conditions(list: unknown): unknown {
  if (!Array.isArray(list)) return undefined;
  const grouped: Record<string, Record<string, unknown>> = {};
  for (const { test, variable, values } of list as { test: string; variable: string; values: unknown[] }[])
    (grouped[test] ??= {})[variable] = one(values);
  return grouped;
}
