// mocha lets unhandled rejections pass; here each one fails the run.
process.on("unhandledRejection", (reason) => {
  throw reason;
});
