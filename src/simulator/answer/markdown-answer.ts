/**
 * A long answer in Markdown, as chat models write it: headings, lists, a quote, math, a table, code, a footnote. Its
 * figures are right. About a thousand tokens.
 */
export const MARKDOWN_ANSWER = `# Why the sky is blue

**In short:** air scatters blue light more than red light. Sunlight holds all colours, and the blue part of it reaches your eyes from every direction, so the whole sky looks blue.

## What happens to the light

1. Sunlight enters the atmosphere. It looks white, because it is a *mixture of all colours*.
2. It meets molecules of nitrogen and oxygen, which are about a thousand times smaller than a wavelength of light.
3. Each molecule sends a little of the light off in other directions. Physicists call this **Rayleigh scattering**.
4. Short waves are scattered far more than long ones:
   - red and orange mostly go straight on,
   - blue and violet are spread over the whole sky.

> The colour that you see depends on where you look: at the sun you see the light that is left, elsewhere the light that was scattered.

## The formula

The share of light that is scattered grows with the inverse fourth power of the wavelength $\\lambda$:

$$
I \\propto \\frac{1}{\\lambda^4}
$$

Halve the wavelength and the scattering is $2^4 = 16$ times as strong. For a molecule of diameter $d$ and refractive index $n$, at a distance $R$ and an angle $\\theta$, Lord Rayleigh found[^1]

$$
I = I_0 \\, \\frac{1 + \\cos^2\\theta}{2R^2} \\left(\\frac{2\\pi}{\\lambda}\\right)^4 \\left(\\frac{n^2 - 1}{n^2 + 2}\\right)^2 \\left(\\frac{d}{2}\\right)^6.
$$

## The numbers

| Colour | Wavelength | Scattered, compared with red |
|:-------|-----------:|-----------------------------:|
| red    |     700 nm |                        1.0 × |
| orange |     620 nm |                        1.6 × |
| yellow |     580 nm |                        2.1 × |
| green  |     530 nm |                        3.0 × |
| blue   |     470 nm |                        4.9 × |
| violet |     400 nm |                        9.4 × |

You can check the last column yourself:

\`\`\`ts
/** How strongly air scatters a colour, compared with red light at 700 nm. */
function scattering(wavelengthNm: number): number {
  return (700 / wavelengthNm) ** 4;
}

const colours = { red: 700, orange: 620, yellow: 580, green: 530, blue: 470, violet: 400 };

for (const [name, wavelengthNm] of Object.entries(colours)) {
  console.log(name.padEnd(7), scattering(wavelengthNm).toFixed(1));
}
\`\`\`

## Then why is it not violet?

Violet is scattered most, and yet the sky does not look violet, for three reasons:

- The sun sends out less violet light than blue light.
- The upper atmosphere absorbs some of the violet and most of the ultraviolet.
- Our eyes are less sensitive to violet: the cones for short waves respond best at about 440 nm.

## And the sunset?

In the evening the light takes a much longer path through the air. Most of the blue is scattered out of it on the way, and what arrives is ~~white~~ yellow, orange and red. Dust and smoke make the effect stronger.

On **Mars** it is the other way round: fine dust scatters red light over the sky by day, and the sunset is blue.

[^1]: The derivation is in [Rayleigh scattering](https://en.wikipedia.org/wiki/Rayleigh_scattering) on Wikipedia.
`;
