/** Registers our search attributes on a server that we did not start; one that has them already is left alone. */
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../domain/queues.ts';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { Home } from '../home/home.ts';
import { temporalTarget } from './connect.ts';

const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;

/** @throws UserError with the commands that do it by hand, where the server does not let us */
export async function registerSearchAttributes(home: Home): Promise<void> {
  const { connection: options, namespace } = temporalTarget(home);
  const connection = await Connection.connect(options);
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => customAttributes[name] === undefined);
    if (missing.length === 0) return;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: Object.fromEntries(missing.map((name) => [name, INDEXED_VALUE_TYPE_KEYWORD])),
    });
  } catch (error) {
    throw new UserError(`The search attributes could not be registered: ${messageOf(error)}`, {
      place: `namespace ${namespace}`,
      remedy: `Ask its operator for: ${Object.entries(SEARCH_ATTRIBUTES)
        .map(([name, type]) => `temporal operator search-attribute create --name ${name} --type ${type}`)
        .join('; ')}`,
    });
  } finally {
    await connection.close();
  }
}
