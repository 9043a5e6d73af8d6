import * as pulumi from "@pulumi/pulumi";

const config = new pulumi.Config();

export const image = config.require("image");
