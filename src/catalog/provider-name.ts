/** What a provider may be called: its name is a folder's, a segment of every URL and an argument of the command line. */
const providerName = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const nameRule =
  'A provider\'s name has lower-case letters and digits, with single hyphens between them, such as "acme-crm"; folders whose names begin with "." or "_" are passed over.';

export function isProviderName(name: string): boolean {
  return providerName.test(name);
}
