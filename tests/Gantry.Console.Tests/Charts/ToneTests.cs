using System.Globalization;
using System.Text.RegularExpressions;
using Gantry.Console.Assets;
using Gantry.Console.Charts;
using Xunit;

namespace Gantry.Console.Tests.Charts;

/// <summary>The colours of charts, as the style sheet has them: against their ground, and for those who see few.</summary>
public sealed partial class ToneTests
{
    // Of CIE 1976: what lies further apart than this is told apart side by side in small areas.
    private const double Apart = 15;

    // What reds, greens and blues look like without one sort of cone, in linear light (Machado, Oliveira and Fernandes 2009, severity 1).
    private static readonly (string Eye, double[] Matrix)[] Eyes =
    [
        ("all", [1, 0, 0, 0, 1, 0, 0, 0, 1]),
        ("protanopia", [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]),
        ("deuteranopia", [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]),
        ("tritanopia", [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]),
    ];

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public void Tones_stand_out_from_the_ground_and_from_each_other_for_every_eye(string theme)
    {
        var sheet = Sheet();
        var ground = Linear(Block(sheet, theme, "--surface"));
        var tones = Enumerable.Range(0, ChartSeries.Tones + 1).Select(tone => Linear(Block(sheet, theme, $"--tone-{tone}"))).ToArray();
        for (var i = 0; i < tones.Length; i++)
        {
            var (light, dark) = (Math.Max(Luminance(tones[i]), Luminance(ground)), Math.Min(Luminance(tones[i]), Luminance(ground)));
            Assert.True((light + 0.05) / (dark + 0.05) >= 3, $"{theme}: tone {i} has {(light + 0.05) / (dark + 0.05):0.00}:1");
        }

        foreach (var (eye, matrix) in Eyes)
        {
            for (var i = 1; i < tones.Length; i++)
            {
                for (var j = i + 1; j < tones.Length; j++)
                {
                    var difference = Difference(Lab(Seen(tones[i], matrix)), Lab(Seen(tones[j], matrix)));
                    Assert.True(difference >= Apart, $"{theme}, {eye}: tones {i} and {j} differ by {difference:0.0}");
                }
            }
        }
    }

    private static string Sheet()
    {
        var assembly = typeof(ConsoleAssets).Assembly;
        return string.Concat(new[] { "console.css", "shell/60-charts.css" }.Select(name =>
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            return reader.ReadToEnd();
        }));
    }

    // The last block of a theme that names the variable: light ones stand in the first.
    private static string Block(string sheet, string theme, string variable)
    {
        var blocks = Rule().Matches(sheet).Where(rule => theme == "light" ? rule.Groups["whose"].Value.Trim() == ":root" : rule.Groups["whose"].Value.Contains("[data-theme=\"dark\"]", StringComparison.Ordinal));
        return blocks.Select(rule => Regex.Match(rule.Groups["body"].Value, Regex.Escape(variable) + @":\s*(?<value>#[0-9a-f]{6})", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).Last(found => found.Success).Groups["value"].Value;
    }

    private static double[] Linear(string hex) => [.. Enumerable.Range(0, 3).Select(i => int.Parse(hex.AsSpan(1 + i * 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0).Select(c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];

    private static double Luminance(double[] c) => 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];

    private static double[] Seen(double[] c, double[] m) => [.. Enumerable.Range(0, 3).Select(row => Math.Clamp(m[row * 3] * c[0] + m[row * 3 + 1] * c[1] + m[row * 3 + 2] * c[2], 0, 1))];

    private static (double L, double A, double B) Lab(double[] c)
    {
        var x = F((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
        var y = F(Luminance(c));
        var z = F((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));

        static double F(double t) => t > 0.008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }

    private static double Difference((double L, double A, double B) one, (double L, double A, double B) other) =>
        Math.Sqrt(Math.Pow(one.L - other.L, 2) + Math.Pow(one.A - other.A, 2) + Math.Pow(one.B - other.B, 2));

    [GeneratedRegex(@"(?<whose>:root[^{},]*)\{(?<body>[^{}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Rule();
}
