/**
 * Registers our search attributes; a server that has them already is left alone. The development server takes them as options
 * only where its database is new: a home of an earlier version lacks those that came since.
 */
import { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { SEARCH_ATTRIBUTES } from '../../domain/queues.ts';
import { messageOf, UserError } from '../../domain/errors.ts';
import type { TemporalTarget } from './connect.ts';

const { INDEXED_VALUE_TYPE_KEYWORD } = proto.temporal.api.enums.v1.IndexedValueType;

/** @throws UserError with the commands that do it by hand, where the server does not let us */
export async function registerSearchAttributes({
  connection: options,
  namespace,
}: Pick<TemporalTarget, 'connection' | 'namespace'>): Promise<void> {
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
