import type { Command } from 'commander';

/**
 * Arguments in an order in which a query may begin with a minus: options first, then `--`, then everything else. An
 * argument is an option where the command knows it, or where it looks like a misspelt long one (`--jsno`), which is
 * then refused instead of searched for.
 */
export function arrangeArguments(program: Command, args: readonly string[]): string[] {
  const first = args.findIndex((argument) => !argument.startsWith('-'));
  const name = args[first];
  const command = program.commands.find(
    (candidate) => candidate.name() === name || candidate.aliases().includes(name!),
  );
  if (name === undefined || command === undefined) return [...args];
  // Options before the command belong to it: `spoor --json query …`.
  const rest = [...args.slice(0, first), ...args.slice(first + 1)];
  const options: string[] = [];
  const operands: string[] = [];
  for (let i = 0; i < rest.length; i++) {
    const argument = rest[i]!;
    if (argument === '--') {
      operands.push(...rest.slice(i + 1));
      break;
    }
    const flag = argument.split('=', 1)[0];
    const known = command.options.find(({ short, long }) => flag === long || flag === short);
    if (known !== undefined) {
      options.push(argument);
      if (known.required && !argument.includes('=') && i + 1 < rest.length) options.push(rest[++i]!);
    } else if (argument === '-h' || /^--[a-z][a-z-]*(?:=|$)/.test(argument)) options.push(argument);
    else operands.push(argument);
  }
  return [name, ...options, '--', ...operands];
}
