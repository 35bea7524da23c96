/** By format, how a file with it is named in a folder of several. */
export const reportFileNames = {
  text: "standin.txt",
  junit: "standin.junit.xml",
  sarif: "standin.sarif",
  html: "standin.html",
  json: "standin.json",
} as const;

export type ReportFormat = keyof typeof reportFileNames;

export const reportFormats = Object.keys(reportFileNames) as ReportFormat[];
