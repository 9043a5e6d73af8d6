// The failure catalogue: every failure of a task that is known by its wording. First match wins.

import type { CatalogueEntry } from "./catalogueEntry";
import { IMAGE_FAILURES } from "./catalogueImages";
import { SECRET_FAILURES } from "./catalogueSecrets";
import { TASK_FAILURES } from "./catalogueTasks";

/** Every known failure, in the order of matching: secrets come before the pull, the pull before the start. */
export const CATALOGUE: readonly CatalogueEntry[] = [...SECRET_FAILURES, ...IMAGE_FAILURES, ...TASK_FAILURES];
