import * as pulumi from "@pulumi/pulumi";

void pulumi.log.warn("this is a warning");
void pulumi.log.error("this is an error");
console.log("this is said in passing");
