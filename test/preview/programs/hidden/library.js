/* global exports */
exports.answer = 42;
