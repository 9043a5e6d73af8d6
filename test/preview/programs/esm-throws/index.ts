import { Topic } from "@pulumi/aws/sns/topic.js";

interface Options {
  readonly name: string;
}

function nameOf({ name }: Options): string {
  throw new TypeError(`no name like ${name}`);
}

export const topic = new Topic(nameOf({ name: "news" }));
