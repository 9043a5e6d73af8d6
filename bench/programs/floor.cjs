// The same resources by hand, around each service an empty component: what any component costs at least.
"use strict";

const pulumi = require("@pulumi/pulumi");
const { lookUpEnvironment, service } = require("./handWritten.cjs");

class Empty extends pulumi.ComponentResource {
  constructor(name, environment) {
    super("bench:index:Empty", name, {});
    service(name, environment, { parent: this });
    this.registerOutputs({});
  }
}

module.exports = (count) => {
  const environment = lookUpEnvironment();
  for (let i = 0; i < count; i++) new Empty(`svc${i}`, environment);
};
