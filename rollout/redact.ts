// Takes out of a message what must not be passed on: secrets, and the account ids that AWS puts into every ARN. Synchronous and
// linear, since every line of a watch and whole logs go through it: all repetitions are bounded. The prefixes of tokens are those
// that their issuers publish for secret scanning, checked 2026-11 against the rules of gitleaks 8. Secretlint, the one kept library of
// such patterns on npm, does not fit: it answers asynchronously, needs Node.js 22 since release 12, and it knows tokens alone, not the
// values of DB_PASSWORD, headers and connection strings, which make the most of what logs leak.

const LIMIT = 700;

/** Names whose values are secret, as they stand in variables, options, headers and JSON. */
const SECRET_NAME =
  "(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|apikey|access[_-]?key|private[_-]?key|(?:account|encryption|signing|master|session|shared|storage)[_-]?key|client[_-]?secret|credentials?|connection[_-]?string|dsn|jwt|auth)";

/** A quote, also of JSON that stands in JSON, and of Python. */
const Q = "\\\\{0,3}[\"']";
/** What stands between a name and its value: of JSON, YAML, Ruby, HCL and options. */
const IS = "\\s{0,3}(?::|=>?)\\s{0,3}";
/** A value behind its quote, which is the second group: up to the same quote, which no further backslash escapes. */
const TO_ITS_QUOTE = `(${Q})(?:(?!(?<!\\\\)\\2)[^\\n]){0,4000}`;
/** A value in quotes, as shells and settings have it. */
const QUOTED = `"(?:[^"\\\\]|\\\\.){0,2000}"?|'(?:[^'\\\\]|\\\\.){0,2000}'?|\\\\{1,3}"(?:(?!\\\\{1,3}").){0,2000}`;

/** Tokens by their prefix, which no image, ARN or host begins with; the prefixes of letters alone need what follows to look random. */
const TOKENS = new RegExp(
  `(?<![\\w/.-])(?:${[
    "sk-(?:svcacct|admin|or-v1)-|xai-|gsk_|r8_|pplx-|ABSK", // models
    "do[opr]_v1_|fo1_|fm[12]_|FlyV1 |HRKU-|dapi|sbp_|rnd_|tskey-(?:auth|api|client)-|pscale_(?:tkn|pw|oauth)_|pul-|nfp_", // platforms
    "glc_|glsa_|NR(?:AK|JS|II)-|sntry[su]_|dt0[a-z]01\\.|ico-|PMAK-|lin_oauth_|figd_|ntn_|pnu_|rdme_|tfp_|dp\\.(?:pt|st|ct|sa)\\.", // tools
    "hv[sbr]\\.|ops_eyJ|sm_pat_|AKCp|cmVmd|ATCTT3|ATBB|xapp-1-|xkeysib-|GOCSPX-|oy2|CLOJARS_|LTAI|pat-(?:na|eu)\\d-|t1\\.[A-Z0-9]", // vaults, registries, clouds
    "sq0(?:atp|csp|idp)-|EZ[AT]K|FLWSECK_|shippo_(?:live|test)_|duffel_(?:live|test)_|whsec_|EAA[A-Z]", // payments
  ].join("|")})(?=[\\w.~+/=-]{0,60}\\d)[\\w.~+/=-]{16,500}`,
  "g",
);

const REDACTIONS: readonly (readonly [RegExp, string])[] = [
  [/-{5}BEGIN [A-Z ]{0,30}PRIVATE KEY-{5}[\s\S]{0,8000}?(?:-{5}END [A-Z ]{0,30}PRIVATE KEY-{5}|$)/g, "<private key>"],
  [/\b(?:gh[pousr]_[A-Za-z0-9]{10,255}|github_pat_[A-Za-z0-9_]{10,255})/g, "<token>"],
  [/\bgl(?:pat|dt|rt|rtr|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w.-]{10,255}/g, "<token>"],
  [
    /\b(?:dckr_[a-z]{3}_|npm_|pypi-|hf_|dop_v1_|shp[a-z]{2}_|lin_api_|xox[abeprs]-|sk-(?:ant-|proj-)?|[sr]k_(?:live|test)_|SG\.|AIza|ya29\.|ATATT|atlasv1\.|rubygems_|nfp_)[\w.=-]{10,255}/g,
    "<token>",
  ],
  [TOKENS, "<token>"],
  [
    /\bhttps:\/\/(?:hooks\.slack\.com\/(?:services|workflows)|discord(?:app)?\.com\/api\/webhooks|[\w.-]{1,100}\.webhook\.office\.com\/webhookb2)\/[\w/@.-]{10,300}/g,
    "<webhook>",
  ],
  [/\b\d{8,10}:AA[\w-]{32,36}\b/g, "<token>"], // Telegram
  [/\b[\w.~-]{2,6}8Q~[\w.~-]{31,34}/g, "<secret>"], // Entra ID
  [/\b(?:key|pubkey)-[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b/g, "<token>"], // Mailgun, Mailchimp
  [/\b(?:AKIA|ASIA|ABIA|ACCA|AIDA|AROA)[A-Z0-9]{12,32}\b/g, "<access key>"],
  [/\bAGE-SECRET-KEY-1[0-9A-Z]{20,100}/g, "<private key>"],
  [/\beyJ[\w-]{5,8000}\.[\w-]{1,8000}\.?[\w-]{0,8000}/g, "<token>"],
  [
    /\b((?:proxy-)?authorization"?\s{0,3}[:=]\s{0,3}"?(?:(?:basic|bearer|token|digest|apikey)\s{1,3})?)[^\s",;]{3,2000}/gi,
    "$1<secret>",
  ],
  [/\b(Basic|Bearer)\s{1,3}[A-Za-z0-9+/=._~-]{6,4000}/gi, "$1 <secret>"],
  [/\b((?:set-)?cookie|x-[\w-]{0,30}(?:auth|token|key)[\w-]{0,20}):\s{0,3}[^\s,;]{1,2000}/gi, "$1: <secret>"],
  // A password may hold / and @: the last @ of the word ends it. A port and a path before a digest's @ are no password.
  [/(:\/\/)(?![\w-]{1,100}\.[\w.-]{1,200}:\d{1,5}\/)([^\s/:@"']{0,200}):[^\s"']{1,500}@/g, "$1$2:<secret>@"],
  [/(:\/\/)[A-Za-z0-9_-]{16,255}@/g, "$1<secret>@"],
  // {"name":"DB_PASSWORD","value":"x"} in either order, and { name = "DB_PASSWORD", value = "x" }.
  [
    new RegExp(
      `(\\b(?:name|key)(?:${Q})?${IS}(?:${Q})?[\\w./-]{0,80}${SECRET_NAME}[\\w.-]{0,80}(?:${Q})?\\s{0,3},?\\s{0,20}(?:${Q})?value(?:${Q})?${IS})(?:${TO_ITS_QUOTE}|[^\\s,"'}\\\\]{1,2000})`,
      "gi",
    ),
    "$1$2<secret>",
  ],
  [
    new RegExp(
      `(\\bvalue(?:${Q})?${IS})${TO_ITS_QUOTE}(\\2\\s{0,3},\\s{0,3}(?:${Q})?name(?:${Q})?${IS}(?:${Q})?[\\w./-]{0,80}${SECRET_NAME})`,
      "gi",
    ),
    "$1$2<secret>$3",
  ],
  [new RegExp(`(${Q}[\\w.-]{0,60}${SECRET_NAME}[\\w.-]{0,20}${Q}${IS})${TO_ITS_QUOTE}`, "gi"), "$1$2<secret>"],
  // NAME=value. "token: 401 Unauthorized" and "secret:name" (in ARNs) say something worth reading, so a colon counts for few names.
  [
    new RegExp(
      `(?<![\\w.-])((?:--?)?[\\w.-]{0,60}${SECRET_NAME}[\\w-]{0,20}\\s{0,2}=\\s{0,2})(?:${QUOTED}|[^\\s&",;']{1,2000})`,
      "gi",
    ),
    "$1<secret>",
  ],
  [
    new RegExp(
      `(?<![\\w.-])(--[\\w-]{0,40}(?:password|passwd|pass|token|secret|api-key|access-key)[\\w-]{0,10}\\s{1,3})(?!-)(?:${QUOTED}|[^\\s"']{1,500})`,
      "gi",
    ),
    "$1<secret>",
  ],
  [
    new RegExp(
      `((?<!fetching )(?<![\\w.-])[\\w.-]{0,60}(?:password|passwd|passphrase|pwd|api[_-]?key|apikey|client[_-]?secret|secret[_-]?access[_-]?key|private[_-]?key|access[_-]?token|auth[_-]?token)['"]?\\s{0,2}:\\s{1,3})(?!['"]?(?:(?:no such|not found|permission denied|is a|file exists)\\b|<secret>))(?:${QUOTED}|[^\\s,;"'}<]{1,500})`,
      "gi",
    ),
    "$1<secret>",
  ],
  [
    /(?<![\w.-])((?:[\w.-]{0,60}[_-])?(?:token|secret):\s{1,3})(?=[\w./+=-]{0,40}\d)(?=[\w./+=-]{0,40}[A-Za-z])[\w./+=-]{16,500}/gi,
    "$1<secret>",
  ],
  [/(\s(?:-u|--user)\s{1,3}[^\s:]{1,200}:)[^\s"']{1,500}/g, "$1<secret>"],
  [/(\blogin\s{1,3}\S{1,200}\s{1,3}password\s{1,3})\S{1,500}/gi, "$1<secret>"], // .netrc
  [/(\blogin\b[^\n]{0,200}?\s-p\s{1,3})[^\s"']{1,500}/g, "$1<secret>"],
  [/\b((?:X-Amz-[A-Za-z-]{1,40}|sig|signature)=)[^\s&",;]{1,4000}/gi, "$1<secret>"],
  [/\b[A-Za-z0-9+/_-]{100,}={0,2}/g, "<data>"],
  [/\b\d{12}\b/g, "<account>"],
];

/** A message of AWS, fit to be shown: without secrets and account ids, on one line, and cut where it is long. */
export function redact(message: string): string {
  // What is cut away anyway need not be read; a secret at the cut is read whole.
  const oneLine = message
    .slice(0, LIMIT * 8)
    .replace(/\s+/g, " ")
    .trim();
  const clean = redactSecrets(oneLine);
  return clean.length > LIMIT ? `${clean.slice(0, LIMIT - 3)}...` : clean;
}

/** The same for a text of any length, whose lines stay. */
export function redactSecrets(text: string): string {
  return REDACTIONS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text);
}
