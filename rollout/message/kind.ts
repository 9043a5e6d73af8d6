// What went wrong, in general terms: the same few kinds of failure meet every stage and service.

import type { Facts } from "./facts";
import { words, type MessageText } from "./text";

/** Kinds of failure. */
export type FailureKind =
  | "throttled"
  | "diskFull"
  | "platform"
  | "tls"
  | "dns"
  | "noRoute"
  | "denied"
  | "credentials"
  | "notFound"
  | "serverError"
  | "malformed"
  | "broken"
  | "quota"
  | "capacity"
  | "memory";

/** Phrases without white space, in lower case; the first kind that has one wins. */
const PHRASES: readonly (readonly [FailureKind, readonly string[]])[] = [
  [
    "throttled",
    words(`
      toomanyrequests rateexceeded throttl requestlimitexceeded ratelimitexceeded pullratelimit slowdown retryafterlater
      anonymouspullratelimit
    `),
  ],
  [
    "diskFull",
    words(`
      nospaceleftondevice diskquotaexceeded write/var diskfull insufficientdiskspace enoughspaceonthedisk
    `),
  ],
  [
    "tls",
    words(`
      x509: certificatesignedby tls:failedtoverify certificatehasexpired certificateisnotvalid
      tls:handshakefailure servergavehttpresponsetohttpsclient remoteerror:tls tls:firstrecorddoesnotlooklike
    `),
  ],
  [
    "dns",
    words(`
      nosuchhost servermisbehaving temporaryfailureinnameresolution nameornotknown nameorservicenotknown
      dnsresolution checkthatyourfilesystemid failedtoresolve"fs- failedtoresolvefs- couldnotresolvehost resolveefsdns
    `),
  ],
  ["broken", words(`processingtarfile failedtoregisterlayer diffids`)],
  [
    "noRoute",
    words(`
      connectionissuebetween i/otimeout containererror:timeout deadlineexceeded requesterror: sendrequestfailed
      statuscode:0, requestcanceled client.timeout connectiontimedout noroutetohost networkisunreachable
      tlshandshaketimeout connectionrefused connectionreset connectionrefused signal:killed unexpectedeof
      checkyourtasknetworkconfiguration checkyournetworkconfiguration timeoutexceeded couldnotconnecttotheendpoint
      couldnotreach unabletoconnect failedtoconnect failedtodorequest maximumattempts dialtcp contextcanceled exceededmaximumnumberofattempts
    `),
  ],
  [
    "platform",
    words(`
      descriptorformatching descriptormatchingplatform descriptorforplatform nomatchingmanifest
      nomatchforplatform nomatch(ing)?manifest execformaterror operatingsystem" nomanifestmatching
      platforminmanifest nomatchformplatform entryforplatform
    `),
  ],
  [
    "credentials",
    words(`
      401unauthorized authenticationrequired authenticationisrequired incorrectusername nobasicauthcredentials invalidusername
      unauthorized: ":unauthorized authorizationtokenhasexpired failedtofetchanonymoustoken failedtofetchoauthtoken
      failedtoauthorize cannotbeauthenticated bearertoken invalidtoken invalid_token
    `),
  ],
  [
    "denied",
    words(`
      notauthorizedtoperform accessdenied 403forbidden accesstokmsisnotallowed unauthorizedoperation denied:
      isdenied forbidden permissiondenied donothavepermission doesnothavepermission insufficient_scope
      pullaccessdenied hasthepermission operationnotpermitted authfailure
    `),
  ],
  [
    "notFound",
    words(`
      notfound doesnotexist doesn'texist can'tfind cannotfind manifestunknown nameunknown 404 parameternotfound
      nosuchfile nosuchkey nosuchbucket invalidparameters: invalidssmparameters: isnotfound couldnotbefound markedfordeletion can'tretrieve
      unabletolocate
    `),
  ],
  [
    "capacity",
    words(`
      capacityisunavailable capacitywasunavailable iscurrentlyunavailable insufficientcapacity
      insufficientinstancecapacity fulfillcapacity capacityunavailable capacityisinsufficient nocontainerinstance
      nocapacity insufficientcpu insufficientmemory resource:cpu resource:memory resource:eni resource:gpu
      resource:fargate
    `),
  ],
  [
    "serverError",
    words(`
      internalservererror badgateway serviceunavailable gatewaytimeout internalerror servererror serverexception
      internalfailure unexpectedinternal
    `),
  ],
  [
    "quota",
    words(`
      reachedthelimit aboveyourlimit limitexceeded quotaexceeded exceededthelimit maximumnumberof
      limitonthenumber servicequota
    `),
  ],
  [
    "memory",
    words(`
      outofmemory memoryusage memorylimittoolow oomkill :oom byoom byanoom duetooom cannotallocatememory
    `),
  ],
  [
    "malformed",
    words(`
      invalidreferenceformat failedtonormalize malformed validationexception invalidparameter: invalidname
      invalidschema invalidcharacter couldnotparse unabletounmarshal notvalid isinvalid
    `),
  ],
  [
    "broken",
    words(`
      failedtoextractlayer failedtounpack streamprocessor nosuchprocessor unexpecteddigest digestmismatch
      invalidtarheader schemaversion mediatype unsupportedmanifest failedsizevalidation failedcommit
    `),
  ],
];

/** Without an answer and with several tries, an AWS service had no route: an error would have been quoted. */
const SILENT_RETRIES = 3;

/** Sorts a message by what went wrong. */
export function kindOf({ compact }: MessageText, { httpStatus, retries, action }: Facts): FailureKind | undefined {
  if (action !== undefined) return "denied";
  if (httpStatus === 429) return "throttled";
  if (/dialtcp:?[\d.]{7,15}:\d{1,5}:i\/otimeout/.test(compact)) return "noRoute"; // its name did resolve
  if (/:denied\W{0,3}$/.test(compact)) return "denied"; // of a registry, without a word more
  if (/:eof(?:\W|$)/.test(compact)) return "noRoute"; // the other side closed the connection
  if (/lookup[\w.-]{3,100}(?:on[\d.:[\]]{3,50})?:(?:read\w{3}[^a-z]{0,80})?i\/otimeout/.test(compact)) return "dns";
  if (/failedtoresolve"?[\\<\w>.-]{1,80}\.efs\./.test(compact)) return "dns";
  if (/responseerrorstatuscode:50\d/.test(compact)) return "serverError";
  if (/apierror\(500\):get"?https?:\/\/[\w./-]{1,200}"?\W*$/.test(compact)) return "noRoute"; // of Docker, cut off
  const found = PHRASES.find(([, phrases]) => phrases.some((phrase) => compact.includes(phrase)))?.[0];
  if (
    httpStatus !== undefined &&
    (found === undefined || found === "credentials" || found === "denied" || found === "notFound")
  ) {
    if (httpStatus === 401) return "credentials";
    if (httpStatus === 403) return found === "credentials" ? "credentials" : "denied";
    if (httpStatus === 404) return "notFound";
    if (httpStatus >= 500 && (found === undefined || found === "credentials")) return "serverError";
  }
  if (found !== undefined) return found;
  return retries !== undefined &&
    retries >= SILENT_RETRIES &&
    compact.includes("servicecall") &&
    !/statuscode:?[1-9]/.test(compact)
    ? "noRoute"
    : undefined;
}
