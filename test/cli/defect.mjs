// Preloaded into the command line: a file of the package, not of a mock, that throws once stand-ins are to be served.
const timer = setInterval(() => {
  if (process.listenerCount("SIGTERM") === 0) return;
  clearInterval(timer);
  throw new Error("a defect of Standin's own");
}, 1);
