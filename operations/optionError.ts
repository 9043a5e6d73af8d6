// Options that do not fit the service that they are about.

/** An option that cannot be meant as it is written: the command's caller has to change it. */
export class OptionError extends Error {}
