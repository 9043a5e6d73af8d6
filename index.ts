// The library's public door.

export { ArgumentError } from "./model/problems";
