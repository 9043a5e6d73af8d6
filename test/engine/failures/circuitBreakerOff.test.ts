import { describeFailures } from "../support/failures";

describeFailures(false);
