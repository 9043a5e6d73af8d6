// Which folder may import which: an arrow points from a folder to what it may import, and none goes in a circle. The tables are
// those of docs/architecture.md.
"use strict";

/** Top-level folders, each with the folders that it may import besides itself. */
const FOLDERS = {
  model: [],
  registry: ["model"],
  rollout: ["model"],
  migrate: ["model", "registry"],
  operations: ["model", "registry", "rollout"],
  compose: ["model"],
  components: ["model", "registry", "rollout", "compose"],
  testing: [],
  preview: ["model"],
  policy: ["model", "preview"],
  cli: ["model", "registry", "rollout", "migrate", "operations", "compose", "preview"],
};

/** The folders of components/. Each may import those before it; the files beside them may import all. */
const ROOMS = ["component", "ecr", "network", "credentials", "task", "loadBalancer", "deployment", "service", "alarms"];

const under = (folders, within = "") => `^${within}(${folders.join("|")})/`;
const others = (all, allowed) => all.filter((name) => !allowed.includes(name));

const folderRules = Object.entries(FOLDERS).map(([folder, allowed]) => ({
  name: `${folder}-imports`,
  severity: "error",
  comment: `${folder}/ may import ${allowed.length === 0 ? "no other folder" : allowed.join(", ")}`,
  from: { path: `^${folder}/` },
  to: {
    path: [under(others([...Object.keys(FOLDERS), "test", "bench", "examples"], [folder, ...allowed])), "^index\\.ts$"],
  },
}));

const roomRules = ROOMS.slice(0, -1).map((room, i) => ({
  name: `components-${room}-imports`,
  severity: "error",
  comment: `components/${room}/ may import the folders before it: ${ROOMS.slice(0, i).join(", ")}`,
  from: { path: `^components/${room}/` },
  to: { path: under(ROOMS.slice(i + 1), "components/") },
}));

module.exports = {
  forbidden: [
    ...folderRules,
    ...roomRules,
    {
      name: "components-files",
      severity: "error",
      comment: "what is in a folder of components/ is made for the files beside the folders, and does not know them",
      from: { path: "^components/[^/]+/" },
      to: { path: "^components/[^/]+\\.ts$" },
    },
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-development-dependency",
      severity: "error",
      comment: "users do not have it",
      from: { path: [under(Object.keys(FOLDERS)), "^index\\.ts$"] },
      to: { dependencyTypes: ["npm-dev"], dependencyTypesNot: ["npm-peer", "type-only"] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
  },
};
