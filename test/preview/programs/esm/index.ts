import { getAvailabilityZones } from "@pulumi/aws/getAvailabilityZones.js";
import { Topic } from "@pulumi/aws/sns/topic.js";

const topic = new Topic("news");

export const topicName = topic.name;
export const zone = (await getAvailabilityZones()).names[0];
