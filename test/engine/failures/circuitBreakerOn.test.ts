import { describeFailures } from "../support/failures";

describeFailures(true);
