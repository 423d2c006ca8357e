/**
 * From now on this part of the page is loaded only once the returned function is called.
 * `part` is its module's name; what a service worker has kept does not wait.
 */
export async function holds(person, part) {
  let come = () => {};
  const isToCome = new Promise((resolve) => {
    come = resolve;
  });
  await person.page.route(`**/assets/${part}-*.js`, (route) => isToCome.then(() => route.continue()));
  return come;
}
