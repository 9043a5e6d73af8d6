// The stacks of Pulumi's promises, mapped to TypeScript, would take two thirds of the time of the components' tests.
import { deferStacks } from "../../preview/openPromises";

deferStacks(require);
