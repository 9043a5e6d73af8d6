// `npm run plugin-archive -- DIRECTORY`: writes the plugin's archive there, under the name of each platform, as Pulumi looks for it
// in a release.

import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeArchive } from "./archive";

const PLATFORMS = ["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64", "windows-amd64", "windows-arm64"];

const [directory = "plugin-archive"] = process.argv.slice(2);
const archive = writeArchive(join(__dirname, "../.."), directory);
for (const platform of PLATFORMS) cpSync(archive, archive.replace(/\.tar\.gz$/, `-${platform}.tar.gz`));
rmSync(archive);
