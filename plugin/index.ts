// What programs in other languages than TypeScript see: all of the library.
export * from "../index";
