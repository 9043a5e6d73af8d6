// How ECS refuses a call, where the sentence was copied without the name of the error.

import { isMention, isSourceCode } from "./mention";
import type { MessageText } from "./text";

/** Sentences of ECS alone, by what they are about; without white space. */
const OWN_WORDS: readonly RegExp[] = [
  // clusters and services
  /referencedclusterwasinactive|clusterattachmentsmustbein|creationofservicewasnotidempotent|servicehasanin-progressdeployment/,
  /creat(?:e|ionof)(?:an?)?servicei?s?(?:was)?notidempotent|capacityproviders?(?:percluster)?(?:hasbeenexceeded|areattachedtothecluster)/,
  /servicelinkedroledoesnotexist|serviceregistriesmustbeempty|maximumnumberofservicesperclusterhas|containerinstancetypechanges/,
  /thespecifiedplatform(?:doesnot(?:satisfythetask|exist)|version)|requestedcapabilitiesarenotsupported|withecsdeploymentcontroller\b/,
  /maximumpercentorminimumhealthypercentmust|containerinstance\S{0,60}(?:isinactive|notregistered)|\becs:[\w*-]{1,300}_[\w*-]{1,80}isnotconnected/,
  /capacityprovider\.daemonservicesarestill|atleastonecontainerhastobeconfiguredwiththeawsfirelens/,
  /startaservicethatisstilldraining|bothalaunchtypeand|desiredcount\d{0,6}mustbebetween0and\d|quotaforservicespercluster/,
  /healthcheckgraceperiodforaservice|serviceconnectisnotsupported|newarnandresourceidformatmust|longarnformatmust/,
  /specifiedcapacityprovider|unabletostartnewexecutesessions|cannotenableservicediscoveryifacloudmapnamespace/,
  // load balancers
  /doesnothaveanassociatedloadbalancer|unabletofindtargetgroup:|targetgrouparnandloadbalancername|providedtargetgrouphas/,
  /loadbalancersmustbeemptyornull|containerportmustmatchcontainer/,
  // task definitions
  /invalid'\w{2,30}'settingfor(?:task|container)|invalidsettingfor(?:container'|ephemeralstorage)|familyshouldnotbenull/,
  /logdriver\w{3,20}(?:requiresoptions|disallowsoptions|option')|taskdefinitioncontainsduplicate|container\.\w{3,30}shouldbe/,
  /hostnamecannotbesetwhennetworkmode|dnssearchdomain\S{1,200}containsinvalid|unsupportedvalueforcpuarchitecture/,
  /modespecifiedforlogconfigurationoptions|^unknownvolume'|usinganefsaccesspoint,therootdirectory|healthcheck\.\w{5,12}mustbebetween|taskrolearn\S{1,200}isnotvalid/,
];

/** ECS writes states in capitals; the same words in small letters are anybody's. */
const STATE = /\b(?:Cluster|Service) was not ACTIVE\b/;

/** Whether a text is such a sentence, and not about one. */
export function saysAsEcs({ compact, line }: MessageText): boolean {
  return (
    (STATE.test(line) || OWN_WORDS.some((words) => words.test(compact))) && !isMention(line) && !isSourceCode(line)
  );
}

/** The sentence, where it stands alone. */
export function bareRefusal(text: MessageText): { readonly message: string } | undefined {
  return text.line.length < 400 && saysAsEcs(text) ? { message: text.line.trim() } : undefined;
}
