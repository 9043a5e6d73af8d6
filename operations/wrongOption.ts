// An option that names what is not there, or does not fit: the caller's mistake, whatever AWS answers.

/** The error of an option's value; its message begins with the option. */
export class WrongOption extends Error {}
