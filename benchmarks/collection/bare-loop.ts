/** What collecting is measured against: as many calls at once, with the same client, and nothing is kept. */
import OpenAI from 'openai';

/** @returns seconds from the first call to the last answer */
export async function bareLoop(options: {
  readonly address: string;
  readonly calls: number;
  readonly concurrency: number;
}): Promise<number> {
  const client = new OpenAI({ baseURL: options.address, apiKey: 'none', maxRetries: 0 });
  const numbers = Array.from({ length: options.calls }, (_, number) => number).values();
  async function work(): Promise<void> {
    for (const number of numbers) {
      const { choices } = await client.chat.completions.create({
        model: 'letters',
        max_tokens: 16,
        messages: [
          { role: 'system', content: `You are Respondent b${number}. Answer with one letter.` },
          { role: 'user', content: 'Would you do thing 1?\nA. no\nB. yes' },
        ],
      });
      if (choices[0]?.message.content === undefined) throw new Error('no answer');
    }
  }
  const began = performance.now();
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return (performance.now() - began) / 1000;
}
