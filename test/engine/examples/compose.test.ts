import { describeLife, edited } from "../support/life";

describeLife({
  example: "compose",
  edits: [
    {
      name: "another network that may connect",
      program: edited('"0.0.0.0/0"', '"203.0.113.0/24"'),
      changes: ["update ec2:SecurityGroup shop-web-published"],
    },
  ],
});
