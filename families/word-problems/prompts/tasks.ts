/** What a model is told to do, in our own words. */

const NOTATION = `State the math problem in sentences so that a solver can work it out. Put statements in double brackets:
[[var x]] introduces an unknown x, named by one small letter;
[[eq LEFT = RIGHT]] states an equation, with numbers, names, + - * / ^ and parentheses;
[[answer x]] says which unknown the problem asks for.
Do not calculate anything yourself.`;

/** The five principles of good statements (arXiv 2304.09102, its declarative prompt), said in our own way. */
const PRINCIPLES = `Keep to five rules:
1. Every sentence either introduces one unknown or states one equation.
2. The last sentence says which unknown is asked for.
3. An equation uses only unknowns that were introduced before it.
4. Each quantity has one name, and each name stands for one quantity.
5. Every number of the problem is used.`;

export const TASKS = {
  declarative: NOTATION,
  declarativeWithPrinciples: `${NOTATION}\n${PRINCIPLES}`,
  oneStep: `Put the math problem into one equation so that a solver can work it out. Write three statements and nothing else:
[[var x]] introduces the unknown, named by one small letter;
[[eq LEFT = RIGHT]] states the equation, with numbers, the unknown, + - * / ^ and parentheses;
[[answer x]] says that it is asked for.
Do not calculate anything yourself.`,
  program: `Write a Python program that works out the answer to the math problem. Use only the standard library. The program reads no input, and the last thing that it prints is the answer as a plain number. Write the program in one block between \`\`\`python and \`\`\`, and nothing else.`,
  chain: `Work out the answer to the math problem step by step, in short sentences. End with a sentence "The answer is N." where N is a plain number.`,
} as const;
