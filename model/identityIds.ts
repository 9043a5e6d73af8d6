// Checks of the names and ids of people and roles: IAM and IAM Identity Center.

import type { Check } from "./checks";
import { quote } from "./problems";

const MAX_PERMISSION_SET_NAME = 32;

/** The name of an IAM user, group or role. */
export const checkIamName: Check<string> = (name) =>
  typeof name === "string" && /^[\w+=,.@-]{1,128}$/.test(name)
    ? undefined
    : { wrong: `${quote(name)} is not a valid IAM name`, fix: "pass the name alone, without its path and ARN" };

/** The name of a role that can get policies. */
export const checkRoleName: Check<string> = (name) =>
  typeof name === "string" && name.startsWith("AWSReservedSSO_")
    ? {
        wrong: `${quote(name)} is a role that IAM Identity Center manages and nobody else may change`,
        fix: "name the users or groups with identityCenterUserNames or identityCenterGroupIds",
      }
    : checkIamName(name);

/** The name of a user of IAM Identity Center. */
export const checkUserName: Check<string> = (user) =>
  typeof user === "string" && /^\S.{0,127}$/.test(user)
    ? undefined
    : { wrong: `${quote(user)} is not a valid user name`, fix: "pass 1 to 128 characters, not starting with a space" };

/** An e-mail address. */
export const checkEmailAddress: Check<string> = (email) =>
  typeof email === "string" && /^[^\s@]+@[^\s@]+$/.test(email)
    ? undefined
    : { wrong: `${quote(email)} is not a valid e-mail address`, fix: "use identityCenterUserNames for user names" };

/** The id of a group in an identity store. */
export const checkGroupId: Check<string> = (id) =>
  typeof id === "string" && /^([0-9a-f]{10}-)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
    ? undefined
    : { wrong: `${quote(id)} is not the id of a group`, fix: "pass its id in the identity store, not its name" };

/** The name of a permission set. */
export const checkPermissionSetName: Check<string> = (name) => {
  if (typeof name !== "string" || !/^[\w+=,.@-]+$/.test(name))
    return {
      wrong: `${quote(name)} is not a valid name of a permission set`,
      fix: 'use letters, digits and "+=,.@_-"',
    };
  if (name.length <= MAX_PERMISSION_SET_NAME) return undefined;
  return {
    wrong: `${quote(name)} has ${name.length} characters`,
    fix: `set a name of ${MAX_PERMISSION_SET_NAME} at the most`,
  };
};

/** The ARN of an instance of IAM Identity Center. */
export const checkInstanceArn: Check<string> = (arn) =>
  typeof arn === "string" && /^arn:[\w-]+:sso:::instance\/(sso)?ins-[\w.-]+$/.test(arn)
    ? undefined
    : {
        wrong: `${quote(arn)} is not the ARN of an instance of IAM Identity Center`,
        fix: "pass an ARN like arn:aws:sso:::instance/ssoins-ID",
      };

/** The id of an identity store. */
export const checkIdentityStoreId: Check<string> = (id) =>
  typeof id === "string" && /^d-[0-9a-f]{10}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)
    ? undefined
    : { wrong: `${quote(id)} is not the id of an identity store`, fix: 'pass an id like "d-1234567890"' };

/** The address of an AWS access portal. */
export const checkStartUrl: Check<string> = (url) =>
  typeof url === "string" && /^https:\/\/[^\s/]+\/\S*$/.test(url)
    ? undefined
    : {
        wrong: `${quote(url)} is not the address of an access portal`,
        fix: 'pass an address like "https://lab.awsapps.com/start"',
      };

/** The id of an AWS account. */
export const checkAccountId: Check<string> = (id) =>
  typeof id === "string" && /^\d{12}$/.test(id)
    ? undefined
    : { wrong: `${quote(id)} is not an AWS account id`, fix: "pass its 12 digits as a string" };

/** The code of a Region, as in eu-central-1. */
export const checkRegion: Check<string> = (region) =>
  typeof region === "string" && /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region)
    ? undefined
    : { wrong: `${quote(region)} is not the code of a Region`, fix: 'write it as in "eu-central-1"' };

/** The key of a tag that sessions and resources can have. */
export const checkSessionTagKey: Check<string> = (key) =>
  typeof key === "string" && /^(?!aws:)[\w.:/=+@-]{1,127}$/i.test(key)
    ? undefined
    : {
        wrong: `${quote(key)} is not a valid key of a tag`,
        fix: 'use letters, digits and "_.:/=+@-", not starting with "aws:"',
      };
