/** Accuracy by section of the data. */
import { paragraph, type Section } from '../../../reports/page.ts';
import { plotShareGrid } from '../../../reports/plots/share-grid.ts';
import type { GradeResult } from '../analysis/result.ts';
import { methodLabel, shareText } from './words.ts';

const NO_SECTION = 'without a section';

export async function sectionsSection(result: GradeResult): Promise<Section[]> {
  const names = [
    ...new Set(result.methods.flatMap(({ sections }) => sections.map(({ section }) => section))),
  ];
  if (names.filter((name) => name !== null).length === 0) return [];
  const primary = result.methods.find(({ name }) => name === result.primary);
  return [
    {
      id: 'sections',
      heading: 'Accuracy by section',
      body: [
        paragraph(
          'Most sections hold few problems, and an accuracy of 3 of 4 is compatible with anything from 30 to 95 %: read rows for where to look, not as findings.',
        ),
        await plotShareGrid(
          names.map((name) => ({
            label: name ?? NO_SECTION,
            counts: result.methods.map(({ sections }) => {
              const found = sections.find(({ section }) => section === name)?.accuracy.published;
              return { right: found?.right ?? 0, of: found?.cells ?? 0 };
            }),
          })),
          {
            id: 'plot-sections',
            title: 'Solved by section and method',
            description:
              primary === undefined
                ? 'Counts of solved problems.'
                : `${primary.label}: ${primary.sections
                    .map(
                      ({ section, accuracy }) => `${section ?? NO_SECTION} ${shareText(accuracy.published)}`,
                    )
                    .join('; ')}`,
            rowHeading: 'Section',
            columns: result.methods.map(methodLabel),
          },
        ),
      ],
    },
  ];
}
