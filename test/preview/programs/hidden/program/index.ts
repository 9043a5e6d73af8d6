throw new Error("this is not what Pulumi runs");
