/**
 * Prints the help of every command as one JSON object, by command. One process: a start costs a second and there are
 * two dozen commands.
 */
const HOLDFAST = new URL('../../scripts/holdfast.ts', import.meta.url).href;

class Exited extends Error {}

const helps: Record<string, string> = {};
await collect([]);
process.stdout.write(JSON.stringify(helps));

async function collect(path: readonly string[]): Promise<void> {
  const text = await helpOf(path);
  const commands = commandsIn(text);
  if (commands.length === 0) helps[path.join(' ')] = text;
  for (const command of commands) await collect([...path, command]);
}

async function helpOf(path: readonly string[]): Promise<string> {
  const written: string[] = [];
  const write = process.stdout.write.bind(process.stdout);
  const exit = process.exit.bind(process);
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  process.exit = () => {
    throw new Exited();
  };
  process.argv = [process.execPath, 'holdfast', ...path, '--help'];
  try {
    // The query makes it a module of its own, which is evaluated anew.
    await import(`${HOLDFAST}?${path.join('+')}`);
  } catch (error) {
    if (!(error instanceof Exited)) throw error;
  } finally {
    process.stdout.write = write;
    process.exit = exit;
  }
  return written.join('');
}

function commandsIn(help: string): string[] {
  const [, list = ''] = help.split(/^Commands:$/m);
  return [...list.matchAll(/^ {2}([a-z]\S*)/gm)].flatMap(([, name = '']) => (name === 'help' ? [] : [name]));
}
