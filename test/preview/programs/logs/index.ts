import * as pulumi from "@pulumi/pulumi";

pulumi.log.warn("this is a warning");
pulumi.log.error("this is an error");
console.log("this is said in passing");
